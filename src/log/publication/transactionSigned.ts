/**
 * `TransactionSigned`: a transaction as it will be sent, recorded before it is. What was recorded can be sent again at any
 * time, and gives the same transaction. Several with one nonce are versions of one: at most one of them is mined.
 */
import { z } from 'zod'
import { OwnEvent } from '../ownEvent.ts'
import { address, amount, count, epochNumber, hash, purpose } from './fields.ts'

export const transactionSigned = new OwnEvent(
  'TransactionSigned',
  z.object({
    purpose,
    epoch: epochNumber,
    /** Of `approve` and `fund`. */
    token: address.optional(),
    from: address,
    nonce: count,
    hash,
    /** In wei for each unit of gas. */
    maxFeePerGas: amount,
    maxPriorityFeePerGas: amount,
    gas: amount,
    /** The signed bytes. They are public as soon as they are sent. */
    raw: z.string().regex(/^0x(?:[0-9a-f]{2})+$/),
    /** RFC 3339 in UTC: when it was signed. */
    at: z.string(),
  }),
)
