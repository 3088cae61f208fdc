/** The table of a flow: a line for each link of its picture. */
import type { CallFlow, EpochFlow } from '../../service/headwater.ts'
import { counted } from '../counted.ts'
import type { Table } from './table.ts'

type Currency = (EpochFlow | CallFlow)['currencies'][number]
type Node = Currency['nodes'][number]

interface LinkLine {
  readonly currency: string
  readonly from: string
  readonly to: string
  readonly amount: string
}

export const flowTable: Table<{ readonly currencies: readonly Currency[] }, LinkLine> = {
  name: 'flow',
  columns: [
    { head: 'currency', of: ({ currency }) => currency },
    { head: 'from', of: ({ from }) => from, kind: 'name' },
    { head: 'to', of: ({ to }) => to, kind: 'name' },
    { head: 'amount', of: ({ amount }) => amount, kind: 'amount' },
  ],
  lines: ({ currencies }) =>
    currencies.flatMap(({ currency, nodes, links }) => {
      const names = new Map(nodes.map((node) => [node.id, nameOf(node)]))
      return links.map(({ from, to, amount }) => ({
        currency,
        from: names.get(from)!,
        to: names.get(to)!,
        amount,
      }))
    }),
}

/** A node as people read it. */
function nameOf({ type, asset, payee, kind, owner, prefix, outside, count }: Node): string {
  switch (type) {
    case 'asset':
      return asset!
    case 'payee':
      return `payee ${payee}`
    case 'payees':
      return count === undefined ? 'other payees' : `${counted(count, 'other payee')}`
    case 'assets': {
      const of = [kind, owner && `of ${owner}`, prefix && `with ${prefix}…`].filter(Boolean).join(' ')
      return `${counted(count!, 'other asset')}, ${outside ? 'not opened, ' : ''}${of}`
    }
    case 'further':
      return 'sources further up'
    default:
      return type
  }
}
