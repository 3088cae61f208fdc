import { feeTable } from '../../documents/tables/registry.ts'
import { feeView } from '../../service/schemas/index.ts'
import { type CommandDefinition, givenOptions, noneOf, pagesOf, timeOption } from './definition.ts'

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
        ...feeTable,
        none: noneOf('No fee.', query),
      }),
    )
    return undefined
  },
}
