/** State to date as it was read from the books. */
import type { AssetId, CurrencyCode, VersionName } from '../../events/ids.ts'
import type { StateLine } from '../stateLine.ts'
import type { CappedEdge, ClauseStanding, States } from '../states.ts'
import { LotColumns } from './lotColumns.ts'

/** Takes what stands in the order of the books; lines of what is gone are left out. */
export class StateLists implements States {
  readonly clauses: ClauseStanding[] = []
  readonly edges: CappedEdge[] = []
  readonly lots = new LotColumns()

  /** @param line of a clause or an edge */
  add({ kind, subject, currency, object, x, amount }: StateLine): void {
    if (x === 0n && amount === 0n) return
    if (kind === 'clause') this.clauses.push({ clause: subject, x })
    else {
      const [[asset, version], [sourceAsset, sourceVersion]] = [namedBy(subject), namedBy(object)]
      const edge = { asset, version, sourceAsset, sourceVersion, currency: currency as CurrencyCode }
      this.edges.push({ ...edge, x, paid: amount })
    }
  }
}

function namedBy(name: string): [AssetId, VersionName] {
  const [asset, version] = name.split(' ')
  return [asset as AssetId, version as VersionName]
}
