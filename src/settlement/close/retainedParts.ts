/** Divides what versions retained, one after the other, into the same columns. */

import { dividePool } from '../../columns/poolParts.ts'
import { UnitSums } from '../../columns/unitSums.ts'
import type { PayeeId } from '../../events/ids.ts'
import { invariant } from '../../invariant.ts'
import { type LedgerUnits, ledgerUnits } from '../../money/ledgerUnits.ts'
import { shareFloor } from '../../money/share.ts'
import type { HeldVersions } from './holders.ts'

const noPayees = new Uint32Array(0)

export class RetainedParts {
  /** The contributors of the last version: numbers of `HeldVersions.names`. */
  payees: Uint32Array = noPayees
  /** The part of each of them; some may be 0. */
  readonly amounts = new UnitSums()
  readonly #versions: HeldVersions

  constructor(versions: HeldVersions) {
    this.#versions = versions
  }

  /**
   * As `allocateRetained`, with the parts of contributors in columns.
   * @param toHolder gets those of holders that are not 0
   * @returns what rounding leaves
   */
  divide(index: number, retained: bigint, toHolder: (payee: PayeeId, amount: LedgerUnits) => void): bigint {
    const { holders, contributorShare, contributorUnits } = this.#versions.at(index)!
    let left = retained
    for (const { payee, share } of holders) {
      const amount = shareFloor(retained, share)
      left -= amount
      if (amount !== 0n) toHolder(payee, ledgerUnits(amount))
    }
    this.payees = noPayees
    if (contributorShare > 0) {
      const pool = this.#versions.poolOf(index)
      left -= dividePool(pool, shareFloor(retained, contributorShare), contributorUnits, this.amounts)
      this.payees = pool.payees
    }
    invariant(left >= 0n, 'a version never allocates more than it retains')
    return left
  }
}
