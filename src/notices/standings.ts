/** What became of the notices of each webhook, from the log alone. */
import { compareUtf8 } from '../base/utf8.ts'
import type { EventStore } from '../eventstore/port.ts'
import { noticeDelivered, noticeFailed, noticeGivenUp } from '../log/notices.ts'
import { streams } from '../log/streams.ts'
import type { WebhookStanding } from '../service/noticing.ts'
import { begunWebhooks } from './deliveries.ts'

const eventsMax = 10_000
const givenUpMax = 100

type Events = Pick<EventStore, 'readStream'>
type GivenUp = WebhookStanding['givenUp'][number]

export async function standings(events: Events): Promise<readonly WebhookStanding[]> {
  const begun = [...(await begunWebhooks(events))].sort(([left], [right]) => compareUtf8(left, right))
  const found: WebhookStanding[] = []
  for (const [webhook, { since }] of begun)
    found.push({ webhook, since, ...(await outcomes(events, webhook)) })
  return found
}

async function outcomes(
  events: Events,
  webhook: string,
): Promise<Omit<WebhookStanding, 'webhook' | 'since'>> {
  let last: WebhookStanding['last'] = null
  let failing: WebhookStanding['failing'] = null
  let first = true
  const givenUp: GivenUp[] = []
  const read = { direction: 'backwards', limit: eventsMax } as const
  for await (const event of events.readStream(streams.notices(webhook), read)) {
    const at = event.recordedAt
    if (event.type === noticeDelivered.type) {
      const { id, kind, attempts } = noticeDelivered.read(event)
      last ??= { id, kind, at, attempts }
    } else if (event.type === noticeGivenUp.type) {
      const { id, kind, attempts, why } = noticeGivenUp.read(event)
      if (givenUp.length < givenUpMax) givenUp.push({ id, kind, at, attempts, why })
    } else if (event.type === noticeFailed.type && first) {
      const { id, kind, why } = noticeFailed.read(event)
      failing = { id, kind, at, why }
    }
    first = false
  }
  return { last, failing, givenUp }
}
