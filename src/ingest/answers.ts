/** What senders ask of ingestion and what it answers: per event for a request, summed up for a stream. */
import { z } from 'zod'
import type { Actor } from '../base/actor.ts'
import { type Answer, count, timeText } from '../base/answers.ts'
import type { InputFormat } from '../decoding/formats/names.ts'
import type { Fault } from '../errors.ts'

export const fault = z
  .object({
    code: z.string().describe('Stable; see docs/errors.md'),
    message: z.string(),
    path: z.string().optional().describe('JSON pointer into the event'),
    data: z
      .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]))
      .optional(),
    fix: z.string().optional().describe('What to do in this case; otherwise docs/errors.md says it'),
  })
  .meta({ id: 'Fault' })

export const likeCall = z
  .object({
    source: z.string(),
    id: z.string(),
    by: z
      .enum(['call', 'providerCallId'])
      .describe('`call`: it has the same id, asset, time and amount; `providerCallId`: the same one'),
  })
  .meta({ id: 'LikeCall' })

export const suspectedCall = z
  .object({ line: z.number().int(), source: z.string(), id: z.string(), like: likeCall })
  .meta({ id: 'SuspectedCall' })

const callNamed = z.object({ source: z.string(), id: z.string(), time: timeText })

export const backdated = z
  .object({
    kind: z
      .enum(['fee', 'cost', 'release', 'rate', 'account'])
      .describe('What reaches back: a fee, a cost, a release, a rate or an account'),
    calls: count.describe('Calls recorded before it, and not settled yet, that it concerns'),
    first: callNamed.describe('The earliest of them'),
  })
  .meta({ id: 'Backdated' })

export const backdatedEvent = backdated
  .extend({ line: z.number().int(), event: z.object({ source: z.string(), id: z.string() }) })
  .meta({ id: 'BackdatedEvent' })

export const eventResult = z
  .object({
    id: z.string().nullable(),
    source: z.string().nullable(),
    status: z
      .enum(['accepted', 'duplicate', 'conflict', 'rejected', 'queued'])
      .describe('`queued`: durable in Kafka, and judged when a worker takes it in'),
    suspended: z.boolean().optional().describe('Accepted, but the asset or version is not known so far'),
    suspected: likeCall
      .optional()
      .describe('Accepted, but it may be this call, which was sent before under another name'),
    backdated: backdated.optional().describe('Accepted, and it reaches back over recorded calls'),
    fault: fault.optional(),
  })
  .meta({ id: 'EventResult' })

const names = {
  element: z.number().int().optional().describe('Index in the JSON array, from 0, where the input is one'),
  source: z.string().optional(),
  id: z.string().optional(),
}
/** Where a refused event is in its input, and its names as far as they can be read. */
const place = { line: z.number().int(), ...names, path: z.string() }

export const rejectedEvent = z
  // Fields that were added later come last.
  .object({ line: place.line, code: z.string(), path: place.path, message: z.string(), ...names })
  .meta({ id: 'RejectedEvent' })

export const refusedGroup = z
  .object({
    code: z.string(),
    count,
    fix: z.string().describe('What to do'),
    message: z.string().describe('Of the first'),
    first: z
      .array(
        z.object({
          ...place,
          message: z.string().optional().describe('Where it is another one than that of the first'),
          fix: z.string().optional().describe('The same'),
        }),
      )
      .describe('The first 5'),
  })
  .meta({ id: 'RefusedGroup' })

export const skippedGroup = z
  .object({
    reason: z.string(),
    count,
    firstLines: z.array(z.number().int()).describe('The first 5'),
    firstElements: z
      .array(z.number().int())
      .optional()
      .describe('Their indexes in the JSON array, where the input is one'),
  })
  .meta({ id: 'SkippedGroup' })

export const readingCount = z
  .object({
    reading: z
      .string()
      .describe(
        '`input includes cache reads, by total`: what was read as a part of what, and what decided it',
      ),
    count,
  })
  .meta({ id: 'ReadingCount' })

/** What answers say of a gateway's records beside the counts of events. */
export const recordsRead = {
  skippedByReason: z.array(skippedGroup).optional().describe('The same with lines'),
  readings: z
    .array(readingCount)
    .optional()
    .describe('Records of a gateway whose counts of tokens had several readings, by the one that was taken'),
}

