/** How far each webhook was served, in the log, so that a server that starts continues there. */
import { fail } from '../errors.ts'
import type { EventStore, NewEvent, Position, RecordedEvent } from '../eventstore/port.ts'
import { failDamagedEvent } from '../log/damagedEvent.ts'
import { noticeDelivered, noticeFailed, noticeGivenUp, noticesRewound, webhookBegun } from '../log/notices.ts'
import { streams } from '../log/streams.ts'
import { append, appendNext, lastRevision } from './appendNext.ts'
import type { Place } from './happenings.ts'
import type { Notice } from './notice.ts'

type Events = Pick<EventStore, 'append' | 'readStream' | 'head'>

interface Standing {
  readonly place: Place
  /** The notice of which an attempt failed and that is not settled, and when the first attempt was. */
  readonly failing: { readonly id: string; readonly since: string } | undefined
}

export interface Deliveries {
  /** Where the webhook stands; a new one begins at the end of the log. */
  stand(): Promise<Standing>
  /** Whether its stream has events that this process did not read or write: it was rewound. */
  isMoved(): Promise<boolean>
  delivered(notice: Notice, attempts: number): Promise<void>
  failed(notice: Notice, why: string): Promise<void>
  givenUp(notice: Notice, attempts: number, why: string): Promise<void>
}

/** Every webhook that the log names, with the position after which its notices began. */
export async function begunWebhooks(events: Pick<EventStore, 'readStream'>): Promise<Map<string, Begun>> {
  const begun = new Map<string, Begun>()
  for await (const event of events.readStream(streams.webhooks)) {
    const { webhook, position } = webhookBegun.read(event)
    if (!begun.has(webhook)) begun.set(webhook, { position, since: event.recordedAt })
  }
  return begun
}

interface Begun {
  readonly position: Position
  readonly since: string
}

/**
 * @param newId makes ids of events
 * @throws HeadwaterError `notices.overtaken` where another process records for the same webhook
 */
export function openDeliveries(events: Events, webhook: string, newId: () => string): Deliveries {
  const stream = streams.notices(webhook)
  let revision = -1

  async function stand(): Promise<Standing> {
    let failing: Standing['failing']
    revision = -1
    for await (const event of events.readStream(stream, { direction: 'backwards' })) {
      revision = Math.max(revision, event.revision)
      const place = placeOf(event)
      if (place !== undefined) return { place, failing }
      failing = { id: noticeFailed.read(event).id, since: event.recordedAt }
    }
    return { place: { position: await begin() }, failing }
  }

  async function begin(): Promise<Position> {
    const known = (await begunWebhooks(events)).get(webhook)
    if (known !== undefined) return known.position
    const position = await events.head()
    await appendNext(events, streams.webhooks, webhookBegun.create(newId(), { webhook, position }))
    return position
  }

  async function record(event: NewEvent): Promise<void> {
    await append(events, stream, revision, event)
    revision++
  }

  return {
    stand,
    isMoved: async () => (await lastRevision(events, stream)) !== revision,
    delivered: (notice, attempts) => record(noticeDelivered.create(newId(), { ...sent(notice), attempts })),
    failed: (notice, why) => record(noticeFailed.create(newId(), { ...sent(notice), why })),
    givenUp: (notice, attempts, why) =>
      record(noticeGivenUp.create(newId(), { ...sent(notice), attempts, why })),
  }
}

/** Has the notices after the position sent again. A running server continues there when the notice at hand is settled. */
export async function rewind(
  events: Events,
  { webhook, position, id }: { readonly webhook: string; readonly position: Position; readonly id: string },
): Promise<void> {
  if (!(await begunWebhooks(events)).has(webhook))
    fail('notices.unknownWebhook', `The ledger sends to no webhook ${JSON.stringify(webhook.slice(0, 64))}.`)
  await appendNext(events, streams.notices(webhook), noticesRewound.create(id, { position }))
}

/** The place that an event moves to; undefined for one that moves none. */
function placeOf(event: RecordedEvent): Place | undefined {
  switch (event.type) {
    case noticeDelivered.type:
      return noticeDelivered.read(event)
    case noticeGivenUp.type:
      return noticeGivenUp.read(event)
    case noticesRewound.type:
      return noticesRewound.read(event)
    case noticeFailed.type:
      return undefined
    default:
      return failDamagedEvent(event, `${JSON.stringify(event.type)} is no event of notices`)
  }
}

function sent({ position, within, id, kind }: Notice) {
  return { position, within: [...within] as [number, string, string], id, kind }
}
