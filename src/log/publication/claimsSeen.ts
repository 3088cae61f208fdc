/**
 * `ClaimsSeen`, in a stream of its own for each distributor: what accounts have claimed by a block. The amounts are
 * cumulative, so a later event makes up for one that was missed.
 */
import { z } from 'zod'
import { OwnEvent } from '../ownEvent.ts'
import { address, amount, count } from './fields.ts'

/** Claims of one event. */
export const claimsMax = 1_000

export const claimsSeen = new OwnEvent(
  'ClaimsSeen',
  z.object({
    /** Logs up to this block, inclusive, are in this event or in earlier ones. */
    block: count,
    /** Of that block: where the chain has another one there now, what was read of it is read again. */
    hash: z
      .string()
      .regex(/^0x[0-9a-f]{64}$/)
      .optional(),
    claims: z.array(z.object({ account: address, token: address, cumulative: amount })).max(claimsMax),
  }),
)
