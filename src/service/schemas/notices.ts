/** What became of the notices of each webhook. */
import { z } from 'zod'
import { count, timeText } from '../../base/answers.ts'

const noticeNamed = {
  id: z.string().describe('The id of the CloudEvent'),
  kind: z.string().describe('E.g. epoch.closed; docs/notices.md has all'),
  at: timeText,
}

export const webhookStanding = z
  .object({
    webhook: z.string(),
    since: timeText.describe('What happened before is not sent'),
    last: z
      .object({ ...noticeNamed, attempts: count })
      .nullable()
      .describe('The last that was taken'),
    failing: z
      .object({ ...noticeNamed, why: z.string() })
      .nullable()
      .describe('The receiver does not take this one, so later ones wait; `at` is the first attempt'),
    givenUp: z
      .array(z.object({ ...noticeNamed, attempts: count, why: z.string() }))
      .describe('At most the last 100 of the last 10,000 notices'),
  })
  .meta({ id: 'WebhookStanding' })

export const webhookList = z.object({ items: z.array(webhookStanding) }).meta({ id: 'WebhookList' })

export const rewoundWebhook = z
  .object({ webhook: z.string(), epoch: z.number().int().positive() })
  .meta({ id: 'RewoundWebhook' })
