/** The fields of a line of balances that are 0 without corrections and contracts. */
import { allLedgerUnits } from '../../src/money/ledgerUnits.ts'

export const noContracts = allLedgerUnits({
  adjusted: 0n,
  received: 0n,
  diverted: 0n,
  posted: 0n,
  withheld: 0n,
  reserved: 0n,
})
