/**
 * What runs in the thread that builds a tree: takes chunks of encoded leaves, and after the last gives the numbers of their
 * nodes as soon as they are known, then the nodes.
 */
import { parentPort, workerData } from 'node:worker_threads'
import { faultOf } from '../../errors.ts'
import type { EvmTreeFormatName } from '../../merkle/formats/index.ts'
import { RootBuilder } from '../../merkle/rootBuilder.ts'
import type { TreeThreadAnswer, TreeThreadTask } from './treeThread.ts'

const builder = new RootBuilder(workerData as EvmTreeFormatName)

parentPort!.on('message', (task: TreeThreadTask) => {
  try {
    if (task === 'finish') finish()
    else {
      builder.add(task.encoded, task.hashes)
      answer('taken')
    }
  } catch (error) {
    answer({ fault: faultOf(error) })
  }
})

function finish(): void {
  const { nodes } = builder.nodes((nodeOfLeaf) => answer({ nodeOfLeaf }, nodeOfLeaf.buffer))
  answer({ nodes }, nodes.buffer)
}

function answer(given: TreeThreadAnswer, ...moved: ArrayBuffer[]): void {
  parentPort!.postMessage(given, moved)
}
