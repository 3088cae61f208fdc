/**
 * Reads page by page. Each page is one call that can be repeated. A long read needs no more memory than a page, and a
 * reader that stops in the middle leaves no stream open.
 */
import {
  BACKWARDS,
  END,
  FORWARDS,
  type KurrentDBClient,
  type ResolvedEvent,
  START,
  StreamNotFoundError,
  streamNameFilter,
} from '@kurrent/kurrentdb-client'
import type { Position, ReadAllOptions, ReadStreamOptions, RecordedEvent, Revision } from '../port.ts'
import { fromPosition, toRecordedEvent } from './records.ts'
import { calling } from './retry.ts'

/** Events of one call. */
export const pageEventsMax = 500

/**
 * The part of a server's log that is ours: streams whose names begin with `prefix`. Their names are used without it.
 */
export interface View {
  readonly client: KurrentDBClient
  readonly prefix: string
  isOpen(): boolean
}

/** For reads that must see what was appended just before. */
const fromLeader = { requiresLeader: true } as const

/** −1 where the stream does not exist. */
export async function lastRevision(view: View, stream: string): Promise<number> {
  const [last] = await streamPage(view, stream, { backwards: true, from: undefined, count: 1 })
  return last?.revision ?? -1
}

/** Up to `count` events of a stream from a revision on. */
export function streamEvents(
  view: View,
  stream: string,
  from: Revision,
  count: number,
): Promise<RecordedEvent[]> {
  return streamPage(view, stream, { backwards: false, from, count })
}

export async function* readStreamPages(
  view: View,
  stream: string,
  { from, direction = 'forwards', limit = Number.POSITIVE_INFINITY }: ReadStreamOptions,
): AsyncGenerator<RecordedEvent> {
  const backwards = direction === 'backwards'
  // The end of a forward read is fixed when it starts. A backward read ends at revision 0.
  const last = backwards ? Number.POSITIVE_INFINITY : await lastRevision(view, stream)
  let next = from ?? (backwards ? undefined : 0)
  let left = backwards ? limit : Math.min(limit, last - next! + 1)
  while (left > 0 && (next ?? 0) >= 0 && view.isOpen()) {
    const count = Math.min(left, pageEventsMax)
    const page = await streamPage(view, stream, { backwards, from: next, count })
    yield* page
    if (page.length < count) return
    left -= page.length
    next = page.at(-1)!.revision + (backwards ? -1 : 1)
  }
}

interface StreamPage {
  readonly backwards: boolean
  /** Inclusive; undefined: from the end at which the direction begins. */
  readonly from: Revision | undefined
  readonly count: number
}

function streamPage(view: View, stream: string, { backwards, from, count }: StreamPage) {
  return calling(async () => {
    const events = view.client.readStream(view.prefix + stream, {
      ...fromLeader,
      direction: backwards ? BACKWARDS : FORWARDS,
      fromRevision: from === undefined ? (backwards ? END : START) : BigInt(from),
      maxCount: count,
    })
    try {
      return await collect(view, events)
    } catch (error) {
      if (error instanceof StreamNotFoundError) return []
      throw error
    }
  })
}

/** Position of our last event; 0 where there is none. */
export async function head(view: View): Promise<Position> {
  const [last] = await calling(() =>
    collect(
      view,
      view.client.readAll({
        ...fromLeader,
        direction: BACKWARDS,
        fromPosition: END,
        maxCount: 1,
        filter: streamNameFilter({ prefixes: [view.prefix] }),
      }),
    ),
  )
  return last?.position ?? 0
}

export async function* readAllPages(
  view: View,
  { after = 0, upTo, limit = Number.POSITIVE_INFINITY, streamPrefix = '' }: ReadAllOptions,
): AsyncGenerator<RecordedEvent> {
  const end = Math.min(upTo ?? Number.POSITIVE_INFINITY, await head(view))
  let position = after
  let left = limit
  while (left > 0 && position < end && view.isOpen()) {
    // A read begins with the event at the given position. One more event is read, and that one is dropped.
    const count = Math.min(left, pageEventsMax) + (position > 0 ? 1 : 0)
    const page = await allPage(view, position, count, streamPrefix)
    const events = page.filter((event) => event.position > position && event.position <= end)
    const wanted = events.slice(0, left)
    yield* wanted
    if (page.length < count || page.at(-1)!.position >= end) return
    left -= wanted.length
    position = page.at(-1)!.position
  }
}

function allPage(view: View, position: Position, count: number, streamPrefix: string) {
  return calling(() =>
    collect(
      view,
      view.client.readAll({
        ...fromLeader,
        direction: FORWARDS,
        fromPosition: position === 0 ? START : fromPosition(position),
        maxCount: count,
        filter: streamNameFilter({ prefixes: [view.prefix + streamPrefix] }),
      }),
    ),
  )
}

async function collect(
  { prefix }: View,
  events: AsyncIterable<Pick<ResolvedEvent, 'event'>>,
): Promise<RecordedEvent[]> {
  const page: RecordedEvent[] = []
  for await (const { event } of events) {
    // A link to a deleted event resolves to nothing. None of our events is a link.
    if (event !== undefined) page.push(toRecordedEvent(event, prefix))
  }
  return page
}
