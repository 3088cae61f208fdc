/** Tasks of a benchmark in processes of their own, so that the memory and engines of one do not affect the next. */
import { fork } from 'node:child_process'
import { join } from 'node:path'
import { loadConfig } from '../../src/config.ts'
import { openHeadwater } from '../../src/ledger/open.ts'
import type { Headwater } from '../../src/service/headwater.ts'

/** Runs a program of this folder, and gives what it sends. @param args the task, the data folder, then what the task takes */
export function inWorker<Findings>(
  program: string,
  args: readonly [task: string, folder: string, ...rest: string[]],
): Promise<Findings> {
  return new Promise((resolve, reject) => {
    const child = fork(join(import.meta.dirname, program), args)
    child.on('message', (message) => resolve(message as Findings))
    child.on('error', reject)
    child.on('exit', (code) => reject(new Error(`the ${args[0]} process ended with ${code}`)))
  })
}

/** The other side: opens the ledger with all that is opened on first use, runs the task, and sends what it found. */
export async function runTask(
  folder: string,
  task: (headwater: Headwater) => Promise<object>,
): Promise<void> {
  const headwater = await openHeadwater(loadConfig({ HEADWATER_DATA: folder }), {
    command: 'bench',
    make: true,
  })
  await headwater.openEverything()
  const findings = await task(headwater)
  await headwater.shutdown()
  process.send!(findings)
  process.disconnect()
}
