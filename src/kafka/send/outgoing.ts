/**
 * Prepares events of an input for their topics. Each is judged by its shape and by its sender's scopes, as ingestion
 * does. The worker that reads it judges what needs the registry. A refused event is sent too, with its fault, so that
 * the worker lists it: there is one list. Only an event that the sender has no scope for is not sent.
 */

import { isMapped, type RecordFormat } from '../../decoding/formats/index.ts'
import type { MappedEvent } from '../../decoding/formats/mapped.ts'
import { eventBytesMax, rawCutBytes } from '../../decoding/limits.ts'
import type { RecordBlock } from '../../decoding/records/block.ts'
import { parseJson } from '../../decoding/records/json.ts'
import type { Fault } from '../../errors.ts'
import { faultOf } from '../../errors.ts'
import { type IdentitySpace, identityBytes, isRegistryEvent } from '../../events/index.ts'
import { type Bounds, boundsOf, isSenderFault } from '../../ingest/bounds.ts'
import { CallRow, callText } from '../../ingest/calls/callRow.ts'
import { FastCallReader } from '../../ingest/calls/fastCall.ts'
import { FastPricer } from '../../ingest/calls/fastPrice.ts'
import { PermissiveCache } from '../../ingest/calls/permissiveCache.ts'
import { mayHaveSource } from '../../ingest/chainSources.ts'
import { type CheckedEvent, checkFields, checkOwner } from '../../ingest/checkFields.ts'
import { readRecord } from '../../ingest/readParts.ts'
import { keccak256 } from '../../keccak/index.ts'
import type { EventPermissions } from '../../service/headwater.ts'

export type TopicRole = 'calls' | 'registry'

export interface OutgoingEvent {
  readonly topic: TopicRole
  /** Its partition follows from this: the same for the same identity, in every process. */
  readonly hash: number
  /** As it came; of a gateway's record the CloudEvent that it stands for. */
  readonly bytes: Buffer
  /** Why it is refused: the worker that reads the message lists it with this fault and does not judge it again. */
  readonly fault?: Fault
  /** Label of the format of a refused record, for a replay. */
  readonly format?: string
}

/** The immediate result of one event; `outgoing` is missing where the event is not sent. */
export interface SentEvent {
  readonly line: number
  readonly source?: string
  readonly id?: string
  readonly fault?: Fault
  readonly outgoing?: OutgoingEvent
  /** Send it only if the owner of this asset is one of the sender's. */
  readonly ownedAsset?: string
}

/** Undefined for an asset that is not registered. */
export type OwnerOf = (asset: string) => Promise<string | undefined>

export type ReadEvent =
  | { readonly skipped: string; readonly line: number }
  | { readonly reading: string; readonly line: number }
  | SentEvent

/** An event's identity, and the topic that it goes to. */
interface NamedEvent {
  readonly topic: TopicRole
  readonly source: string
  readonly id: string
}

export interface OutgoingLimits {
  /** Bytes of the largest event that a topic takes. */
  readonly eventBytesMax: Readonly<Record<TopicRole, number>>
}

/** The bytes of a record, and its line. */
interface Place {
  readonly bytes: Buffer
  readonly start: number
  readonly end: number
  readonly line: number
}

const noBytes = Buffer.alloc(0)

export class OutgoingReader {
  readonly #format: RecordFormat
  readonly #allowed: EventPermissions
  readonly #bounds: Bounds | undefined
  readonly #limits: OutgoingLimits
  readonly #fast = new FastCallReader()
  readonly #pricer = new FastPricer(new PermissiveCache())
  readonly #row = new CallRow()

  constructor(format: RecordFormat, allowed: EventPermissions, limits: OutgoingLimits) {
    this.#format = format
    this.#allowed = allowed
    this.#bounds = boundsOf(allowed.bounds)
    this.#limits = limits
  }

