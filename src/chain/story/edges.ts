/** The edges of a derivative: what Story's links say, in the terms of the ledger. */
import type { StoryContracts } from '../../config/storyChain.ts'
import { shareText, timeText } from '../logs/chainEvent.ts'
import type { StoryArgs } from './events.ts'
import { assetOf, lower, type Names, storyVersion } from './names.ts'

export interface Link {
  /** Names the parents, whatever their terms. */
  readonly derivative?: StoryArgs<'DerivativeRegistered'>
  /** The shares. It is there only where the terms have a royalty policy. */
  readonly linked?: StoryArgs<'LinkedToParents'>
  /** Seconds since 1970. */
  readonly expires?: bigint
}

interface Edge {
  readonly asset: string
  readonly version: string
  readonly relation: string
  readonly policy: 'absolute' | 'relative'
  /** Parts per billion. */
  readonly parts: number
  readonly until?: string
}

interface Edges {
  readonly edges: readonly object[]
  readonly listed: readonly { readonly kind: string; readonly what: string }[]
}

/** Story counts shares in 10^-8. */
const partsPerUnit = 10
const partsWhole = 1_000_000_000
/**
 * The ledger has no share of 0. A parent that gets nothing is an edge of the least share that ended before any call: it
 * shows the lineage, and no call is ever paid by it.
 */
const unpaid = { policy: 'relative', parts: 1, until: '2000-01-01T00:00:00Z' } as const
const daySeconds = 86_400n
const year2101 = 4_133_980_800n

export function edgesOf(
  child: string,
  { derivative, linked, expires }: Link,
  names: Names,
  contracts: StoryContracts,
): Edges {
  const listed: { kind: string; what: string }[] = []
  const until = untilOf(child, expires, listed)
  const parents = linked?.parentIpIds ?? derivative?.parentIpIds ?? []
  const edges = new Map<string, Edge>()
  parents.forEach((parent, index) => {
    const asset = assetOf(names, parent)
    const policy = policyOf(linked?.licenseRoyaltyPolicies[index], contracts)
    const parts = (linked?.licensesPercent[index] ?? 0) * partsPerUnit
    if (policy === undefined && linked !== undefined && parts > 0) {
      const what = `${child} pays ${asset} ${shareText(parts)} by the external policy ${lower(linked.licenseRoyaltyPolicies[index]!)}, which the ledger does not have: this edge carries nothing.`
      listed.push({ kind: 'story.policy', what })
    }
    if (edges.has(asset)) {
      const what = `${child} has the parent ${asset} twice; the first link counts. The other: ${shareText(parts)} ${policy ?? 'of no known policy'}.`
      listed.push({ kind: 'story.parentTwice', what })
      return
    }
    const base = { asset, version: storyVersion, relation: names.relation }
    const terms =
      policy === undefined || parts === 0 ? unpaid : { policy, parts, ...(until !== undefined && { until }) }
    edges.set(asset, { ...base, ...terms })
  })
  return { edges: fitting(child, [...edges.values()], listed).map(written), listed }
}

function written({ parts, ...edge }: Edge): object {
  return { ...edge, share: shareText(parts) }
}

/** Beside sources that take everything there is no room for the least share. */
function fitting(child: string, edges: readonly Edge[], listed: { kind: string; what: string }[]) {
  const total = edges.reduce((sum, { parts }) => sum + parts, 0)
  if (total <= partsWhole) return edges
  const paid = edges.filter(({ until }) => until !== unpaid.until)
  for (const { asset } of edges.filter((edge) => !paid.includes(edge))) {
    const what = `${child} derives from ${asset} without a share, and its other parents take all: the ledger's lineage lacks this edge.`
    listed.push({ kind: 'story.unpaidParent', what })
  }
  return paid
}

function policyOf(
  policy: string | undefined,
  contracts: StoryContracts,
): 'absolute' | 'relative' | undefined {
  if (policy === undefined) return undefined
  const address = lower(policy)
  if (address === contracts.royaltyPolicyLAP) return 'absolute'
  return address === contracts.royaltyPolicyLRP ? 'relative' : undefined
}

/** Edges end at midnight, or not at all. */
function untilOf(
  child: string,
  expires: bigint | undefined,
  listed: { kind: string; what: string }[],
): string | undefined {
  if (expires === undefined || expires === 0n) return undefined
  if (expires < year2101 && expires % daySeconds === 0n) return timeText(expires)
  listed.push(expiry(child, expires, 'Edges end at midnight (UTC) alone'))
  return undefined
}

export function expiry(child: string, expires: bigint, why: string): { kind: string; what: string } {
  const when = expires < year2101 ? timeText(expires) : 'after the year 2100'
  return { kind: 'story.expiry', what: `${child} expires ${when}. ${why}, so its edges don't end.` }
}
