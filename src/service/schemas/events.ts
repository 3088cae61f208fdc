/** Results of events: one for each event of a request, a sum for a stream; and refused events. */
import { z } from 'zod'
import { count, nextCursor, timeText } from '../../base/answers.ts'
import { eventResult, skippedGroup } from '../../ingest/answers.ts'

export {
  eventResult,
  fault,
  ingestReport,
  likeCall,
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
    queued: count.optional().describe('Where events go through Kafka'),
    skippedByReason: z
      .array(skippedGroup)
      .optional()
      .describe('Records of a gateway that bill nothing; they have no result'),
    results: z.array(eventResult).describe('One for each event, in the order sent'),
  })
  .meta({ id: 'EventResults' })

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
