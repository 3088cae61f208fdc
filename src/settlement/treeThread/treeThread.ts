/** A tree whose hashing is done in a thread of its own, while this one makes the leaves and reads on. */
import { Worker } from 'node:worker_threads'
import { type Fault, HeadwaterError } from '../../errors.ts'
import type { TreeResults, TreeToMake } from './builders.ts'

type TreeResult = TreeResults[keyof TreeResults]
export type TreeThreadTask = Uint8Array<ArrayBuffer> | 'finish'
export type TreeThreadAnswer = 'taken' | { readonly result: TreeResult } | { readonly fault: Fault }

/** The same file in the sources and in the package. */
const threadFile = new URL(import.meta.url.endsWith('.ts') ? './thread.ts' : './thread.js', import.meta.url)

/** Chunks that wait in the thread, of less than a mebibyte each. */
const waitingMax = 16

/** Give it chunks with `add` and await each, then await `finish`. In any case `end` it. */
export class TreeThread<What extends keyof TreeResults> {
  readonly #worker: Worker
  readonly #result = Promise.withResolvers<TreeResult>()
  #waiting = 0
  #room = Promise.withResolvers<void>()

  constructor(workerData: TreeToMake<What>) {
    this.#worker = new Worker(threadFile, { name: 'headwater-tree', workerData })
    // A close that fails awaits no result.
    this.#result.promise.catch(() => {})
    this.#worker.on('message', (answer: TreeThreadAnswer) => {
      if (answer !== 'taken') {
        if ('fault' in answer) this.#lost(new HeadwaterError(answer.fault))
        else this.#result.resolve(answer.result)
        return
      }
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
    if (this.#waiting >= waitingMax) await Promise.race([this.#room.promise, this.#result.promise])
  }

  /** @throws HeadwaterError `tree.empty`, `tree.tooLarge` */
  finish(): Promise<TreeResults[What]> {
    this.#worker.postMessage('finish' satisfies TreeThreadTask)
    return this.#result.promise as Promise<TreeResults[What]>
  }

  async end(): Promise<void> {
    await this.#worker.terminate()
  }

  #makeRoom(): void {
    this.#room.resolve()
    this.#room = Promise.withResolvers<void>()
  }

  #lost(error: unknown): void {
    this.#result.reject(error)
    this.#makeRoom()
  }
}
