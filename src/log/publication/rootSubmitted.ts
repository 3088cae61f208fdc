/** `RootSubmitted`: the distributor has a root at a place of its list. */
import { z } from 'zod'
import { OwnEvent } from '../ownEvent.ts'
import { count, epochNumber, hash, sha256 } from './fields.ts'

export const rootSubmitted = new OwnEvent(
  'RootSubmitted',
  z.object({
    index: z.int().positive(),
    /** Null for a root that this ledger never made, which must be disabled. */
    epoch: epochNumber.nullable(),
    root: hash,
    manifestHash: sha256,
    /** Seconds since 1970 on the chain's clock. */
    activatableAt: count,
    /** The block at which it was seen. */
    block: count,
  }),
)
