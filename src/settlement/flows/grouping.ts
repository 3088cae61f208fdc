/** Decides which assets are shown one by one, and in which group every other one is. */
import type { AssetId } from '../../events/ids.ts'
import type { FlowView } from './answers.ts'
import { topOf } from './givenTo.ts'
import type { FlowTable } from './table.ts'

/** An asset that is shown, or a group of others. */
interface AssetNode {
  readonly asset?: AssetId
  readonly kind?: string
  readonly owner?: string
  readonly prefix?: string
  /** Whether what is opened does not have them. */
  readonly outside?: true
}

export interface Grouping {
  readonly nodes: readonly AssetNode[]
  /** By asset, the number of its node. */
  readonly nodeOf: Uint16Array
  /** By node, how many assets it has. */
  readonly counts: readonly number[]
}

interface Grouped extends Pick<FlowTable, 'assets' | 'kinds' | 'kindOf'> {
  /** What is to be shown first: an asset that is among the first of any of these is shown. */
  readonly scores: readonly ((asset: number) => number)[]
  readonly ownerOf: (asset: AssetId) => string
  /** Shown whatever its scores are. */
  readonly always: number | undefined
}

type View = FlowView & { readonly top: number }

/** Groups by owner or prefix: those with the most; the rest is grouped by kind. */
const groupsMax = 12

export function groupAssets(grouped: Grouped, view: View): Grouping {
  const { assets, scores, always } = grouped
  const isOpen = openedBy(grouped, view)
  const shown = new Set<number>(always === undefined ? [] : [always])
  for (const score of scores) {
    const first = topOf(assets.length, view.top, (asset) => (isOpen(asset) ? score(asset) : 0))
    for (const asset of first) shown.add(asset)
  }
  const nodes: AssetNode[] = []
  const counts: number[] = []
  const nodeOf = new Uint16Array(assets.length)
  const numbers = new Map<unknown, number>()
  const put = (asset: number, name: unknown, node: () => AssetNode): void => {
    let number = numbers.get(name)
    if (number === undefined) {
      number = nodes.push(node()) - 1
      numbers.set(name, number)
      counts.push(0)
    }
    nodeOf[asset] = number
    counts[number]!++
  }
  for (const asset of [...shown].sort((a, b) => a - b)) put(asset, {}, () => ({ asset: assets[asset]! }))
  const named = namesOf(grouped, view, (asset) => isOpen(asset) && !shown.has(asset))
  const { prefix, owner } = view
  for (let asset = 0; asset < assets.length; asset++) {
    if (shown.has(asset)) continue
    const kindNumber = grouped.kindOf[asset]!
    const kind = grouped.kinds[kindNumber]!
    const name = isOpen(asset) ? named?.(asset) : undefined
    if (name !== undefined) put(asset, name, () => (view.by === 'owner' ? { owner: name } : { prefix: name }))
    else if (!isOpen(asset)) put(asset, -1 - kindNumber, () => ({ kind, outside: true }))
    else put(asset, kindNumber, () => ({ kind, ...(prefix && { prefix }), ...(owner && { owner }) }))
  }
  return { nodes, nodeOf, counts }
}

/** Whether the view opens an asset: one that it opens is shown, or is in a group of what is opened. */
function openedBy({ assets, ownerOf }: Grouped, { prefix, owner }: View): (asset: number) => boolean {
  if (!prefix && owner === undefined) return () => true
  const opened = Uint8Array.from(assets, (asset) =>
    asset.startsWith(prefix ?? '') && (owner === undefined || ownerOf(asset) === owner) ? 1 : 0,
  )
  return (asset) => opened[asset] === 1
}

/** The owner or the prefix of an asset, if it is one of those with the most; undefined where none is asked for. */
function namesOf(
  { assets, ownerOf, scores }: Grouped,
  { by, prefix = '' }: View,
  isOther: (asset: number) => boolean,
): ((asset: number) => string | undefined) | undefined {
  if (by !== 'owner' && by !== 'prefix') return undefined
  const nameOf = (asset: number): string | undefined =>
    by === 'owner' ? ownerOf(assets[asset]!) : nextPrefix(assets[asset]!, prefix)
  const sums = new Map<string, number>()
  for (let asset = 0; asset < assets.length; asset++) {
    const name = isOther(asset) ? nameOf(asset) : undefined
    if (name === undefined) continue
    let score = 0
    for (const of of scores) score += of(asset)
    sums.set(name, (sums.get(name) ?? 0) + score)
  }
  const sorted = [...sums].sort(([one, a], [other, b]) => b - a || (one < other ? -1 : 1))
  const names = new Set(sorted.slice(0, groupsMax).map(([name]) => name))
  return (asset) => {
    const name = nameOf(asset)
    return name !== undefined && names.has(name) ? name : undefined
  }
}

/** The id up to the next slash after the prefix; undefined where there is none. */
function nextPrefix(asset: AssetId, prefix: string): string | undefined {
  const end = asset.indexOf('/', Math.max(prefix.length, asset.indexOf(':')))
  return end < 0 ? undefined : asset.slice(0, end + 1)
}
