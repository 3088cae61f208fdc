/** A tree whose hashing is done in a thread of its own, while this one makes the leaves and reads on. */
import { Worker } from 'node:worker_threads'
import type { TreeRoot } from '../../merkle/rootBuilder.ts'

export type TreeThreadTask = Uint8Array<ArrayBuffer> | 'end'
export type TreeThreadAnswer = 'taken' | TreeRoot

/** The same file in the sources and in the package. */
const threadFile = new URL(import.meta.url.endsWith('.ts') ? './thread.ts' : './thread.js', import.meta.url)

/** Chunks that wait in the thread, of less than a mebibyte each. */
const waitingMax = 16

/** Give it chunks with `add` and await each, then await `finish`. In any case `end` it. */
export class TreeThread {
  readonly #worker = new Worker(threadFile, { name: 'headwater-tree' })
  readonly #root = Promise.withResolvers<TreeRoot>()
  #waiting = 0
  #room = Promise.withResolvers<void>()

  constructor() {
    // A close that fails awaits no root.
    this.#root.promise.catch(() => {})
    this.#worker.on('message', (answer: TreeThreadAnswer) => {
      if (answer !== 'taken') return this.#root.resolve(answer)
      this.#waiting--
      this.#makeRoom()
    })
    this.#worker.on('error', (error) => this.#lost(error))
    this.#worker.on('exit', (code) => this.#lost(new Error(`The thread of a tree ended with ${code}.`)))
  }

  /** @param encoded is given away */
  async add(encoded: Uint8Array<ArrayBuffer>): Promise<void> {
    this.#waiting++
    this.#worker.postMessage(encoded satisfies TreeThreadTask, [encoded.buffer])
    if (this.#waiting >= waitingMax) await Promise.race([this.#room.promise, this.#root.promise])
  }

  finish(): Promise<TreeRoot> {
    this.#worker.postMessage('end' satisfies TreeThreadTask)
    return this.#root.promise
  }

  async end(): Promise<void> {
    await this.#worker.terminate()
  }

  #makeRoom(): void {
    this.#room.resolve()
    this.#room = Promise.withResolvers<void>()
  }

  #lost(error: unknown): void {
    this.#root.reject(error)
    this.#makeRoom()
  }
}
