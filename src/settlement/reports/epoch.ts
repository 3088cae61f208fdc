import type { ClosedEpoch } from '../../log/epochClosed.ts'
import type { EpochManifest } from '../../log/manifest.ts'
import type { EpochReport } from '../answers.ts'

/** What `close` and `epochs` print: the manifest's main figures. */
export function reportEpoch({ manifest, manifestHash, excludedRows, signature }: ClosedEpoch): EpochReport {
  const { epoch, until, position, ...figures } = reportManifest(manifest, excludedRows.count)
  return { epoch, until, position, manifestHash, ...figures, ...(signature && { signature }) }
}

/** @param repeats rows that this close excluded. The manifest has the number of all that were ever excluded. */
export function reportManifest(manifest: EpochManifest, repeats: number): Omit<EpochReport, 'manifestHash'> {
  const { accepted, excluded, ...counts } = manifest.counts
  return {
    epoch: manifest.epoch,
    until: manifest.until,
    position: manifest.log.position,
    counts,
    repeats,
    // fromEntries makes own properties for any name; `__proto__` is a legal currency code.
    totals: Object.fromEntries(manifest.totals.map((totals) => [totals.currency, pickTotals(totals)])),
    trees: manifest.trees.map(({ chain, root, leaves, ...tree }) => ({
      chain,
      root,
      ...('format' in tree && { format: tree.format }),
      leaves,
    })),
  }
}

function pickTotals(totals: ClosedEpoch['manifest']['totals'][number]): EpochReport['totals'][string] {
  const { currency, decimals, chain, token, accepted, ...amounts } = totals
  return amounts
}
