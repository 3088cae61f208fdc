/** `TransactionsHandedOver`: transactions were written unsigned, for a Safe or a hardware signer to send. */
import { z } from 'zod'
import { OwnEvent } from '../ownEvent.ts'
import { epochNumber, purpose } from './fields.ts'

export const transactionsHandedOver = new OwnEvent(
  'TransactionsHandedOver',
  z.object({ epoch: epochNumber, purposes: z.array(purpose), at: z.string() }),
)
