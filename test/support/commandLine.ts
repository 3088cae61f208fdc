/** What bin/headwater.js is to the build, for the sources. */
import { main } from '../../src/cli/main.ts'

await main(process.argv.slice(2))
