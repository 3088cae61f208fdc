/** Writes layers into the store in a thread, while the registry goes on. The thread starts with the first one. */
import { Worker } from 'node:worker_threads'
import { type Fault, HeadwaterError } from '../errors.ts'
import type { LayerRows } from './rows.ts'
import { sentRows } from './sentRows.ts'

/** The answer of the thread to rows: what has failed, if anything has. */
export type SaverAnswer = { readonly fault?: Fault }

/** The same file in the sources and in the package. */
const threadFile = new URL(
  import.meta.url.endsWith('.ts') ? './saverThread.ts' : './saverThread.js',
  import.meta.url,
)

/** Rows live until they are written, so more room for what is short-lived would only fill up. */
const resourceLimits = { maxYoungGenerationSizeMb: 12 }

export class Saver {
  readonly #path: string
  #worker: Worker | undefined
  #pending: PromiseWithResolvers<void> | undefined
  #isClosed = false

  /** @param path of the store, which exists */
  constructor(path: string) {
    this.#path = path
  }

  /**
   * Resolves when the rows are in the store. Call it when the rows before are there.
   * @throws HeadwaterError `data.diskFull`, `data.unwritable`, `data.damaged`
   */
  write(rows: LayerRows): Promise<void> {
    const pending = Promise.withResolvers<void>()
    this.#pending = pending
    try {
      this.#worker ??= this.#start()
      // A thread that has work keeps the process running; an idle one does not.
      this.#worker.ref()
      this.#worker.postMessage(sentRows(rows))
    } catch (error) {
      // Where the machine has no thread left, or no memory.
      this.#settle(unwritable(this.#path, (error as Error).message, error))
    }
    return pending.promise
  }

  /** What is on its way may be lost. */
  async close(): Promise<void> {
    this.#isClosed = true
    await this.#worker?.terminate()
  }

  #start(): Worker {
    const worker = new Worker(threadFile, {
      workerData: this.#path,
      name: 'headwater-registry',
      resourceLimits,
    })
    worker.on('message', ({ fault }: SaverAnswer) => {
      // The end of a thread has to be waited for: an answer may still come before it.
      if (!this.#isClosed) worker.unref()
      this.#settle(fault && new HeadwaterError(fault))
    })
    let cause: unknown
    worker.on('error', (error) => {
      cause = error
    })
    worker.on('exit', (code) => {
      this.#worker = undefined
      const why = cause instanceof Error ? cause.message : `the thread that writes it ended with code ${code}`
      this.#settle(unwritable(this.#path, why, cause))
    })
    return worker
  }

  #settle(error?: HeadwaterError): void {
    const pending = this.#pending
    this.#pending = undefined
    if (error === undefined) pending?.resolve()
    else pending?.reject(error)
  }
}

function unwritable(path: string, why: string, cause?: unknown): HeadwaterError {
  const message = `The registry store ${path} can't be written: ${why}.`
  return new HeadwaterError({ code: 'data.unwritable', message }, { cause })
}
