/**
 * The capped edges over which money came to what a payee earns from: their rate and cap, what they carried in the epoch and
 * to date, and what is left. An edge that is used up carries nothing more, so a payee may earn nothing where it did before.
 */
import { type BooksStore, type EarningLine, subjectsMax } from '../../books/port.ts'
import type { StateLine } from '../../books/stateLine.ts'
import type { PayeeId } from '../../events/ids.ts'
import { invariant } from '../../invariant.ts'
import type { ClosedEpoch } from '../../log/epochClosed.ts'
import { formatAmount, ledgerUnits } from '../../money/ledgerUnits.ts'
import { formatShare } from '../../money/share.ts'
import { assetNamed, edgeBetween, type Registry, type Version, versionNamed } from '../../registry/index.ts'
import type { Statement } from '../statementAnswers.ts'

type Caps = Pick<Statement['currencies'][number], 'caps' | 'capsMore'>
type Cap = NonNullable<Caps['caps']>[number]

/** Edges of a currency that a statement lists; what carried before is asked for these alone. */
const listedMax = subjectsMax
/** Sources of a currency, the largest, to which edges are looked for. */
const sourcesMax = 100
/** Versions from which money may come to them. */
const versionsMax = 10_000

interface CapDeps {
  readonly books: BooksStore
  readonly registry: Registry
}

/** The capped edges that an epoch changed, with their versions. */
export type ChangedEdges = readonly ChangedEdge[]
interface ChangedEdge {
  readonly line: StateLine
  readonly derived: Version
  readonly source: Version
}

export async function changedEdges(
  { books, registry }: CapDeps,
  { key }: ClosedEpoch,
): Promise<ChangedEdges> {
  const edges: ChangedEdge[] = []
  for await (const line of books.eachState([key], { kind: 'edge' }))
    edges.push({ line, derived: versionOf(registry, line.subject), source: versionOf(registry, line.object) })
  return edges
}

function versionOf(registry: Registry, name: string): Version {
  const found = namedVersion(registry, name.split(' ') as [string, string])
  invariant(found !== undefined, 'versions of a capped edge are registered')
  return found
}

function namedVersion(registry: Registry, [asset, version]: [string, string]): Version | undefined {
  const known = assetNamed(registry, asset)
  return known && versionNamed(registry, known, version)
}

/**
 * @param epochs all up to the one in question
 * @param earned what the payee earned in it
 * @param changed the capped edges that the epoch changed
 */
export async function sourceCaps(
  { books, registry }: CapDeps,
  {
    payee,
    epochs,
    earned,
  }: { payee: PayeeId; epochs: readonly ClosedEpoch[]; earned: Iterable<EarningLine> },
  changed: ChangedEdges,
): Promise<(currency: string, decimals: number) => Caps> {
  if (changed.length === 0) return () => ({})
  const closed = epochs.map(({ key }) => key)
  // What a cap keeps away has no line in this epoch, so the sources of earlier ones count too.
  const sources = [...earned, ...(await books.earningsToDate(closed, payee, sourcesMax))]
  const reached = versionsAbove(registry, sources)
  const concerned = changed.filter(({ source }) => reached.has(source.index))
  const lists = new Map<string, ChangedEdge[]>()
  for (const [currency, edges] of Map.groupBy(concerned, ({ line }) => line.currency))
    lists.set(currency, edges.sort(leastLeftFirst))
  const before = new Map<string, bigint>()
  for (const edges of lists.values()) {
    const subjects = [...new Set(edges.slice(0, listedMax).map(({ line }) => line.subject))]
    for await (const line of books.eachState(closed.slice(0, -1), { kind: 'edge', subjects }))
      before.set(nameOf(line), line.amount)
  }
  return (currency, decimals) => {
    const edges = lists.get(currency) ?? []
    if (edges.length === 0) return {}
    const more = edges.length - listedMax
    return {
      caps: edges
        .slice(0, listedMax)
        .map((edge) => showCap(edge, before.get(nameOf(edge.line)) ?? 0n, decimals)),
      ...(more > 0 && { capsMore: more }),
    }
  }
}

/** The versions that a payee earns from as their holder or contributor, and all that pay them over any edges. */
function versionsAbove(
  registry: Registry,
  sources: readonly Pick<EarningLine, 'asset' | 'version' | 'role'>[],
): ReadonlySet<number> {
  const reached = new Set<number>()
  const due: number[] = []
  for (const { asset, version, role } of sources) {
    if (asset === '' || role === 'fee' || role === 'cost') continue
    const known = namedVersion(registry, [asset, version])
    if (known !== undefined) due.push(known.index)
  }
  for (let index = due.pop(); index !== undefined && reached.size < versionsMax; index = due.pop()) {
    if (reached.has(index)) continue
    reached.add(index)
    due.push(...registry.versions.derivedFrom(index))
  }
  return reached
}

function capOf({ line, derived, source }: ChangedEdge): bigint {
  const cap = edgeBetween(derived, source).caps?.find(({ currency }) => currency === line.currency)
  invariant(cap !== undefined, 'an edge with a standing is capped')
  return cap.amount
}

function leastLeftFirst(one: ChangedEdge, other: ChangedEdge): number {
  const [left, otherLeft] = [one, other].map((edge) => capOf(edge) - edge.line.amount) as [bigint, bigint]
  return left === otherLeft ? 0 : left < otherLeft ? -1 : 1
}

function nameOf({ subject, currency, object }: StateLine): string {
  return `${subject} ${currency} ${object}`
}

function showCap(edge: ChangedEdge, before: bigint, decimals: number): Cap {
  const { derived, source, line } = edge
  const text = (units: bigint): string => formatAmount(ledgerUnits(units), decimals)
  const cap = capOf(edge)
  return {
    ...{ asset: derived.asset, version: derived.version },
    ...{ sourceAsset: source.asset, sourceVersion: source.version },
    share: formatShare(edgeBetween(derived, source).share),
    carried: text(line.amount - before),
    cap: text(cap),
    taken: text(line.amount),
    left: text(cap - line.amount),
  }
}
