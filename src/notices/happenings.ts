/** Finds in the log what webhooks get notices of, and makes them, in the order of the log. */
import { compareUtf8 } from '../base/utf8.ts'
import type { NoticeKind, Webhook } from '../config/noticesFile.ts'
import { HeadwaterError } from '../errors.ts'
import type { EventStore, Position, RecordedEvent } from '../eventstore/port.ts'
import { refusedShareSeen } from '../log/notices.ts'
import { rootActivated } from '../log/publication/rootActivated.ts'
import { streams } from '../log/streams.ts'
import type { Headwater } from '../service/headwater.ts'
import type { Notice, Within } from './notice.ts'

/** What notices are made from. */
export interface NoticeSource {
  readonly events: Pick<EventStore, 'readAll' | 'head'>
  readonly headwater: Pick<Headwater, 'epoch' | 'statement' | 'owed' | 'publications'>
}

/** A place between two notices. Without `within`: after all notices about the event at the position. */
export interface Place {
  readonly position: Position
  readonly within?: Within
}

type Wanted = Pick<Webhook, 'kinds' | 'payees'>
/** A notice without what every notice about the same event shares. */
type Draft = Omit<Notice, 'position' | 'time'>

/** The order of notices about one closed epoch. */
const steps = { 'epoch.closed': 0, 'statement.ready': 1, 'balance.owed': 2 } as const
const whole: Within = [0, '', '']

/** Events that notices are about are few, so a round holds all that are new. */
const prefixes = [streams.epochs, streams.publicationPrefix, streams.refusedShares]

/** Notices after the place about events up to `upTo`. */
export async function* noticesAfter(
  source: NoticeSource,
  wanted: Wanted,
  after: Place,
  upTo: Position,
): AsyncGenerator<Notice> {
  for (const event of await newEvents(source, after, upTo)) {
    for await (const draft of draftsOf(source, wanted, event)) {
      if (!wanted.kinds.includes(draft.kind)) continue
      const isDone =
        event.position === after.position && after.within && compare(draft.within, after.within) <= 0
      if (!isDone) yield { ...draft, position: event.position, time: event.recordedAt }
    }
  }
}

async function newEvents({ events }: NoticeSource, { position, within }: Place, upTo: Position) {
  const first = within === undefined ? position : position - 1
  const found: RecordedEvent[] = []
  for (const streamPrefix of prefixes)
    for await (const event of events.readAll({ after: first, upTo, streamPrefix })) found.push(event)
  return found.sort((left, right) => left.position - right.position)
}

function draftsOf(source: NoticeSource, wanted: Wanted, event: RecordedEvent): AsyncIterable<Draft> {
  const isOfPublication = event.stream.startsWith(streams.publicationPrefix)
  if (event.stream === streams.epochs) return ofEpoch(source, wanted, event.revision + 1)
  if (event.stream === streams.refusedShares) return ofRefusedShare(event)
  if (isOfPublication && event.type === rootActivated.type) return ofRoot(source, event)
  return nothing()
}

async function* nothing(): AsyncGenerator<Draft> {}

async function* ofEpoch(source: NoticeSource, wanted: Wanted, epoch: number): AsyncGenerator<Draft> {
  const wants = (kind: NoticeKind) => wanted.kinds.includes(kind)
  if (wants('epoch.closed')) {
    const data = await source.headwater.epoch(epoch)
    yield { id: `epoch.closed:${epoch}`, kind: 'epoch.closed', within: whole, data: { ...data } }
  }
  if (wants('statement.ready')) {
    if (wanted.payees === undefined) yield allStatements(epoch)
    else yield* statementsOf(source, wanted.payees, epoch)
  }
  if (wants('balance.owed')) yield* owedAfter(source, wanted.payees, epoch)
}

function allStatements(epoch: number): Draft {
  const data = { epoch, statements: `v1/epochs/${epoch}/statements` }
  const within: Within = [steps['statement.ready'], '', '']
  return { id: `statement.ready:${epoch}`, kind: 'statement.ready', within, data }
}

async function* statementsOf(
  { headwater }: NoticeSource,
  payees: readonly string[],
  epoch: number,
): AsyncGenerator<Draft> {
  for (const payee of inOrder(payees)) {
    const found = await unlessUnknown(headwater.statement(payee, epoch))
    const currencies = (found?.currencies ?? []).map(
      ({ currency, broughtForward, earned, paid, carried, held }) => ({
        ...{ currency, broughtForward, earned, paid, carried, held },
      }),
    )
    if (currencies.length === 0) continue
    const statement = `v1/payees/${encodeURIComponent(payee)}/statements?epoch=${epoch}`
    yield {
      id: `statement.ready:${epoch}:${payee}`,
      kind: 'statement.ready',
      within: [steps['statement.ready'], payee, ''],
      data: { epoch, payee, currencies, statement },
    }
  }
}

/** Balances below 0 after the last closed epoch, which may be a later one than the notice is about. */
async function* owedAfter(
  { headwater }: NoticeSource,
  payees: readonly string[] | undefined,
  epoch: number,
): AsyncGenerator<Draft> {
  for (const payee of payees === undefined ? [undefined] : inOrder(payees)) {
    let cursor: string | null | undefined
    do {
      const query = { ...(payee !== undefined && { payee }), ...(cursor && { cursor }) }
      const page = await unlessUnknown(headwater.owed(query))
      for (const { payee: of, currency, owed } of page?.items ?? []) {
        yield {
          id: `balance.owed:${epoch}:${of}:${currency}`,
          kind: 'balance.owed',
          within: [steps['balance.owed'], of, currency],
          data: { epoch, payee: of, currency, owed },
        }
      }
      cursor = page?.next
    } while (cursor)
  }
}

/** A webhook may name a payee before the ledger knows it. */
async function unlessUnknown<Answer>(asked: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await asked
  } catch (error) {
    if (error instanceof HeadwaterError && error.code === 'payee.unknown') return undefined
    throw error
  }
}

async function* ofRoot({ headwater }: NoticeSource, event: RecordedEvent): AsyncGenerator<Draft> {
  const { index, block } = rootActivated.read(event)
  const { items } = await headwater.publications()
  const of = items.find(({ chain, distributor }) => streams.publication(chain, distributor) === event.stream)
  const root = of?.roots.find((one) => one.index === index)
  if (of === undefined || root === undefined) return
  const { chain, distributor } = of
  yield {
    id: `root.active:${chain}:${distributor}:${index}`,
    kind: 'root.active',
    within: whole,
    data: { chain, distributor, index, block, epoch: root.epoch, root: root.root },
  }
}

async function* ofRefusedShare(event: RecordedEvent): AsyncGenerator<Draft> {
  const data = refusedShareSeen.read(event)
  yield { id: `refused.share:${event.revision}`, kind: 'refused.share', within: whole, data }
}

function inOrder(payees: readonly string[]): readonly string[] {
  return [...new Set(payees)].sort(compareUtf8)
}

function compare(left: Within, right: Within): number {
  return left[0] - right[0] || compareUtf8(left[1], right[1]) || compareUtf8(left[2], right[2])
}
