/**
 * The one place where events wait: senders fill the open batch while the batch before it becomes durable, and batches
 * become durable one after the other. So a busy stream parses while the disk works, and requests that arrive together
 * share one commit.
 */
import { fail, HeadwaterError } from '../errors.ts'
import { OpenBatch } from './batch/openBatch.ts'

interface PipelineOptions {
  readonly rowsMax: number
  /** Makes the batch durable. */
  readonly commit: (batch: OpenBatch) => Promise<void>
  /** Called once, when the registry in memory is ahead of the log, or the log belongs to another writer. */
  readonly onStopped: (cause: Error) => void
}

export class Pipeline {
  private readonly options: PipelineOptions
  private open: OpenBatch
  /** Resolves when the batch now open has been committed, or has failed. */
  private openDone = Promise.withResolvers<void>()
  private readonly spare: OpenBatch[] = []
  private committing: Promise<void> | undefined
  private committingFacts = false
  private gate: Promise<void> | undefined
  private stopCause: Error | undefined

  constructor(options: PipelineOptions) {
    this.options = options
    this.open = new OpenBatch(options.rowsMax)
  }

  /** Why nothing is taken any more. */
  get stopped(): Error | undefined {
    return this.stopCause
  }

  /** Whether registry events wait or are on their way, which the log does not have yet. */
  get hasFacts(): boolean {
    return this.committingFacts || this.open.facts.length > 0
  }

  /**
   * The open batch if it has room now. To be filled before the next `await`: at any other moment another sender may
   * seal it. That is why it is not handed out by a promise, which its receiver gets to see a moment after it resolved.
   */
  batchNow(): OpenBatch | undefined {
    if (this.stopCause) failStopped(this.stopCause)
    return this.gate || this.open.full ? undefined : this.open
  }

  /** Waits for what stands in the way of room; ask again then. */
  async room(): Promise<void> {
    if (this.gate) await this.gate
    else if (this.open.full) await this.seal()
  }

  /** Everything taken so far is durable, or its senders were told why not. */
  async flush(): Promise<void> {
    // Batches follow each other, so the open one is the last that matters; those that others fill later are not ours.
    const done = this.open.empty ? this.committing : this.openDone.promise
    await this.seal()
    await done
  }

  /** Runs `work` while no event is taken and none waits: the registry and the log say the same then. */
  async exclusively<Result>(work: () => Promise<Result>): Promise<Result> {
    while (this.gate) await this.gate
    let release = () => {}
    this.gate = new Promise((resolve) => {
      release = resolve
    })
    try {
      await this.flush()
      if (this.stopCause) failStopped(this.stopCause)
      return await work()
    } finally {
      this.gate = undefined
      release()
    }
  }

  /** Starts to commit the open batch, once the one before is done. */
  private async seal(): Promise<void> {
    const sealed = this.open
    // Whoever comes first seals it; the others have nothing left to do.
    while (this.committing && this.open === sealed) await this.committing
    if (this.open !== sealed || sealed.empty) return
    const done = this.openDone
    this.open = this.spare.pop() ?? new OpenBatch(this.options.rowsMax)
    this.openDone = Promise.withResolvers()
    this.committingFacts = sealed.facts.length > 0
    this.committing = this.run(sealed).finally(() => {
      this.committing = undefined
      this.committingFacts = false
      done.resolve()
    })
  }

  /** Never rejects: the senders of the batch learn of a failure from their submission. */
  private async run(batch: OpenBatch): Promise<void> {
    try {
      if (this.stopCause) failStopped(this.stopCause)
      await this.options.commit(batch)
    } catch (error) {
      this.failed(batch, error as Error)
    }
    batch.clear()
    this.spare.push(batch)
  }

  private failed(batch: OpenBatch, cause: Error): void {
    for (const submission of batch.submissions) submission.failure ??= cause
    // Facts are applied before they are durable, and a lost fence or an unknown append leaves the log in doubt.
    const code = cause instanceof HeadwaterError ? cause.code : undefined
    const inDoubt = code === undefined || code.startsWith('eventstore.')
    if (this.stopCause || !(inDoubt || batch.facts.length > 0 || this.open.facts.length > 0)) return
    this.stopCause = cause
    this.options.onStopped(cause)
  }
}

function failStopped(cause: Error): never {
  fail('ingest.stopped', `Ingestion has stopped and must be opened anew: ${cause.message}`)
}
