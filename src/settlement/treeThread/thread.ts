/** What runs in the thread that builds a tree: takes chunks of encoded leaves, and gives what was asked for after the last. */
import { parentPort, workerData } from 'node:worker_threads'
import { faultOf } from '../../errors.ts'
import { createBuilder, type TreeToMake } from './builders.ts'
import type { TreeThreadAnswer, TreeThreadTask } from './treeThread.ts'

const builder = createBuilder(workerData as TreeToMake)

parentPort!.on('message', (task: TreeThreadTask) => {
  answer(done(task))
})

function done(task: TreeThreadTask): TreeThreadAnswer {
  try {
    if (task === 'finish') return { result: builder.finish() }
    builder.add(task)
    return 'taken'
  } catch (error) {
    return { fault: faultOf(error) }
  }
}

function answer(given: TreeThreadAnswer): void {
  const isFile = typeof given === 'object' && 'result' in given && 'parts' in given.result
  parentPort!.postMessage(given, isFile ? given.result.parts.map(({ buffer }) => buffer) : [])
}
