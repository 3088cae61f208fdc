/** What a call costs before its revenue is divided: docs/semantics.md, Costs. */
import { type TokenClass, tokenClasses } from '../events/index.ts'
import { type LedgerUnits, ledgerUnits, zeroLedgerUnits } from '../money/ledgerUnits.ts'
import { shareFloor } from '../money/share.ts'
import type { CostCard } from './model.ts'

/**
 * min(worth, perCall + Σ tokens · price + floor(worth · share / B)): never more than the call is worth. Nothing where it
 * is worth nothing.
 */
export function callCost(
  card: CostCard | undefined,
  worth: LedgerUnits,
  tokens: Readonly<Record<TokenClass, bigint>>,
): LedgerUnits {
  if (card === undefined || worth <= 0n) return zeroLedgerUnits
  let cost: bigint = card.perCall + shareFloor(worth, card.share)
  for (const name of tokenClasses) cost += tokens[name] * card.perToken[name]
  return ledgerUnits(cost < worth ? cost : worth)
}
