/** Reads of the KurrentDB double: one stream or all, in both directions, filtered. Headwater uses no subscriptions. */
import { once } from 'node:events'
import type { ServerWritableStream } from '@grpc/grpc-js'
import type {
  ReadReq,
  ReadResp,
} from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_pb.js'
import type { DoubleLog, StoredRecord } from './log.ts'
import { shared, streams, text } from './protocol.ts'

type ReadCall = ServerWritableStream<ReadReq, ReadResp>

/** Ticks of 100 ns. */
const ticksPerMillisecond = 10_000n

export async function read(log: DoubleLog, call: ReadCall): Promise<void> {
  const options = call.request.getOptions()!
  const from = options.getStream()
  const records = from === undefined ? allRecords(log, options) : streamRecords(log, from, options)
  if (records === undefined) {
    const missing = new streams.ReadResp.StreamNotFound()
    missing.setStreamIdentifier(from!.getStreamIdentifier())
    const response = new streams.ReadResp()
    response.setStreamNotFound(missing)
    call.write(response)
  } else {
    let left = Number(options.getCount())
    for (const record of records) {
      if (left-- <= 0 || call.cancelled) break
      await send(call, record, options)
    }
  }
  call.end()
}

function streamRecords(
  log: DoubleLog,
  from: ReadReq.Options.StreamOptions,
  options: ReadReq.Options,
): readonly StoredRecord[] | undefined {
  const records = log.stream(text(from.getStreamIdentifier()!.getStreamName_asU8()))
  if (records.length === 0) return undefined
  const last = records.length - 1
  const first = from.hasRevision() ? Number(from.getRevision()) : from.hasEnd() ? last : 0
  return isBackwards(options) ? records.slice(0, first + 1).reverse() : records.slice(first)
}

function allRecords(log: DoubleLog, options: ReadReq.Options): readonly StoredRecord[] {
  const all = options.getAll()!
  const matching = log.records.filter(matcher(options))
  const at = all.hasPosition() ? Number(all.getPosition()!.getCommitPosition()) : undefined
  if (isBackwards(options)) {
    // Backwards, reading stops before the position: the record that begins there is not given.
    return matching.filter(({ position }) => at === undefined || position < at).reverse()
  }
  return all.hasEnd() ? [] : matching.filter(({ position }) => at === undefined || position >= at)
}

function matcher(options: ReadReq.Options): (record: StoredRecord) => boolean {
  const filter = options.getFilter()
  const byStream = filter?.getStreamIdentifier()
  const expression = byStream ?? filter?.getEventType()
  if (expression === undefined) return () => true
  const prefixes = expression.getPrefixList()
  const pattern = expression.getRegex() === '' ? undefined : new RegExp(expression.getRegex())
  return ({ stream, type }) => {
    const name = byStream === undefined ? type : stream
    return pattern?.test(name) ?? prefixes.some((prefix) => name.startsWith(prefix))
  }
}

function isBackwards(options: ReadReq.Options): boolean {
  return options.getReadDirection() === streams.ReadReq.Options.ReadDirection.BACKWARDS
}

/** Waits while the reader is slower than the writer. */
async function send(call: ReadCall, record: StoredRecord, options: ReadReq.Options): Promise<void> {
  const event = new streams.ReadResp.ReadEvent()
  event.setEvent(recorded(record, options.getUuidOption()?.hasStructured() ?? false))
  event.setCommitPosition(String(record.position))
  const response = new streams.ReadResp()
  response.setEvent(event)
  if (call.write(response) || call.cancelled) return
  const settled = new AbortController()
  const waits = ['drain', 'cancelled', 'close'].map((name) => once(call, name, { signal: settled.signal }))
  await Promise.race(waits).finally(() => {
    settled.abort()
    return Promise.allSettled(waits)
  })
}

function recorded(record: StoredRecord, structured: boolean): ReadResp.ReadEvent.RecordedEvent {
  const event = new streams.ReadResp.ReadEvent.RecordedEvent()
  const identifier = new shared.StreamIdentifier()
  identifier.setStreamName(Buffer.from(record.stream))
  event.setId(uuid(record.id, structured))
  event.setStreamIdentifier(identifier)
  event.setStreamRevision(String(record.revision))
  event.setCommitPosition(String(record.position))
  event.setPreparePosition(String(record.position))
  event.getMetadataMap().set('type', record.type)
  event.getMetadataMap().set('content-type', record.contentType)
  event.getMetadataMap().set('created', String(BigInt(record.createdMs) * ticksPerMillisecond))
  event.setCustomMetadata(record.metadata)
  event.setData(record.data)
  return event
}

function uuid(id: string, structured: boolean): InstanceType<typeof shared.UUID> {
  const message = new shared.UUID()
  if (structured) {
    const hex = id.replaceAll('-', '')
    const halves = new shared.UUID.Structured()
    halves.setMostSignificantBits(String(BigInt.asIntN(64, BigInt(`0x${hex.slice(0, 16)}`))))
    halves.setLeastSignificantBits(String(BigInt.asIntN(64, BigInt(`0x${hex.slice(16)}`))))
    message.setStructured(halves)
  } else {
    message.setString(id)
  }
  return message
}
