/** What runs in the thread that builds a tree: takes chunks of encoded leaves, and after the last one gives the root. */
import { parentPort } from 'node:worker_threads'
import { RootBuilder } from '../../merkle/rootBuilder.ts'
import type { TreeThreadAnswer, TreeThreadTask } from './treeThread.ts'

const builder = new RootBuilder()

parentPort!.on('message', (encoded: TreeThreadTask) => {
  if (encoded === 'end') parentPort!.postMessage(builder.finish() satisfies TreeThreadAnswer)
  else {
    builder.add(encoded)
    parentPort!.postMessage('taken' satisfies TreeThreadAnswer)
  }
})
