/**
 * `ChainNoted`, in a stream beside the partition's: what the source of a chain must still know after a restart, and what
 * an operator should see. It is recorded before the checkpoint passes its block. After a kill the same may come again, so
 * readers count an entry of the same block and name once.
 */
import { z } from 'zod'
import { type DataOf, OwnEvent } from './ownEvent.ts'

const block = z.object({ number: z.int().nonnegative(), hash: z.string() })

export const chainNoted = new OwnEvent(
  'ChainNoted',
  z.object({
    partition: z.string(),
    block,
    /** For the decoder. */
    notes: z.array(z.object({ key: z.string(), value: z.string() })).optional(),
    /** What became no event. */
    listed: z.array(z.object({ kind: z.string(), place: z.string(), what: z.string() })).optional(),
    /**
     * A branch that an operator accepted. `block` is the last one that both branches have; what is noted of blocks above
     * it is void. The branch that was given up was read up to `until`.
     */
    accepted: z
      .object({ number: z.int().nonnegative(), hash: z.string(), until: z.int().nonnegative() })
      .optional(),
    /** Recorded of the branch that was given up, by id: the other branch may have it too. */
    doubted: z
      .array(
        z.object({
          id: z.string(),
          /** A sentence where it is a registry event, empty where it is a call. */
          what: z.string(),
          /** Of the registry event, in seconds since 1970. */
          time: z.int().optional(),
        }),
      )
      .optional(),
    /** Ids in doubt that the accepted branch has in `block`: a later reorg judges them by it. */
    again: z.array(z.string()).optional(),
    /** Nothing is in doubt any more: what the accepted branch lacks is recorded as disputed. */
    decided: z.literal(true).optional(),
    /** Ids of recorded calls that the accepted branch does not have; `block` is its first. */
    lost: z.array(z.string()).optional(),
    /** Ids of lost calls and registry events that are on the chain again, in `block`. */
    back: z.array(z.string()).optional(),
    /** Ids noted as lost whose disputes were never recorded: a process was killed between the two. */
    unlost: z.array(z.string()).optional(),
    /** Ids noted as back in a block of which nothing is recorded, because a process was killed: as before that note. */
    unback: z.array(z.string()).optional(),
  }),
)

export type ChainNoted = DataOf<typeof chainNoted>
