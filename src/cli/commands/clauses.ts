import { describeTiers } from '../../documents/tiers.ts'
import type { ClausePage } from '../../service/headwater.ts'
import { clauseLine } from '../../service/schemas/index.ts'
import type { Column } from '../output/table.ts'
import { type CommandDefinition, givenOptions, ofPayeeOrCurrency, pagesOf } from './definition.ts'

const columns: readonly Column<ClausePage['items'][number]>[] = [
  { head: 'clause', of: (line) => line.clause, kind: 'name' },
  { head: 'state', of: (line) => line.state },
  { head: 'payee', of: (line) => line.payee, kind: 'name' },
  { head: 'to', of: (line) => line.to, kind: 'name' },
  { head: 'currency', of: (line) => line.currency },
  { head: 'share', of: ({ tiers }) => describeTiers(tiers) },
  { head: 'cap', of: (line) => line.cap, kind: 'amount' },
  { head: 'base', of: (line) => line.base, kind: 'amount' },
  { head: 'taken', of: (line) => line.taken, kind: 'amount' },
  { head: 'left', of: (line) => line.left, kind: 'amount' },
  { head: 'of', of: ({ assets, roles }) => [...(assets ?? []), ...(roles ?? [])].join(' ') || null },
  { head: 'from', of: (line) => line.effectiveFrom, kind: 'time' },
  { head: 'until', of: (line) => line.until, kind: 'time' },
]

export const clausesCommand: CommandDefinition = {
  usage: 'clauses',
  about: 'list clauses, which divert earnings: their terms, what they took to date and what is left',
  examples: ['headwater clauses', 'headwater clauses --payee alice --json'],
  lists: true,
  options: ofPayeeOrCurrency,
  async run(session, _operands, { payee, currency }: { payee?: string; currency?: string }) {
    await session.with('reads', (headwater) =>
      session.out.list({
        schema: clauseLine,
        rows: pagesOf((page) => headwater.clauses({ ...page, ...givenOptions({ payee, currency }) })),
        columns,
        none: 'No clause is agreed.',
      }),
    )
    return undefined
  },
}
