/** A tree whose hashing is done in a thread of its own, while this one makes the leaves and reads on. */
import { Worker } from 'node:worker_threads'
import { type Fault, HeadwaterError } from '../../errors.ts'
import type { EvmTreeFormatName } from '../../merkle/formats/index.ts'

interface Chunk {
  readonly encoded: Uint8Array<ArrayBuffer>
  /** Those of the leaves, where they are known. */
  readonly hashes?: Uint8Array | undefined
}

export type TreeThreadTask = Chunk | 'finish'
export type TreeThreadAnswer =
  | 'taken'
  | { readonly nodeOfLeaf: Uint32Array<ArrayBuffer> }
  | { readonly nodes: Uint8Array<ArrayBuffer> }
  | { readonly fault: Fault }

/** The same file in the sources and in the package. */
const threadFile = new URL(import.meta.url.endsWith('.ts') ? './thread.ts' : './thread.js', import.meta.url)

/** Chunks that wait in the thread, of less than a mebibyte each. */
const waitingMax = 16
/** With so many the thread has work until the next one comes, also where that one is hashed here. */
const busyMin = 3

/** Give it chunks with `add` and await each, then call `finish`. In any case `end` it. */
export class TreeThread {
  readonly #worker: Worker
  readonly #nodeOfLeaf = Promise.withResolvers<Uint32Array>()
  readonly #nodes = Promise.withResolvers<Uint8Array<ArrayBuffer>>()
  #waiting = 0
  #room = Promise.withResolvers<void>()

  constructor(format: EvmTreeFormatName) {
    this.#worker = new Worker(threadFile, { name: 'headwater-tree', workerData: format })
    // A close that fails awaits no result, and not each tree has a file.
    this.#nodeOfLeaf.promise.catch(() => {})
    this.#nodes.promise.catch(() => {})
    this.#worker.on('message', (answer: TreeThreadAnswer) => this.#receive(answer))
    this.#worker.on('error', (error) => this.#lost(error))
    this.#worker.on('exit', (code) => this.#lost(new Error(`The thread of a tree ended with ${code}.`)))
  }

  /** Whether a chunk is hashed sooner here than there. */
  get isBusy(): boolean {
    return this.#waiting >= busyMin
  }

  /** @param chunk its leaves are given away */
  async add(chunk: Chunk): Promise<void> {
    this.#waiting++
    this.#worker.postMessage(chunk satisfies TreeThreadTask, [chunk.encoded.buffer])
    if (this.#waiting >= waitingMax) await Promise.race([this.#room.promise, this.#nodes.promise])
  }

  /** Of the tree of all leaves: the number of the node of each, and the nodes. @throws HeadwaterError `tree.empty`, `tree.tooLarge` */
  finish(): { readonly nodeOfLeaf: Promise<Uint32Array>; readonly nodes: Promise<Uint8Array<ArrayBuffer>> } {
    this.#worker.postMessage('finish' satisfies TreeThreadTask)
    return { nodeOfLeaf: this.#nodeOfLeaf.promise, nodes: this.#nodes.promise }
  }

  async end(): Promise<void> {
    await this.#worker.terminate()
  }

  #receive(answer: TreeThreadAnswer): void {
    if (answer === 'taken') {
      this.#waiting--
      this.#makeRoom()
    } else if ('fault' in answer) this.#lost(new HeadwaterError(answer.fault))
    else if ('nodes' in answer) this.#nodes.resolve(answer.nodes)
    else this.#nodeOfLeaf.resolve(answer.nodeOfLeaf)
  }

  #makeRoom(): void {
    this.#room.resolve()
    this.#room = Promise.withResolvers<void>()
  }

  #lost(error: unknown): void {
    this.#nodeOfLeaf.reject(error)
    this.#nodes.reject(error)
    this.#makeRoom()
  }
}
