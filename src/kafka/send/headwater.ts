/**
 * A `Headwater` whose events go through Kafka: what is sent to it is judged by its shape, sent on, and answered `queued`
 * once it is durable there; a worker takes it in. Everything else is answered as before.
 */

import { openBody, openStream } from '../../decoding/input/open.ts'
import { decode, decodeAll } from '../../decoding/records/decoder.ts'
import { checkRecordCount } from '../../decoding/requestLimit.ts'
import { fail, HeadwaterError } from '../../errors.ts'
import { ReadingCounts, SkippedGroups } from '../../ingest/batch/groups.ts'
import { everything, StreamTally } from '../../ingest/batch/submission.ts'
import { countBytes } from '../../ingest/countBytes.ts'
import { unpackedBytesMax } from '../../ingest/limits.ts'
import type { EventResult, Headwater, IngestOptions, SubmitOptions } from '../../service/headwater.ts'
import {
  type OutgoingEvent,
  OutgoingReader,
  type OwnerOf,
  type ReadEvent,
  type SentEvent,
} from './outgoing.ts'
import type { EventProducer, Flow } from './producer.ts'

/** A stream is sent in pieces of so many bytes, a few at a time: its memory does not grow with it. */
const pieceBytes = 1 << 20
const piecesMax = 4

export function throughKafka<Service extends Headwater>(
  headwater: Service,
  producer: EventProducer,
): Service {
  return {
    ...headwater,
    submit: (body, options) => submit({ producer, ownerOf: ownersIn(headwater) }, body, options),
    ingest: (chunks, options) => ingest({ producer, ownerOf: ownersIn(headwater) }, chunks, options),
  }
}

/** Where events go, and what is known of the assets that they are about. */
interface Target {
  readonly producer: EventProducer
  readonly ownerOf: OwnerOf
}

/** Each asset is looked up once. */
function ownersIn(headwater: Headwater): OwnerOf {
  const owners = new Map<string, string>()
  return async (asset) => {
    const known = owners.get(asset)
    if (known !== undefined) return known
    try {
      const { owner } = await headwater.asset(asset)
      owners.set(asset, owner)
      return owner
    } catch (error) {
      if (error instanceof HeadwaterError && error.code === 'asset.unknown') return undefined
      throw error
    }
  }
}

type Headers = Readonly<Record<string, string>>

/** The worker goes on with the trace. */
function headersOf({ traceparent }: IngestOptions | SubmitOptions): Headers {
  return traceparent === undefined ? {} : { traceparent }
}

async function submit(
  target: Target,
  body: Uint8Array,
  options: SubmitOptions,
): Promise<readonly EventResult[]> {
  const { format, body: unpacked } = openBody(body, options, options.bytesMax ?? unpackedBytesMax)
  if (options.eventsMax !== undefined) checkRecordCount(unpacked, format, options.eventsMax)
  const { producer } = target
  const reader = new OutgoingReader(format, options.allowed ?? everything, producer.limits)
  const results: EventResult[] = []
  const events: OutgoingEvent[] = []
  const skipped = new SkippedGroups()
  const readings = new ReadingCounts()
  const take = async (reads: Iterable<ReadEvent>) => {
    for (const read of reads) {
      if ('skipped' in read) skipped.add(read.skipped, read.line)
      else if ('reading' in read) readings.add(read.reading)
      else {
        const event = read.ownedAsset === undefined ? read : await reader.judgeOwner(read, target.ownerOf)
        results.push(resultOf(event))
        if (event.outgoing) events.push(event.outgoing)
      }
    }
  }
  for (const block of decodeAll(unpacked, format)) await take(reader.read(block))
  await take(reader.end())
  await producer.send(events, { headers: headersOf(options) })
  if (skipped.count > 0) options.onSkipped?.(skipped.list())
  if (readings.count > 0) options.onReadings?.(readings.list())
  return results
}

function resultOf({ source, id, fault }: SentEvent): EventResult {
  return {
    id: id ?? null,
    source: source ?? null,
    status: fault ? 'rejected' : 'queued',
    ...(fault && { fault }),
  }
}

async function ingest(
  target: Target,
  chunks: AsyncIterable<Uint8Array>,
  options: IngestOptions,
): ReturnType<Headwater['ingest']> {
  const { origin, allowed = everything, onProgress } = options
  if (options.dryRun)
    fail(
      'ingest.throughKafka',
      'Events go through Kafka, and only a worker can judge them: there is no dry run.',
    )
  const { producer } = target
  let bytes = 0
  const counted = countBytes(chunks, (count) => {
    bytes += count
  })
  const { format, chunks: unpacked } = await openStream(counted, options)
  const reader = new OutgoingReader(format, allowed, producer.limits)
  const tally = new StreamTally(origin, format.label, options)
  const sender = new PieceSender(producer, headersOf(options))
  let ordinal = 0
  let queued = 0
  const take = async (reads: Iterable<ReadEvent>) => {
    for (const read of reads) {
      if ('skipped' in read) {
        tally.skip(read.skipped, read.line)
        continue
      }
      if ('reading' in read) {
        tally.reading(read.reading)
        continue
      }
      ordinal++
      const { outgoing, fault, line, source, id } =
        read.ownedAsset === undefined ? read : await reader.judgeOwner(read, target.ownerOf)
      const names = { ...(source !== undefined && { source }), ...(id !== undefined && { id }) }
      if (fault) tally.outcome({ ordinal, line, ...names, status: 'rejected', fault })
      else queued++
      if (outgoing && sender.add(outgoing)) await sender.sendPiece()
    }
  }
  for await (const block of decode(unpacked, format)) {
    await take(reader.read(block))
    onProgress?.({ bytes, events: ordinal })
  }
  await take(reader.end())
  await sender.finish()
  const report = tally.report(() => true)
  return { ...report, queued, read: (report.read ?? 0) + queued }
}

class PieceSender {
  readonly #producer: EventProducer
  readonly #headers: Headers
  readonly #flow: Flow = {}
  readonly #sending = new Set<Promise<void>>()
  #events: OutgoingEvent[] = []
  #bytes = 0

  constructor(producer: EventProducer, headers: Headers) {
    this.#producer = producer
    this.#headers = headers
  }

  /** Whether there is a piece to send now. */
  add(event: OutgoingEvent): boolean {
    this.#events.push(event)
    this.#bytes += event.bytes.length
    return this.#bytes >= pieceBytes
  }

  async sendPiece(): Promise<void> {
    const events = this.#events
    const flow = this.#flow
    const headers = this.#headers
    const sending = this.#sending
    this.#events = []
    this.#bytes = 0
    await this.#producer.room()
    if (flow.failure) throw flow.failure
    // The flow holds the failure.
    const sent: Promise<void> = this.#producer
      .send(events, { flow, headers })
      .catch((error: Error) => {
        flow.failure ??= error
      })
      .finally(() => sending.delete(sent))
    sending.add(sent)
    if (sending.size >= piecesMax) await Promise.race(sending)
    if (flow.failure) throw flow.failure
  }

  async finish(): Promise<void> {
    await this.sendPiece()
    await Promise.all(this.#sending)
    if (this.#flow.failure) throw this.#flow.failure
  }
}
