/**
 * Ingestion: bytes of events in, durable rows and registry facts out, each event answered. The way of an event:
 * decoding/ cuts the input into records, formats/ turn a gateway's record into events, intake.ts judges one event,
 * calls/ read calls, batch/ gathers and commits them, pipeline.ts has batches follow each other.
 */

import { uuidV4 } from '../base/uuid.ts'
import { createFormat } from '../decoding/formats/index.ts'
import { checkRecordCount } from '../decoding/requestLimit.ts'
import type { EventStore } from '../eventstore/port.ts'
import type { IdentityIndex } from '../identities/port.ts'
import type { RegistryState } from '../registry/index.ts'
import { isResolvable } from '../registry/resolve.ts'
import type { RefusedStore } from '../usage/refused.ts'
import type { UsageWriter } from '../usage/writer.ts'
import type { EventResult, IngestOptions, IngestReport, ReplayReport, SubmitOptions } from './answers.ts'
import { commitBatch } from './batch/commit.ts'
import { RequestResults, StreamTally } from './batch/submission.ts'
import { LogFollower } from './catchUp/logFollower.ts'
import { type Recovery, recover } from './catchUp/recover.ts'
import { countBytes } from './countBytes.ts'
import { EventJudge } from './judge.ts'
import { batchRowsMax } from './limits.ts'
import { type IngestObserver, silentObserver } from './observer.ts'
import { type Feed, readBody, submitStream } from './readBody.ts'
import { type ReplayOptions, replayRefused } from './replayRefused.ts'
import { Pipeline } from './requests.ts'

export type { Recovery } from './catchUp/recover.ts'
export type { ReplayOptions } from './replayRefused.ts'

export interface IngesterDependencies {
  readonly events: EventStore
  readonly usage: UsageWriter
  readonly refused: RefusedStore
  readonly identities: IdentityIndex
  /** Whether others may write to the same log, an earlier life of this process too; default: no. */
  readonly shared?: boolean
  /** As the log has it; from now on the ingester alone changes it. */
  readonly registry: RegistryState
  readonly partition: string
  readonly randomBytes: (count: number) => Uint8Array
  readonly clock: () => Date
  /** Calls of one batch at most; default `batchRowsMax`. No answer depends on it. */
  readonly rowsMax?: number
  /** Called once, when ingestion stops for good: the registry in memory is ahead of the log, or the fence is lost. */
  readonly onStopped?: (cause: Error) => void
  readonly observer?: IngestObserver
}

export interface Ingester {
  /** To be called once before anything else. */
  recover(): Promise<Recovery>
  /**
   * Takes a stream of any length in constant memory; when it returns, all of it is durable and answered.
   * @throws HeadwaterError `mapping.malformed`, `ingest.stopped`, whatever the engines throw; then what was accepted
   *   before stays, and sending the same again counts nothing twice
   */
  ingestStream(chunks: AsyncIterable<Uint8Array>, options: IngestOptions): Promise<IngestReport>
  /** Takes one request; requests that wait together share a commit. One result for each event, in the order sent. */
  submit(body: Uint8Array, options: SubmitOptions): Promise<EventResult[]>
  /** Sends refused events through ingestion again, in the order in which they were refused. */
  replayRefused(options?: ReplayOptions): Promise<ReplayReport>
  /** What other processes recorded before the call is known when it resolves. */
  catchUp(): Promise<void>
  /** Everything taken so far is durable, or its senders know why not. */
  drain(): Promise<void>
  /** Runs `work` while nothing is taken in: the registry in memory is exactly what the log says then. */
  exclusively<Result>(work: () => Promise<Result>): Promise<Result>
  /** Why nothing is taken any more; the owner opens the log anew then. */
  readonly stopped: Error | undefined
}

const everything = { calls: true, registry: true }

export function createIngester(dependencies: IngesterDependencies): Ingester {
  const { registry, identities, randomBytes, observer = silentObserver } = dependencies
  const newEventId = () => uuidV4(randomBytes(16))
  const intake = new EventJudge({ registry, identities, newEventId })
  const follower = new LogFollower(dependencies)
  const commitDependencies = { ...dependencies, follower, cache: intake.cache, newEventId }
  let revision = -1
  const pipeline = new Pipeline({
    rowsMax: dependencies.rowsMax ?? batchRowsMax,
    commit: async (batch) => {
      if (await commitBatch(batch, revision + 1, commitDependencies)) revision++
      intake.indexed(batch)
    },
    onStopped: (cause) => dependencies.onStopped?.(cause),
  })
  const catchUp = async () => {
    // Own registry events are in the log first, so that another's are not taken for them.
    if (pipeline.hasFacts) await pipeline.flush()
    await follower.catchUp()
  }
  const feed: Feed = { intake, pipeline, ...(follower.shared && { catchUp }) }

  return {
    async recover() {
      const recovery = await recover({ ...dependencies, follower, newEventId })
      revision = recovery.revision
      return recovery
    },
    async ingestStream(chunks, options) {
      const format = createFormat(options.format ?? 'auto', options.mapping, options.origin)
      const { origin, allowed = everything, traceparent, onProgress } = options
      const tally = new StreamTally(origin, format.label, allowed, traceparent)
      await submitStream(
        feed,
        countBytes(chunks, (bytes) => observer.received(bytes)),
        format,
        tally,
        onProgress,
      )
      return tally.report((asset, version) => isResolvable(registry, asset, version))
    },
    async submit(body, options) {
      const format = createFormat(options.format ?? 'auto', options.mapping, options.origin)
      if (options.eventsMax !== undefined) checkRecordCount(body, format, options.eventsMax)
      const { origin, allowed = everything, traceparent } = options
      const results = new RequestResults(origin, format.label, allowed, traceparent)
      observer.received(body.length)
      await readBody(feed, body, format, results)
      return results.results
    },
    replayRefused: (options = {}) => replayRefused(feed, dependencies.refused, options),
    catchUp,
    drain: () => pipeline.flush(),
    exclusively: (work) => pipeline.exclusively(work),
    get stopped() {
      return pipeline.stopped
    },
  }
}
