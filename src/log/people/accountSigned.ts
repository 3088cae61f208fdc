import { z } from 'zod'
import { OwnEvent } from '../ownEvent.ts'

/**
 * A payee asked for another account, and that account agreed by its signature. The registry event that binds it comes
 * next; its source is `headwater:people`, and its id is the nonce.
 */
export const accountSigned = new OwnEvent(
  'AccountSigned',
  z.object({
    payee: z.string(),
    /** CAIP-10. */
    account: z.string(),
    /** The account that the payee had on that chain; null: none. */
    before: z.string().nullable(),
    /** Who asked: the account that was signed in with, or the link. */
    askedBy: z.string(),
    /** What was signed, beside payee and account: the name of the ledger, and a number that is used once. */
    ledger: z.string(),
    nonce: z.string().regex(/^[0-9a-f]{32}$/),
    signature: z.string().regex(/^0x(?:[0-9a-f]{2})+$/),
  }),
)
