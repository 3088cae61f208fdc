/** Tables of the registry. */
import type {
  AssetRate,
  AssetView,
  CurrencyView,
  FeeView,
  LineageReport,
  PayeeView,
  VersionView,
} from '../../service/headwater.ts'
import { lineageReport } from '../../service/schemas/index.ts'
import type { Column, Table } from './table.ts'

interface PayeeLine {
  readonly payee: string
  readonly name: string | null
  readonly chain: string | null
  readonly account: string | null
}

/** A line for each account. */
export const payeeTable: Table<PayeeView, PayeeLine> = {
  name: 'payees',
  columns: [
    { head: 'payee', of: (line) => line.payee, kind: 'name' },
    { head: 'name', of: (line) => line.name, kind: 'name' },
    { head: 'chain', of: (line) => line.chain },
    { head: 'account', of: (line) => line.account },
  ],
  lines: ({ payee, name, accounts }) =>
    accounts.length === 0
      ? [{ payee, name, chain: null, account: null }]
      : accounts.map(({ chain, account }) => ({ payee, name, chain, account })),
}

export const currencyTable: Table<CurrencyView> = {
  name: 'currencies',
  columns: [
    { head: 'currency', of: ({ currency }) => currency },
    { head: 'decimals', of: ({ decimals }) => decimals, kind: 'number' },
    { head: 'chain', of: ({ chain }) => chain },
    { head: 'token', of: ({ token }) => token },
  ],
}

export const versionTable: Table<VersionView> = {
  name: 'versions',
  columns: [
    { head: 'asset', of: ({ asset }) => asset, kind: 'name' },
    { head: 'version', of: ({ version }) => version },
    { head: 'releasedAt', of: ({ releasedAt }) => releasedAt, kind: 'time' },
    { head: 'contentDigest', of: ({ contentDigest }) => contentDigest },
    { head: 'holders', of: ({ holders }) => holders.length, kind: 'number' },
    { head: 'contributorShare', of: ({ contributorShare }) => contributorShare, kind: 'amount' },
    { head: 'contributors', of: ({ contributors }) => contributors.payees, kind: 'number' },
    { head: 'units', of: ({ contributors }) => contributors.units, kind: 'amount' },
    { head: 'sources', of: ({ derivedFrom }) => derivedFrom.length, kind: 'number' },
    { head: 'absoluteShares', of: ({ absoluteShares }) => absoluteShares, kind: 'amount' },
  ],
}

export const assetTable: Table<AssetView> = {
  name: 'assets',
  columns: [
    { head: 'asset', of: ({ asset }) => asset, kind: 'name' },
    { head: 'owner', of: ({ owner }) => owner, kind: 'name' },
    { head: 'name', of: ({ name }) => name, kind: 'name' },
    { head: 'versions', of: ({ versions }) => versions, kind: 'number' },
    { head: 'latestVersion', of: ({ latestVersion }) => latestVersion },
  ],
}

export const rateTable: Table<AssetRate> = {
  name: 'rates',
  columns: [
    { head: 'asset', of: (rate) => rate.asset, kind: 'name' },
    { head: 'currency', of: (rate) => rate.currency },
    { head: 'effectiveFrom', of: (rate) => rate.effectiveFrom, kind: 'time' },
    { head: 'perCall', of: (rate) => rate.perCall, kind: 'amount' },
    { head: 'inputPerMillion', of: ({ perMillion }) => perMillion.input, kind: 'amount' },
    { head: 'outputPerMillion', of: ({ perMillion }) => perMillion.output, kind: 'amount' },
    { head: 'cacheReadPerMillion', of: ({ perMillion }) => perMillion.cacheRead, kind: 'amount' },
    { head: 'cacheWritePerMillion', of: ({ perMillion }) => perMillion.cacheWrite, kind: 'amount' },
    { head: 'inForce', of: (rate) => rate.inForce, kind: 'flag' },
  ],
}

export const feeTable: Table<FeeView> = {
  name: 'fees',
  columns: [
    { head: 'share', of: (fee) => fee.share, kind: 'amount' },
    { head: 'payee', of: (fee) => fee.payee, kind: 'name' },
    { head: 'effectiveFrom', of: (fee) => fee.effectiveFrom, kind: 'time' },
    { head: 'inForce', of: (fee) => fee.inForce, kind: 'flag' },
  ],
}

type LineageNode = LineageReport['nodes'][number]
/** A version that was reached, over one of its edges. */
type EdgeLine = LineageNode & { readonly edge: LineageNode['edges'][number] }

/** Terms of an edge, as the answer has them. */
const edgeShape = lineageReport.shape.nodes.unwrap().shape.edges.unwrap().shape
/** These came after the columns behind the terms. */
const laterTerms = ['until', 'caps'] as const satisfies readonly (keyof typeof edgeShape)[]
/** Details, which this command does not ask for. */
const details = [
  'carried',
  'ended',
  'capped',
  'contradictions',
] as const satisfies readonly (keyof typeof edgeShape)[]
const otherColumns: readonly string[] = ['asset', 'version', ...laterTerms, ...details]
const terms = Object.keys(edgeShape).filter((name) => !otherColumns.includes(name))

const termColumn = (head: string): Column<EdgeLine> => ({ head, of: ({ edge }) => termOf(edge, head) })

/** A line for each edge over which a version was reached. */
export const lineageTable: Table<LineageNode, EdgeLine> = {
  name: 'lineage',
  columns: [
    { head: 'depth', of: ({ depth }) => depth, kind: 'number' },
    { head: 'asset', of: ({ asset }) => asset, kind: 'name' },
    { head: 'version', of: ({ version }) => version },
    { head: 'releasedAt', of: ({ releasedAt }) => releasedAt, kind: 'time' },
    ...terms.map(termColumn),
    { head: 'nearerAsset', of: ({ edge }) => edge.asset },
    { head: 'nearerVersion', of: ({ edge }) => edge.version },
    ...laterTerms.map(termColumn),
  ],
  lines: (node) => node.edges.map((edge) => ({ ...node, edge })),
}

function termOf(edge: object, name: string): string | null {
  const value = (edge as Record<string, unknown>)[name]
  if (value === undefined || value === null) return null
  return typeof value === 'string' ? value : JSON.stringify(value)
}
