/**
 * Events about notices, which a server sends to webhooks. A webhook's stream says how far it was served: each event but
 * `NoticeFailed` moves the place from which the next notice is looked for.
 */
import { z } from 'zod'
import { OwnEvent } from './ownEvent.ts'

const count = z.int().nonnegative()

/** In the stream of webhooks: notices of what happened after the position are sent to it. */
export const webhookBegun = new OwnEvent('WebhookBegun', z.object({ webhook: z.string(), position: count }))

const sent = z.object({
  /** Position of the event that the notice is about. */
  position: count,
  /** Which of the notices about that event: they have an order (`notices/happenings.ts`). */
  within: z.tuple([z.int().nonnegative(), z.string(), z.string()]),
  id: z.string(),
  kind: z.string(),
})

/** The receiver took it. */
export const noticeDelivered = new OwnEvent('NoticeDelivered', sent.extend({ attempts: count }))

/** The first attempt failed; more follow. */
export const noticeFailed = new OwnEvent('NoticeFailed', sent.extend({ why: z.string() }))

/** Attempts failed for as long as the notices file allows, so the next notice is sent. */
export const noticeGivenUp = new OwnEvent('NoticeGivenUp', sent.extend({ attempts: count, why: z.string() }))

/** The operator had everything after the position sent again. */
export const noticesRewound = new OwnEvent('NoticesRewound', z.object({ position: count }))

/** More of the events of a window were refused than the notices file allows. */
export const refusedShareSeen = new OwnEvent(
  'RefusedShareSeen',
  z.object({
    from: z.string(),
    to: z.string(),
    events: count,
    refused: count,
    codes: z.array(z.object({ code: z.string(), refused: count })),
  }),
)
