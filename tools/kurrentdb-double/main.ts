/** The double in the foreground: `npm run kurrentdb-double -- [--port N]`. Its log is in memory and ends with it. */
import { runInForeground } from '../../test/support/foreground.ts'
import { startKurrentDouble } from './server.ts'

await runInForeground({
  name: 'kurrentdb-double',
  keepsData: false,
  async start({ port }) {
    const double = await startKurrentDouble({ port })
    return {
      address: double.url,
      use: `--eventstore '${double.url}', or HEADWATER_EVENTSTORE_URL`,
      stop: double.stop,
    }
  },
})
