import type { FeeView } from '../../service/headwater.ts'
import { feeView } from '../../service/schemas/index.ts'
import type { Column } from '../output/table.ts'
import { type CommandDefinition, givenOptions, pagesOf, timeOption } from './definition.ts'

const columns: readonly Column<FeeView>[] = [
  { head: 'share', of: (fee) => fee.share, kind: 'amount' },
  { head: 'payee', of: (fee) => fee.payee, kind: 'name' },
  { head: 'effectiveFrom', of: (fee) => fee.effectiveFrom, kind: 'time' },
  { head: 'inForce', of: (fee) => fee.inForce, kind: 'flag' },
]

export const feesCommand: CommandDefinition = {
  usage: 'fees',
  about: 'show the platform fee in force, or all that were ever set',
  examples: ['headwater fees', 'headwater fees --at 2026-10-01 --history'],
  lists: true,
  options: (command) =>
    command
      .option('--at <time>', 'what is in force at this time (default: now)')
      .option('--history', 'also fees that are not in force'),
  async run(session, _operands, { at, history }: { at?: string; history?: true }) {
    const query = givenOptions({ at: timeOption(session, '--at', at), history })
    await session.with('reads', (headwater) =>
      session.out.list({
        schema: feeView,
        rows: pagesOf((page) => headwater.fees({ ...page, ...query })),
        columns,
        none: 'No fee.',
      }),
    )
    return undefined
  },
}
