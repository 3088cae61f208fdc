/** What runs in the thread that builds a tree: takes chunks of encoded leaves, and gives what was asked for after the last. */
import { parentPort, workerData } from 'node:worker_threads'
import { faultOf } from '../../errors.ts'
import { createBuilder } from './builders.ts'
import type { TreeThreadAnswer, TreeThreadData, TreeThreadTask } from './treeThread.ts'

const builder = createBuilder((workerData as TreeThreadData).what)

parentPort!.on('message', (task: TreeThreadTask) => {
  if (task === 'finish') answer(finish())
  else {
    builder.add(task)
    answer('taken')
  }
})

function finish(): TreeThreadAnswer {
  try {
    return { result: builder.finish() }
  } catch (error) {
    return { fault: faultOf(error) }
  }
}

function answer(given: TreeThreadAnswer): void {
  const isFile = typeof given === 'object' && 'result' in given && 'parts' in given.result
  parentPort!.postMessage(given, isFile ? given.result.parts.map(({ buffer }) => buffer) : [])
}
