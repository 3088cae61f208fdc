/** Closed epochs, read from the log. */
import { fail } from '../errors.ts'
import type { EventStore, Position } from '../eventstore/port.ts'
import { createRebuiltLog, withBooks } from './booksRebuilt.ts'
import { failDamagedEvent } from './damagedEvent.ts'
import type { ClosedEpoch } from './epochClosed.ts'
import { requireNext } from './readWhole.ts'
import { readClosedEpoch } from './rowsExcluded.ts'
import { streams } from './streams.ts'

export interface EpochLog {
  /**
   * All closed epochs in order. Reads only events that are new since the last call.
   * @throws HeadwaterError `data.damaged` where one is missing
   */
  list(): Promise<readonly ClosedEpoch[]>
  /** @throws HeadwaterError `epoch.unknown` */
  get(epoch: number): Promise<ClosedEpoch>
  /** @throws HeadwaterError `epoch.none` */
  last(): Promise<ClosedEpoch>
}

export function createEpochLog(events: EventStore): EpochLog {
  const known: ClosedEpoch[] = []
  const rebuilt = createRebuiltLog(events)
  /** Where the log ended before it was read last; undefined where only the engine knows. */
  let readTo: Position | undefined

  async function list(): Promise<readonly ClosedEpoch[]> {
    const head = events.headNow?.()
    if (head === undefined || head !== readTo) await readOn()
    readTo = head
    return known
  }

  async function readOn(): Promise<void> {
    // Read first, so that every epoch that it names is read after it.
    const books = await rebuilt.read()
    for await (const event of events.readStream(streams.epochs, { from: known.length })) {
      // Two reads may run at once; each event counts once.
      if (event.revision < known.length) continue
      requireNext(event, known.length)
      const closed = await readClosedEpoch(events, event)
      // Another read may have gone on meanwhile.
      if (event.revision < known.length) continue
      if (closed.epoch !== event.revision + 1)
        failDamagedEvent(event, `it closes epoch ${closed.epoch} in the place of epoch ${event.revision + 1}`)
      known.push(closed)
    }
    for (const epoch of books.attempts.keys()) {
      const closed = known[epoch - 1]
      if (closed === undefined) {
        const place = { stream: streams.books, revision: books.revision }
        return failDamagedEvent(place, `the books of epoch ${epoch} were rebuilt, which is not closed`)
      }
      known[epoch - 1] = withBooks(closed, books)
    }
  }

  async function get(epoch: number): Promise<ClosedEpoch> {
    const found = (await list())[epoch - 1]
    if (!found)
      fail('epoch.unknown', `Epoch ${epoch} is not closed; ${known.length} are.`, {
        data: { closed: known.length },
      })
    return found
  }

  async function last(): Promise<ClosedEpoch> {
    return (await list()).at(-1) ?? fail('epoch.none', 'No epoch is closed yet.')
  }

  return { list, get, last }
}
