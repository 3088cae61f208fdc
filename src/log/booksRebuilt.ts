/**
 * `BooksRebuilt`: from now on the books of these epochs are those written under this attempt. An epoch is closed once
 * and its event never changes. Its books are computed from the logs; where they were lost or changed they can be
 * computed again. The one append swaps the books, all tables and all epochs at once, and its expected revision is the
 * fence between two processes that rebuild.
 */
import { z } from 'zod'
import type { EventStore, Revision } from '../eventstore/port.ts'
import type { EpochKey } from './keys.ts'
import { type DataOf, OwnEvent } from './ownEvent.ts'
import { requireNext } from './readWhole.ts'
import { streams } from './streams.ts'

export const booksRebuilt = new OwnEvent(
  'BooksRebuilt',
  z.strictObject({
    attempt: z.string().regex(/^[0-9a-f]{32}$/),
    epochs: z.array(z.int().positive()),
  }),
)

export type BooksRebuilt = DataOf<typeof booksRebuilt>

export interface RebuiltBooks {
  /** Of the last event of the stream; -1 where there is none. */
  readonly revision: Revision
  /** The attempt that counts, for each epoch whose books were rebuilt. */
  readonly attempts: ReadonlyMap<number, string>
}

interface RebuiltLog {
  /**
   * Reads only events that are new since the last call.
   * @throws HeadwaterError `data.damaged`
   */
  read(): Promise<RebuiltBooks>
}

export function createRebuiltLog(events: Pick<EventStore, 'readStream'>): RebuiltLog {
  const attempts = new Map<number, string>()
  let revision = -1
  return {
    async read() {
      for await (const event of events.readStream(streams.books, { from: revision + 1 })) {
        // Two reads may run at once; each event counts once.
        if (event.revision <= revision) continue
        requireNext(event, revision + 1)
        const data = booksRebuilt.read(event)
        for (const epoch of data.epochs) attempts.set(epoch, data.attempt)
        revision = event.revision
      }
      return { revision, attempts }
    },
  }
}

/** The epoch with the books that count. */
export function withBooks<Epoch extends { readonly key: EpochKey }>(
  closed: Epoch,
  { attempts }: RebuiltBooks,
): Epoch {
  const { epoch, attempt } = closed.key
  const rebuilt = attempts.get(epoch) ?? attempt
  return rebuilt === attempt ? closed : { ...closed, key: { epoch, attempt: rebuilt } }
}
