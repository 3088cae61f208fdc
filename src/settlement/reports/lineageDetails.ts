/** What a page of a walk says of its edges beyond their terms: what they carried, and what is to be known of them. */

import { firstIndex } from '../../base/search.ts'
import { type BooksStore, subjectsMax } from '../../books/port.ts'
import type { CurrencyCode } from '../../events/ids.ts'
import type { Micros } from '../../events/time.ts'
import type { EpochKey } from '../../log/keys.ts'
import { formatAmount, ledgerUnits } from '../../money/ledgerUnits.ts'
import type { LineageEdge, Registry, Version } from '../../registry/index.ts'
import type { FlowTable } from '../flows/table.ts'
import type { LineageReport } from '../lineageAnswers.ts'

type EdgeDetails = Pick<
  LineageReport['nodes'][number]['edges'][number],
  'carried' | 'ended' | 'capped' | 'contradictions'
>

/** An edge of the page. */
export interface PageEdge {
  readonly derived: Version
  readonly source: Version
  readonly edge: LineageEdge
}

export interface DetailsFrom {
  readonly registry: Registry
  readonly books: BooksStore
  /** The epochs after which capped edges are shown. */
  readonly closed: readonly EpochKey[]
  /** The flow of the epoch that is asked for. */
  readonly flow: FlowTable | undefined
  /** By when an edge counts as ended. */
  readonly at: Micros
}

/** Versions of an asset that are compared with one of them. */
const comparedMax = 4
const onwardsMax = 1_000

/** @returns the details of an edge */
export async function edgeDetails(
  from: DetailsFrom,
  edges: Iterable<PageEdge>,
): Promise<(edge: PageEdge) => EdgeDetails> {
  const paid = await paidToDate(from, edges)
  const others = othersOf(from.registry)
  return (one) => {
    const { derived, source, edge } = one
    const carried = from.flow ? carriedBy(from.flow, derived.index, source.index) : []
    const contradictions = contradictionsOf(one, others)
    return {
      ...(carried.length > 0 && { carried }),
      ...(edge.until !== undefined && edge.until <= from.at && { ended: true as const }),
      ...(edge.caps !== undefined && { capped: cappedOf(from.registry, one, paid) }),
      ...(contradictions.length > 0 && { contradictions }),
    }
  }
}

/** How many edges go on from a version. */
export function onwardsFrom(registry: Registry, version: Version, direction: 'up' | 'down'): number {
  if (direction === 'up') return Math.min(version.derivedFrom.length, onwardsMax)
  return registry.versions.derivedFrom(version.index, onwardsMax).length
}

function carriedBy(
  { edges, currencies }: FlowTable,
  derived: number,
  source: number,
): NonNullable<EdgeDetails['carried']> {
  let edge = firstIndex(edges.derived.length, (place) => edges.derived[place]! >= derived)
  while (edges.derived[edge] === derived && edges.source[edge] !== source) edge++
  // An edge that carried nothing, or is of a version that the epoch does not know yet.
  if (edges.derived[edge] !== derived) return []
  return currencies.flatMap(({ currency, decimals, carried }) => {
    const amount = carried.get(edge)
    return amount === 0n ? [] : [{ currency, amount: formatAmount(ledgerUnits(amount), decimals) }]
  })
}

/** By the names of both versions and the currency. */
async function paidToDate(
  { books, closed }: DetailsFrom,
  edges: Iterable<PageEdge>,
): Promise<ReadonlyMap<string, bigint>> {
  const subjects = new Set<string>()
  for (const { derived, edge } of edges) if (edge.caps !== undefined) subjects.add(nameOf(derived))
  const paid = new Map<string, bigint>()
  if (subjects.size === 0 || closed.length === 0) return paid
  const only = subjects.size <= subjectsMax ? { subjects: [...subjects] } : {}
  for await (const { subject, object, currency, amount } of books.eachState(closed, {
    kind: 'edge',
    ...only,
  }))
    if (subjects.has(subject)) paid.set(`${subject} ${object} ${currency}`, amount)
  return paid
}

function cappedOf(
  { currencies }: Registry,
  { derived, source, edge }: PageEdge,
  paid: ReadonlyMap<string, bigint>,
): NonNullable<EdgeDetails['capped']> {
  return edge.caps!.map(({ currency, amount: cap }: { currency: CurrencyCode; amount: bigint }) => {
    const { decimals } = currencies.get(currency)!
    const carried = paid.get(`${nameOf(derived)} ${nameOf(source)} ${currency}`) ?? 0n
    const text = (units: bigint) => formatAmount(ledgerUnits(units), decimals)
    return { currency, paid: text(carried), left: text(cap - carried) }
  })
}

function nameOf({ asset, version }: Version): string {
  return `${asset} ${version}`
}

/** The latest other versions of the asset of a version, read once for each asset. */
function othersOf({ assets, versions }: Registry): (version: Version) => readonly Version[] {
  const known = new Map<string, readonly Version[]>()
  return ({ asset, index }) => {
    const latest =
      known.get(asset) ??
      assets
        .get(asset)!
        .versions.slice(-comparedMax)
        .map((other) => versions.at(other)!)
    known.set(asset, latest)
    return latest.filter((other) => other.index !== index)
  }
}

/** What the ledger itself says twice and not alike. */
function contradictionsOf(
  { derived, source, edge }: PageEdge,
  others: (version: Version) => readonly Version[],
): NonNullable<EdgeDetails['contradictions']> {
  const found: { type: 'sourceReleasedLater' | 'relationDiffers'; version?: string; relation?: string }[] = []
  if (source.releasedAt > derived.releasedAt) found.push({ type: 'sourceReleasedLater' })
  for (const { version, derivedFrom } of others(derived)) {
    const same = derivedFrom.find((one) => one.source === source.index)
    if (same === undefined || same.relation === edge.relation) continue
    found.push({ type: 'relationDiffers', version, relation: same.relation })
    break
  }
  return found
}
