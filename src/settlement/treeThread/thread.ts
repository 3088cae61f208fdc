/** What runs in the thread that builds a tree: takes chunks of encoded leaves, and gives what is asked for after the last. */
import { parentPort } from 'node:worker_threads'
import { faultOf } from '../../errors.ts'
import { RootBuilder } from '../../merkle/rootBuilder.ts'
import type { TreeResults, TreeThreadAnswer, TreeThreadTask } from './treeThread.ts'

const builder = new RootBuilder()

parentPort!.on('message', (task: TreeThreadTask) => {
  if (typeof task === 'string') answer(finish(task))
  else {
    builder.add(task)
    answer('taken')
  }
})

function finish(what: keyof TreeResults): TreeThreadAnswer {
  try {
    return { result: builder[what]() }
  } catch (error) {
    return { fault: faultOf(error) }
  }
}

function answer(given: TreeThreadAnswer): void {
  const nodes = typeof given === 'object' && 'result' in given && 'nodes' in given.result && given.result
  parentPort!.postMessage(
    given,
    nodes ? [nodes.nodes.buffer as ArrayBuffer, nodes.nodeOfLeaf.buffer as ArrayBuffer] : [],
  )
}
