/**
 * Which refunds and disputes, of which calls, moved what a payee earned: calls that earlier epochs settled and that this
 * one changes, with the payee's part of each change. The largest changes are looked at, and the others are counted.
 */

import type { EarningLine } from '../../books/port.ts'
import type { AssetId, PayeeId } from '../../events/ids.ts'
import { formatTime } from '../../events/time.ts'
import type { ClosedEpoch } from '../../log/epochClosed.ts'
import { formatAmount, type LedgerUnits, minus, plus, zeroLedgerUnits } from '../../money/ledgerUnits.ts'
import { assetNamed, type Registry, versionNamed } from '../../registry/index.ts'
import type { ChangedCall } from '../../usage/correctionLists.ts'
import type { Lineage } from '../lineage.ts'
import type { Statement } from '../statementAnswers.ts'
import { callTerms, divideCall, heldThen } from './divideCall.ts'
import { locateCall } from './findEpoch.ts'
import { type MovesDeps, windowOf } from './moves.ts'

type Corrections = Pick<Statement['currencies'][number], 'corrections' | 'correctionsMore'>

/** Changed calls of a currency that a statement looks at. */
const lookedAtMax = 100
/** Versions from which the payee may earn: with more, the calls of every asset are looked for. */
const versionsMax = 10_000

interface CorrectedDeps extends MovesDeps {
  readonly lineage: Lineage
}

/**
 * @param epochs all up to the one in question
 * @param earned what the payee earned in it
 * @throws HeadwaterError `data.outOfStep`
 */
export async function correctedCalls(
  deps: CorrectedDeps,
  payee: PayeeId,
  epochs: readonly ClosedEpoch[],
  earned: readonly EarningLine[],
): Promise<(currency: string, decimals: number) => Corrections> {
  const { lists, registry, lineage } = deps
  const assets = assetsFor(registry, earned)
  const { listed, counts } = await lists.changedCalls(await windowOf(deps, epochs), {
    assets,
    limit: lookedAtMax,
  })
  const closed = epochs.at(-1)!
  const held = heldThen(registry, closed.until, closed.registryRevision)
  const partAt = (changed: ChangedCall, place: ReturnType<typeof locateCall>, worth: LedgerUnits) => {
    const { version } = place.resolved!
    const terms = callTerms(registry, changed.call, { version, revision: place.registryRevision })
    const { parts } = divideCall(lineage, changed.call, terms, { worth, held })
    return parts
      .filter((part) => part.payee === payee)
      .reduce((sum, { amount }) => plus(sum, amount), zeroLedgerUnits)
  }
  const found = listed.flatMap((changed) => {
    const place = locateCall(registry, epochs, changed.call)
    // What a call is worth when this epoch settles it is no correction.
    if (place.state !== 'settled' || place.epoch === closed.epoch) return []
    const amount = minus(partAt(changed, place, changed.now), partAt(changed, place, changed.before))
    return amount === 0n ? [] : [{ changed, amount, epoch: place.epoch! }]
  })
  return (currency, decimals) => {
    const calls = counts.find((count) => count.currency === currency)?.calls ?? 0
    return {
      corrections: found
        .filter(({ changed }) => changed.call.currency === currency)
        .map(({ changed: { call, causes }, amount, epoch }) => ({
          ...{ id: call.id, source: call.source, time: formatTime(call.time), epoch },
          amount: formatAmount(amount, decimals),
          by: causes.map(({ reason, ...cause }) => ({ ...cause, reason: reason === '' ? null : reason })),
        })),
      correctionsMore: Math.max(0, calls - lookedAtMax),
    }
  }
}

/** Assets whose calls may pay the payee; undefined for all. */
export function assetsFor(registry: Registry, earned: readonly EarningLine[]): AssetId[] | undefined {
  const assets = new Set<AssetId>()
  const reached = new Set<number>()
  const due: number[] = []
  for (const { asset, version, role } of earned) {
    if (asset === '' || version === '') return undefined
    assets.add(asset)
    // Costs are of the calls of the version itself.
    const known = role === 'cost' ? undefined : assetNamed(registry, asset)
    const index = known && versionNamed(registry, known, version)?.index
    if (index !== undefined) due.push(index)
  }
  for (let index = due.pop(); index !== undefined; index = due.pop()) {
    if (reached.has(index)) continue
    if (reached.size === versionsMax) return undefined
    reached.add(index)
    assets.add(registry.versions.at(index)!.asset)
    due.push(...registry.versions.derivedFrom(index))
  }
  return [...assets]
}
