/**
 * `CloseAsked`: under which key a close was asked for, appended together with the `EpochClosed` that it led to. So a
 * caller that lost the answer asks again with the key and gets that epoch, and no second one is closed. It has a stream
 * of its own: no manifest and no root depends on it.
 */
import { z } from 'zod'
import type { EventStore } from '../eventstore/port.ts'
import { type DataOf, OwnEvent } from './ownEvent.ts'
import { requireNext } from './readWhole.ts'
import { streams } from './streams.ts'

const sha256 = z.string().regex(/^[0-9a-f]{64}$/)

export const closeAsked = new OwnEvent(
  'CloseAsked',
  z.strictObject({
    /** SHA-256 of the key. */
    key: sha256,
    /** SHA-256 of what was asked for: the same key with another request is a mistake. */
    request: sha256,
    epoch: z.int().positive(),
    /** Warnings of the answer, so that it is the same again. */
    warnings: z.array(z.strictObject({ code: z.string(), message: z.string() })).readonly(),
  }),
)

export type CloseAsked = DataOf<typeof closeAsked>

export interface AskedLog {
  /**
   * The close that this key led to. Reads only events that are new since the last call.
   * @throws HeadwaterError `data.damaged`
   */
  find(key: string): Promise<CloseAsked | undefined>
}

export function createAskedLog(events: Pick<EventStore, 'readStream'>): AskedLog {
  const known = new Map<string, CloseAsked>()
  let revision = -1
  return {
    async find(key) {
      for await (const event of events.readStream(streams.closes, { from: revision + 1 })) {
        // Two reads may run at once; each event counts once.
        if (event.revision <= revision) continue
        requireNext(event, revision + 1)
        const asked = closeAsked.read(event)
        known.set(asked.key, asked)
        revision = event.revision
      }
      return known.get(key)
    },
  }
}
