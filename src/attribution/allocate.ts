/** Divides what a version retains among its holders and contributors. */
import { invariant } from '../invariant.ts'
import { floorDiv } from '../money/division.ts'
import { type LedgerUnits, ledgerUnits } from '../money/ledgerUnits.ts'
import { type Share, shareFloor } from '../money/share.ts'

/** Who divides what a version retains. A `Version` of the registry has this; here payees may be any texts. */
export interface AllocationTerms<Payee extends string = string> {
  readonly holders: readonly { readonly payee: Payee; readonly share: Share }[]
  /** Parts per billion; 0 where there is no contributor pool. */
  readonly contributorShare: Share
  readonly contributors: readonly { readonly payee: Payee; readonly units: bigint }[]
  /** Σ units of the contributors. */
  readonly contributorUnits: bigint
}

/**
 * Divides `retained` ledger units: each holder floor(retained·share/B); of the pool floor(retained·contributorShare/B)
 * each contributor floor(pool·units/Σunits). Calls `emit` for every part that is not 0, and returns what rounding leaves,
 * which is never below 0. `retained` may be: then corrections took more than calls brought, and so are the parts.
 *
 * @example
 * const terms = {
 *   holders: [{ payee: 'lab', share: parseShare('0.5') }],
 *   contributorShare: parseShare('0.5'),
 *   contributors: [{ payee: 'ann', units: 2n }, { payee: 'bob', units: 1n }],
 *   contributorUnits: 3n,
 * }
 * const left = allocateRetained(terms, 1_001n, (payee, role, amount) => console.log(payee, role, amount))
 * console.log(left)
 * // lab holder 500n
 * // ann contributor 333n
 * // bob contributor 166n
 * // 2n
 */
export function allocateRetained<Payee extends string>(
  version: AllocationTerms<Payee>,
  retained: bigint,
  emit: (payee: Payee, role: 'holder' | 'contributor', amount: LedgerUnits) => void,
): LedgerUnits {
  let left = retained
  for (const { payee, share } of version.holders) {
    const amount = shareFloor(retained, share)
    left -= amount
    if (amount !== 0n) emit(payee, 'holder', ledgerUnits(amount))
  }
  if (version.contributorShare > 0) {
    const pool = shareFloor(retained, version.contributorShare)
    for (const { payee, units } of version.contributors) {
      const amount = floorDiv(pool * units, version.contributorUnits)
      left -= amount
      if (amount !== 0n) emit(payee, 'contributor', ledgerUnits(amount))
    }
  }
  invariant(left >= 0n, 'a version never allocates more than it retains')
  return ledgerUnits(left)
}
