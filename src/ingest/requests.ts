/**
 * Requests and files together are one source of the writer. Their events go into the open batch as they arrive, so
 * requests that arrive together share a commit, and a stream is read while an earlier batch becomes durable. Each
 * sender gets its answer once its events are durable.
 */

import { openBody, openStream } from '../decoding/input/open.ts'
import { checkRecordCount } from '../decoding/requestLimit.ts'
import { isResolvable } from '../registry/index.ts'
import type { RefusedStore } from '../usage/refused.ts'
import { createSpanMemory, type SpanStore } from '../usage/spans.ts'
import type { EventResult, IngestOptions, IngestReport, ReplayReport, SubmitOptions } from './answers.ts'
import { RequestResults, StreamTally } from './batch/submission.ts'
import { countBytes } from './countBytes.ts'
import { unpackedBytesMax } from './limits.ts'
import { type BodyTarget, readBody, submitStream } from './readBody.ts'
import { type ReplayOptions, replayHeld, replayRefused } from './replayRefused.ts'
import type { TakenPartition, WriterSource } from './source.ts'
import { TraceRule } from './traces/traceRule.ts'
import type { Writer } from './writer.ts'

interface RequestStores {
  readonly refused: RefusedStore
  /** Default: spans are remembered while the process runs. */
  readonly spans?: SpanStore
}

/** Takes over the partition for the requests of this process. @throws the engines' errors */
export async function openRequests(
  writer: Writer,
  { partition: name, ...stores }: RequestStores & { readonly partition: string },
): Promise<Requests> {
  const partition = await writer.exclusively(() => writer.takeOver(name))
  return new Requests(writer, partition, stores)
}

export class Requests implements WriterSource {
  readonly partition: TakenPartition
  readonly #writer: Writer
  readonly #refused: RefusedStore
  readonly #target: BodyTarget
  #toldMoved = false

  constructor(
    writer: Writer,
    partition: TakenPartition,
    { refused, spans = createSpanMemory() }: RequestStores,
  ) {
    this.#writer = writer
    this.partition = partition
    this.#refused = refused
    const { identities, shared } = writer
    const traces = new TraceRule({
      spans,
      identities,
      shared,
      catchUp: () => writer.catchUp(),
      drain: () => writer.drain(),
    })
    this.#target = { writer, source: this, refused, traces }
  }

  /**
   * Takes a stream of any length in constant memory. All of it is durable when it returns.
   * @throws HeadwaterError `mapping.malformed`, `ingest.stopped`, and the engines' errors. What was accepted before
   *   stays, and sending the same again counts nothing twice.
   */
  async ingestStream(chunks: AsyncIterable<Uint8Array>, options: IngestOptions): Promise<IngestReport> {
    const { observer, registry } = this.#writer
    const { origin, onProgress } = options
    let bytes = 0
    const counted = countBytes(chunks, (count) => {
      bytes += count
      observer.received(count)
    })
    const { format, chunks: unpacked } = await openStream(counted, options)
    const tally = new StreamTally(origin, format.label, options)
    const decided = await submitStream(this.#target, unpacked, {
      format,
      tally,
      bytesRead: () => bytes,
      onProgress,
    })
    await this.#replayHeld(decided)
    const report = tally.report((asset, version) => isResolvable(registry, asset, version))
    return { ...report, ...this.#movedAside() }
  }

  /** Told once, by the first report after the start. */
  #movedAside(): Pick<IngestReport, 'movedAside'> {
    if (this.#toldMoved || this.partition.movedRows === 0) return {}
    this.#toldMoved = true
    return { movedAside: this.partition.movedRows }
  }

  /** Takes one request. Returns one result for each event, in the order sent. */
  async submit(body: Uint8Array, options: SubmitOptions): Promise<EventResult[]> {
    const { format, body: unpacked } = openBody(body, options, options.bytesMax ?? unpackedBytesMax)
    if (options.eventsMax !== undefined) checkRecordCount(unpacked, format, options.eventsMax)
    const results = new RequestResults(options.origin, format.label, options)
    this.#writer.observer.received(body.length)
    await this.#replayHeld(await readBody(this.#target, unpacked, format, results))
    if (results.skipped.count > 0) options.onSkipped?.(results.skipped.list())
    if (results.readings.count > 0) options.onReadings?.(results.readings.list())
    return results.results
  }

  /** Spans that were held may be decided now. */
  async #replayHeld(identities: Uint8Array): Promise<void> {
    if (identities.length > 0) await replayHeld(this.#target, this.#refused, identities)
  }

  /** Sends refused events through ingestion again, in the order in which they were refused. */
  replayRefused(options: ReplayOptions = {}): Promise<ReplayReport> {
    return replayRefused(this.#target, this.#refused, options)
  }
}