export const ingestReport = z
  .object({
    accepted: count,
    duplicate: count,
    conflict: count,
    suspended: count.describe('Of the accepted: their asset or version is not known so far'),
    suspected: count
      .optional()
      .describe('Of the accepted: they may be calls that were sent before under other names'),
    suspectedCalls: z.array(suspectedCall).optional().describe('At most 100'),
    backdated: count
      .optional()
      .describe('Of the accepted: registry events that reach back over recorded calls'),
    backdatedEvents: z.array(backdatedEvent).optional().describe('At most 100'),
    rejected: z.array(rejectedEvent).describe('At most 1,000'),
    rejectedCount: count,
    refusedByCode: z
      .array(refusedGroup)
      .optional()
      .describe('Rejected events and conflicts by code, the most frequent first; left out if there are none'),
    movedAside: count
      .optional()
      .describe('Rows that a killed process left and that moved to the quarantine when ingestion started'),
    notKept: count
      .optional()
      .describe('Of the refused: not kept, because the refused list has as many as it may have'),
    queued: count
      .optional()
      .describe('Where events go through Kafka: durable there, and judged when a worker takes them in'),
    skipped: z
      .record(z.string(), count)
      .optional()
      .describe('Records of a gateway that bill nothing, by reason: failed calls, spans of agents and tools'),
    ...recordsRead,
    read: count.optional().describe('Events and skipped records: the sum of all counts'),
    format: z.string().optional().describe('The format in which the input was read'),
    dryRun: z.boolean().optional().describe('Nothing was recorded: the report says what would be'),
  })
  .meta({ id: 'IngestReport' })

export const replayReport = z
  .object({
    replayed: count.describe('Entries tried again'),
    accepted: count,
    duplicate: count,
    conflict: count,
    rejected: count.describe('Still refused; they stay in the list'),
    skipped: count.optional().describe('Records that bill nothing; they leave the list'),
    otherFormat: count
      .optional()
      .describe('Entries that do not look like the given format; they were not tried again'),
  })
  .meta({ id: 'ReplayReport' })

export type LikeCall = Answer<typeof likeCall>
export type Backdated = Answer<typeof backdated>
export type BackdatedEvent = Answer<typeof backdatedEvent>
export type SuspectedCall = Answer<typeof suspectedCall>
export type RejectedEvent = Answer<typeof rejectedEvent>
export type RefusedGroup = Answer<typeof refusedGroup>
export type SkippedGroup = Answer<typeof skippedGroup>
export type ReadingCount = Answer<typeof readingCount>
export type IngestReport = Answer<typeof ingestReport>
/** Result of one event of a request, in the order sent. */
export type EventResult = Omit<Answer<typeof eventResult>, 'fault'> & { readonly fault?: Fault }
export type ReplayReport = Answer<typeof replayReport>

/**
 * Which events the sender may send; the others are refused one by one, with `auth.scope` or `access.…`. Default: all.
 */
export interface EventPermissions {
  readonly calls: boolean
  readonly registry: boolean
  readonly bounds?: EventBounds | undefined
  /** Its events may have sources that begin with `chain:`. Only the source of a chain has this. */
  readonly chain?: true
}

/** Names, or beginnings of names with `*` at their end. A list that is left out sets no bound. */
export interface EventBounds {
  readonly sources?: readonly string[] | undefined
  readonly assets?: readonly string[] | undefined
  /** Of assets, by their payee ids. For registry events. */
  readonly owners?: readonly string[] | undefined
}

/** The sender of a request or a stream. */
export interface Sender {
  readonly allowed?: EventPermissions
  /** Who the audit names for registry events; default: the user of the process. */
  readonly actor?: Actor
  /** The trace that the events are part of, as W3C `traceparent`. */
  readonly traceparent?: string
}

interface SendOptions extends Sender {
  /** Default: found by looking at the bytes. */
  readonly format?: InputFormat
  /** What the input is called in reports: a file's name, `-`, a request id. */
  readonly origin: string
  /** CSV column mapping and defaults for gateway records; see docs/ingestion.md. */
  readonly mapping?: unknown
}

export interface IngestOptions extends SendOptions {
  readonly onProgress?: (progress: { readonly bytes: number; readonly events: number }) => void
  /** Judges everything and records nothing: no row, no event, no refused entry, no identity. */
  readonly dryRun?: boolean
}

export interface SubmitOptions extends SendOptions {
  /** A request with more events is refused whole, with `request.tooManyEvents`. Default: no limit. */
  readonly eventsMax?: number
  /** Bytes of a body that is packed, when it is unpacked. Default: `unpackedBytesMax`. */
  readonly bytesMax?: number
  /** Called once, where records of a gateway were skipped. */
  readonly onSkipped?: (skipped: readonly SkippedGroup[]) => void
  /** Called once, where counts of tokens had several readings. */
  readonly onReadings?: (readings: readonly ReadingCount[]) => void
}