  /** Without `outgoing` where the owner of the event's asset is none of the sender's. */
  async judgeOwner(read: SentEvent, ownerOf: OwnerOf): Promise<SentEvent> {
    const { ownedAsset = '', outgoing: _, ...rest } = read
    const fault = checkOwner(ownedAsset, await ownerOf(ownedAsset), this.#allowed)
    return fault ? { ...rest, fault } : read
  }

  /** Every event of the block, in order. */
  *read(block: RecordBlock): Generator<ReadEvent> {
    const takesParts = isMapped(this.#format)
    for (let record = 0; record < block.count; record++) {
      if (takesParts) yield* this.#mapped(block, record)
      else yield this.#plain(block, record)
    }
  }

  /** What is left when the input has ended. */
  *end(): Generator<ReadEvent> {
    if (this.#format.end)
      yield* this.#events(this.#format.end(), { bytes: noBytes, start: 0, end: 0, line: 0 })
  }

  #plain({ bytes, starts, ends, lines, faults, utf8 }: RecordBlock, record: number): ReadEvent {
    const start = starts[record]!
    const end = ends[record]!
    const line = lines[record]!
    const raw = bytes.subarray(start, end)
    const fault = faults.get(record)
    if (fault) return this.#refused(line, raw, { fault })
    const row = this.#row
    const isCallSent =
      utf8 && this.#allowed.calls && this.#fast.read(bytes, start, end, row) && this.#pricer.price(row)
    if (isCallSent && mayHaveSource(row, this.#allowed) && (this.#bounds?.permitsCall(row) ?? true)) {
      const source = textOf(bytes, row, callText.source)
      return this.#queued(line, raw, { topic: 'calls', source, id: textOf(bytes, row, callText.id) })
    }
    try {
      return this.#judged(line, raw, checkFields(parseJson(bytes, start, end), this.#allowed))
    } catch (error) {
      return this.#refused(line, raw, { fault: faultOf(error) })
    }
  }

  *#mapped({ bytes, starts, ends, lines, faults }: RecordBlock, record: number): Generator<ReadEvent> {
    const place = { bytes, start: starts[record]!, end: ends[record]!, line: lines[record]! }
    const fault = faults.get(record)
    yield* this.#events(fault ? [{ fault }] : readRecord(this.#format, place), place)
  }

  *#events(events: Iterable<MappedEvent>, from: Place): Generator<ReadEvent> {
    for (const event of events) {
      const place = event.line === undefined ? from : { ...from, line: event.line }
      if ('event' in event && event.reading !== undefined) yield { reading: event.reading, line: place.line }
      if ('skipped' in event) {
        yield { skipped: event.skipped, line: place.line }
        continue
      }
      const own = event.raw ?? event.lateRaw?.()
      const raw = own === undefined ? place.bytes.subarray(place.start, place.end) : Buffer.from(own)
      if ('fault' in event) {
        const { fault, source, id } = event
        yield this.#refused(place.line, raw, {
          fault,
          ...(source !== undefined && { source }),
          ...(id !== undefined && { id }),
        })
      } else {
        const shaped = checkFields(event.event, this.#allowed, this.#format.label)
        // A record that can't become a CloudEvent is kept as the gateway wrote it.
        const written = 'event' in shaped ? Buffer.from(JSON.stringify(event.event)) : raw
        yield this.#judged(place.line, written, shaped)
      }
    }
  }

  #judged(line: number, raw: Buffer, shaped: CheckedEvent): ReadEvent {
    if ('fault' in shaped) return this.#refused(line, raw, shaped)
    const { event, ownedAsset } = shaped
    const { source, id } = event
    const queued = this.#queued(line, raw, {
      topic: isRegistryEvent(event) ? 'registry' : 'calls',
      source,
      id,
    })
    return ownedAsset === undefined ? queued : { ...queued, ownedAsset }
  }

  #queued(line: number, bytes: Buffer, { topic, source, id }: NamedEvent): ReadEvent {
    const bytesMax = this.#limits.eventBytesMax[topic]
    if (bytes.length > bytesMax) {
      const message = `The event has ${bytes.length} bytes; the topic takes at most ${bytesMax}.`
      return this.#refused(line, bytes, { fault: { code: 'kafka.eventTooLarge', message }, source, id })
    }
    return { line, source, id, outgoing: { topic, hash: identityHash(topic, source, id), bytes } }
  }

  #refused(line: number, raw: Buffer, shaped: Extract<CheckedEvent, { fault: Fault }>): ReadEvent {
    if (isSenderFault(shaped.fault)) return { line, ...shaped }
    const cut = raw.length > Math.min(eventBytesMax, this.#limits.eventBytesMax.calls)
    const bytes = cut ? raw.subarray(0, rawCutBytes) : raw
    const { fault } = shaped
    const kept = cut
      ? { ...fault, message: `${fault.message} Only the beginning of the record is kept.` }
      : fault
    // Its partition does not matter; the same bytes always go to the same one.
    const { label: format } = this.#format
    return { line, ...shaped, outgoing: { topic: 'calls', hash: hashOf(bytes), bytes, fault: kept, format } }
  }
}

const spaces: Readonly<Record<TopicRole, IdentitySpace>> = { calls: 'C', registry: 'R' }

/** 32 bits of the hash that names the event in the identity index too. */
export function identityHash(topic: TopicRole, source: string, id: string): number {
  return hashOf(identityBytes(spaces[topic], source, id))
}

function hashOf(bytes: Uint8Array): number {
  const hash = keccak256(bytes)
  return new DataView(hash.buffer, hash.byteOffset).getUint32(0)
}

function textOf(bytes: Buffer, { slices }: CallRow, text: number): string {
  return bytes.toString('utf8', slices[text * 2], slices[text * 2 + 1])
}
