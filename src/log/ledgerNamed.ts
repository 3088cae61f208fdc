/** `LedgerNamed`: the name of the ledger, and where its calls are. The first event of its stream counts. */
import { z } from 'zod'
import { type DataOf, OwnEvent } from './ownEvent.ts'

export const ledgerNamed = new OwnEvent(
  'LedgerNamed',
  z.object({
    /** 32 hex digits. */
    ledger: z.string(),
    /** The name of the folder that has the calls; left out where a server has the calls. */
    folder: z.string().optional(),
  }),
)

export type LedgerNamed = DataOf<typeof ledgerNamed>
