/** A rebuild in a process of its own that kills itself at its nth step; prints the step's name first. */
import { loadConfig } from '../../src/config.ts'
import { rebuildProjections } from '../../src/main.ts'

const [data, step] = process.argv.slice(2)
let left = Number(step)
const report = await rebuildProjections(loadConfig({ HEADWATER_DATA: data! }), {
  dryRun: false,
  onProgress: () => {
    if (left-- === 0) process.kill(process.pid, 'SIGKILL')
  },
})
console.log(JSON.stringify(report))
