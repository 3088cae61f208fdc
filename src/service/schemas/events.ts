/** Results of events: one for each event of a request, a sum for a stream; and refused events. */
import { z } from 'zod'
import { count, nextCursor, timeText } from '../../base/answers.ts'
import { eventResult, recordsRead } from '../../ingest/answers.ts'

export {
  backdated,
  backdatedEvent,
  eventResult,
  fault,
  ingestReport,
  likeCall,
  readingCount,
  refusedGroup,
  rejectedEvent,
  replayReport,
  skippedGroup,
  suspectedCall,
} from '../../ingest/answers.ts'

export const eventResults = z
  .object({
    accepted: count,
    duplicate: count,
    conflict: count,
    rejected: count,
    suspected: count
      .optional()
      .describe('Of the accepted: they may be calls that were sent before under other names'),
    backdated: count
      .optional()
      .describe('Of the accepted: registry events that reach back over recorded calls'),
    queued: count.optional().describe('Where events go through Kafka'),
    skipped: z
      .record(z.string(), count)
      .optional()
      .describe('Records of a gateway that bill nothing, by reason; they have no result'),
    ...recordsRead,
    results: z.array(eventResult).describe('One for each event, in the order sent'),
  })
  .meta({ id: 'EventResults' })

export const refusedEvent = z
  .object({
    id: z.string(),
    origin: z.string(),
    format: z.string(),
    line: z.number().int(),
    element: z.number().int().optional().describe('Index in the JSON array, from 0, where the input was one'),
    source: z.string().optional().describe('`source` of the event, where it can be read'),
    eventId: z.string().optional().describe('`id` of the event, where it can be read'),
    code: z.string(),
    path: z.string(),
    message: z.string(),
    raw: z.string().describe('The event as it came, at most 1 MiB'),
    refusedAt: timeText,
  })
  .meta({ id: 'RefusedEvent' })

export const refusedLosses = z
  .object({
    notKept: count.describe('Refused while the list was full'),
    dismissed: count.describe('Removed from the list by a person'),
    expired: count.describe('Removed because they were older than the retention'),
  })
  .describe('Entries that are gone without having been accepted, ever')
  .meta({ id: 'RefusedLosses' })

export const dismissReport = z
  .object({ dismissed: count, left: count.describe('Open entries that are left in the list') })
  .meta({ id: 'DismissReport' })

export const refusedPage = z
  .object({
    items: z.array(refusedEvent),
    total: count.describe('Open entries that the query names, over all pages'),
    lost: refusedLosses.optional(),
    codes: z
      .array(z.object({ code: z.string(), events: count }))
      .optional()
      .describe('All open entries by code; on the first page only'),
    next: nextCursor,
  })
  .meta({ id: 'RefusedPage' })
