/** What a server shows while it runs. */
import { z } from 'zod'
import { count, timeText } from '../../base/answers.ts'
import { healthReport } from './operations.ts'

export const liveSnapshot = z
  .object({
    at: timeText,
    health: healthReport,
    taken: z
      .record(z.string(), count)
      .describe(
        'Events that this process took in since its start, by result: accepted, duplicate, conflict, rejected',
      ),
    receivedBytes: count,
    refusedByCode: z.record(z.string(), count).describe('Events that this process refused since its start'),
    sources: z
      .array(
        z.object({
          partition: z.string(),
          watermark: timeText.describe('Latest time of an event of it that is durable'),
        }),
      )
      .describe('Partitions that this process took events of since its start'),
    lag: z
      .array(z.object({ topic: z.string(), partition: z.string(), messages: count }))
      .describe('Of Kafka partitions that this process reads'),
    closing: z.string().nullable().describe('The stage in which a close is now; null where none runs'),
  })
  .meta({ id: 'LiveSnapshot' })
