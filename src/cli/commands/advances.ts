import type { AdvancePage } from '../../service/headwater.ts'
import { advanceLine } from '../../service/schemas/index.ts'
import type { Column } from '../output/table.ts'
import { type CommandDefinition, givenOptions, ofPayeeOrCurrency, pagesOf } from './definition.ts'

const columns: readonly Column<AdvancePage['items'][number]>[] = [
  { head: 'clause', of: (line) => line.clause, kind: 'name' },
  { head: 'payee', of: (line) => line.payee, kind: 'name' },
  { head: 'to', of: (line) => line.to, kind: 'name' },
  { head: 'currency', of: (line) => line.currency },
  { head: 'cap', of: (line) => line.cap, kind: 'amount' },
  { head: 'taken', of: (line) => line.taken, kind: 'amount' },
  { head: 'left', of: (line) => line.left, kind: 'amount' },
  { head: 'pace', of: ({ pace }) => pace?.taken ?? null, kind: 'amount' },
  { head: 'pace from', of: ({ pace }) => pace?.from ?? null, kind: 'time' },
  { head: 'pace until', of: ({ pace }) => pace?.until ?? null, kind: 'time' },
  { head: 'recouped by', of: (line) => line.recoupedBy, kind: 'time' },
]

export const advancesCommand: CommandDefinition = {
  usage: 'advances',
  about:
    'list clauses with a cap: what is recouped, what is left, and until when at the pace of the last epochs',
  examples: ['headwater advances', 'headwater advances --payee alice --json'],
  lists: true,
  options: ofPayeeOrCurrency,
  async run(session, _operands, { payee, currency }: { payee?: string; currency?: string }) {
    await session.with('reads', (headwater) =>
      session.out.list({
        schema: advanceLine,
        rows: pagesOf((page) => headwater.advances({ ...page, ...givenOptions({ payee, currency }) })),
        columns,
        none: 'No clause has a cap.',
      }),
    )
    return undefined
  },
}
