/** A rebuild in its own process, which kills itself when its nth step begins. */
import { loadConfig } from '../../src/config.ts'
import { rebuildProjections } from '../../src/ledger/open.ts'

const [data, step] = process.argv.slice(2)
let left = Number(step)
let last = ''
const report = await rebuildProjections(loadConfig({ HEADWATER_DATA: data! }), {
  dryRun: false,
  onProgress: ({ stage }) => {
    if (stage !== last && left-- === 0) process.kill(process.pid, 'SIGKILL')
    last = stage
  },
})
console.log(JSON.stringify(report))
