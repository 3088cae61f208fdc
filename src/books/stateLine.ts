/** State to date as the books keep it. */
import type { CurrencyCode } from '../events/ids.ts'
import type { LedgerUnits } from '../money/ledgerUnits.ts'

export type StateKind = 'clause' | 'edge' | 'lot'

/** One line of the books: what stands after the epoch. It is written where it changed. */
export interface StateLine {
  readonly kind: StateKind
  /** Of a clause its id; of an edge its derived version, `asset version`; of a lot its payee. */
  readonly subject: string
  /** Of an edge its source, `asset version`; of a lot the epoch that made it, in ten digits; of a clause ''. */
  readonly object: string
  /** Of a clause ''. */
  readonly currency: CurrencyCode | ''
  /** Of a lot its due instant, in microseconds; 0 of the others. */
  readonly due: bigint
  /** X of a clause or an edge; 0 of a lot. */
  readonly x: LedgerUnits
  /** What an edge carried to date, what is left of a lot; 0 of a clause. */
  readonly amount: LedgerUnits
}
