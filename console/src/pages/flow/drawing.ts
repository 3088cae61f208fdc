/**
 * The graph of a flow as d3-sankey draws it: from left to right, with widths above zero. Links that run against the others,
 * and amounts that corrections took back, end at the edge of the picture in nodes of their own. The table has them as they
 * are.
 */
import type { EpochFlow } from 'headwater/client'

export type CurrencyFlow = EpochFlow['currencies'][number]
export type FlowNode = CurrencyFlow['nodes'][number]

export interface DrawnNode {
  readonly id: string
  readonly label: string
  readonly type: FlowNode['type'] | 'back' | 'taken'
  /** The node of the answer; none for what is made for the drawing. */
  readonly node?: FlowNode
}

export interface DrawnLink {
  readonly source: string
  readonly target: string
  /** For the width alone. */
  readonly value: number
  readonly label: string
}

export function drawnGraph(flow: CurrencyFlow): { nodes: DrawnNode[]; links: DrawnLink[] } {
  const known = new Map(flow.nodes.map((node) => [node.id, node]))
  const nodes = new Map<string, DrawnNode>()
  const links: DrawnLink[] = []
  const end = (id: string): string => {
    const node = known.get(id)
    if (node && !nodes.has(id)) nodes.set(id, { id, label: nameOf(node), type: node.type, node })
    return id
  }
  const made = (id: string, type: 'back' | 'taken', label: string): string => {
    nodes.set(id, { id, label, type })
    return id
  }
  for (const { from, to, amount, turns } of flow.links) {
    const [one, other] = [known.get(from), known.get(to)]
    // A link of a node that the answer does not have is in the table alone.
    if (one === undefined || other === undefined) continue
    const label = `${nameOf(one)} to ${nameOf(other)}: ${amount} ${flow.currency}`
    const value = Math.abs(Number(amount))
    if (amount.startsWith('-')) {
      links.push({ source: end(to), target: made('taken-out', 'taken', 'taken back'), value, label })
      if (from !== 'calls')
        links.push({ source: made('taken-in', 'taken', 'taken back'), target: end(from), value, label })
    } else if (turns) {
      links.push({ source: end(from), target: made('back-out', 'back', 'back to assets'), value, label })
      links.push({ source: made('back-in', 'back', 'back from assets'), target: end(to), value, label })
    } else links.push({ source: end(from), target: end(to), value, label })
  }
  return { nodes: [...nodes.values()], links }
}

const groupNames = {
  calls: 'calls',
  further: 'sources further up',
  fee: 'fee',
  rounding: 'rounding',
} as const

/** A node as people read it. */
export function nameOf(node: FlowNode): string {
  const { type, asset, payee, kind, owner, prefix, outside, count } = node
  switch (type) {
    case 'asset':
      return asset ?? ''
    case 'payee':
      return payee ?? ''
    case 'payees':
      return count === undefined ? 'other payees' : `${count} other payee${count === 1 ? '' : 's'}`
    case 'assets': {
      const of = [kind, owner && `of ${owner}`, prefix && `${prefix}…`].filter(Boolean).join(', ')
      return `${count} ${outside ? 'not opened' : 'other asset'}${count === 1 || outside ? '' : 's'}: ${of}`
    }
    default:
      return groupNames[type]
  }
}
