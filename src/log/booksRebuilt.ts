/**
 * `BooksRebuilt`: from now on the books of these epochs are those written under this attempt. An epoch is closed once and
 * its event never changes; its books are worked out from the logs, and may be lost or changed and worked out again. The
 * one append is what swaps them, all tables and all epochs at once, and its expected revision is the fence between two
 * that rebuild.
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
  /** Last event of the stream; -1 for none. */
  readonly revision: Revision
  /** Of each epoch whose books were rebuilt, the attempt that counts. */
  readonly attempts: ReadonlyMap<number, string>
}

interface RebuiltLog {
  /**
   * Reads only what is new since the last time.
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
        // Two readers may run at once: each event is taken in once.
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
