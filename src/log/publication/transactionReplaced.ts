/** `TransactionReplaced`: the nonce was used by a transaction that the ledger did not sign. No version can be mined. */
import { z } from 'zod'
import { OwnEvent } from '../ownEvent.ts'
import { address, count } from './fields.ts'

export const transactionReplaced = new OwnEvent(
  'TransactionReplaced',
  z.object({ from: address, nonce: count }),
)
