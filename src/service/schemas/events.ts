/** What became of events: per event over HTTP, summed up for a stream; and the refused ones. */
import { z } from 'zod'
import { count, nextCursor, timeText } from './common.ts'

export const fault = z
  .object({
    code: z.string().describe('Stable; see docs/errors.md'),
    message: z.string(),
    path: z.string().optional().describe('JSON pointer into the event'),
    data: z
      .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]))
      .optional(),
  })
  .meta({ id: 'Fault' })

export const eventResult = z
  .object({
    id: z.string().nullable(),
    source: z.string().nullable(),
    status: z
      .enum(['accepted', 'duplicate', 'conflict', 'rejected', 'queued'])
      .describe('`queued`: durable in Kafka, and judged when a worker takes it in'),
    suspended: z.boolean().optional().describe('Accepted, but the asset or version is not known so far'),
    fault: fault.optional(),
  })
  .meta({ id: 'EventResult' })

export const eventResults = z
  .object({
    accepted: count,
    duplicate: count,
    conflict: count,
    rejected: count,
    queued: count.optional().describe('Where events go through Kafka'),
    results: z.array(eventResult).describe('One for each event, in the order sent'),
  })
  .meta({ id: 'EventResults' })

export const rejectedEvent = z
  .object({ line: z.number().int(), code: z.string(), path: z.string(), message: z.string() })
  .meta({ id: 'RejectedEvent' })

export const ingestReport = z
  .object({
    accepted: count,
    duplicate: count,
    conflict: count,
    suspended: count.describe('Of the accepted: their asset or version is not known so far'),
    rejected: z.array(rejectedEvent).describe('At most 1,000'),
    rejectedCount: count,
    queued: count
      .optional()
      .describe('Where events go through Kafka: durable there, and judged when a worker takes them in'),
    skipped: z
      .record(z.string(), count)
      .optional()
      .describe('Records of a gateway that bill nothing, by reason: failed calls, spans of agents and tools'),
  })
  .meta({ id: 'IngestReport' })

export const refusedEvent = z
  .object({
    id: z.string(),
    origin: z.string(),
    format: z.string(),
    line: z.number().int(),
    code: z.string(),
    path: z.string(),
    message: z.string(),
    raw: z.string().describe('The event as it came, at most 1 MiB'),
    refusedAt: timeText,
  })
  .meta({ id: 'RefusedEvent' })

export const refusedPage = z
  .object({
    items: z.array(refusedEvent),
    total: count.describe('Open entries that the query names, over all pages'),
    next: nextCursor,
  })
  .meta({ id: 'RefusedPage' })

export const replayReport = z
  .object({
    replayed: count.describe('Entries tried again'),
    accepted: count,
    duplicate: count,
    conflict: count,
    rejected: count.describe('Still refused; they stay in the list'),
  })
  .meta({ id: 'ReplayReport' })
