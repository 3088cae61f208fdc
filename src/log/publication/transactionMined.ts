/** `TransactionMined`: one version of a transaction is in a block, under as many others as the chain's profile asks for. */
import { z } from 'zod'
import { OwnEvent } from '../ownEvent.ts'
import { address, count, hash } from './fields.ts'

export const transactionMined = new OwnEvent(
  'TransactionMined',
  z.object({
    from: address,
    nonce: count,
    hash,
    block: count,
    /** False where the contract refused it. */
    succeeded: z.boolean(),
  }),
)
