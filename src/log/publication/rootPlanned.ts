/** `RootPlanned`: the root of an epoch passed every check and is to be submitted to a distributor. */
import { z } from 'zod'
import { OwnEvent } from '../ownEvent.ts'
import { address, amount, count, epochNumber, hash, sha256 } from './fields.ts'

export const rootPlanned = new OwnEvent(
  'RootPlanned',
  z.object({
    epoch: epochNumber,
    root: hash,
    manifestHash: sha256,
    leaves: count,
    /** What the distributor declares: the sums of the cumulative amounts of its tokens, ascending by token. */
    totals: z.array(z.object({ token: address, total: amount })),
  }),
)
