import type { ClosedEpoch } from '../../log/epochClosed.ts'
import type { EpochReport } from '../answers.ts'

/** What `close` and `epochs` print: the manifest's main figures. */
export function reportEpoch({ epoch, manifest, manifestHash }: ClosedEpoch): EpochReport {
  const { settled, late, suspense, pending } = manifest.counts
  return {
    epoch,
    until: manifest.until,
    position: manifest.log.position,
    manifestHash,
    counts: { settled, late, suspense, pending },
    // fromEntries makes own properties for any name; `__proto__` is a legal currency code.
    totals: Object.fromEntries(manifest.totals.map((totals) => [totals.currency, pickTotals(totals)])),
    trees: manifest.trees.map(({ chain, root, leaves }) => ({ chain, root, leaves })),
  }
}

function pickTotals(totals: ClosedEpoch['manifest']['totals'][number]): EpochReport['totals'][string] {
  const { gross, fee, earned, rounding, paid, carried, suspense, pending } = totals
  return { gross, fee, earned, rounding, paid, carried, suspense, pending }
}
