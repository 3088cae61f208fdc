import { rateTable } from '../../documents/tables/registry.ts'
import { assetRate } from '../../service/schemas/index.ts'
import { type CommandDefinition, givenOptions, noneOf, pagesOf, timeOption } from './definition.ts'

interface Options {
  readonly asset?: string
  readonly at?: string
  readonly history?: true
}

export const ratesCommand: CommandDefinition = {
  usage: 'rates',
  about: 'list the rates in force, or all that were ever set; prices per million tokens',
  examples: ['headwater rates', 'headwater rates --asset model:acme/chat --at 2026-10-01 --history'],
  lists: true,
  options: (command) =>
    command
      .option('--asset <asset>', 'only rates of this asset')
      .option('--at <time>', 'what is in force at this time (default: now)')
      .option('--history', 'also rates that are not in force'),
  async run(session, _operands, { asset, at, history }: Options) {
    const query = givenOptions({ asset, at: timeOption(session, '--at', at), history })
    await session.with('reads', (headwater) =>
      session.out.list({
        schema: assetRate,
        rows: pagesOf((page) => headwater.rates({ ...page, ...query })),
        ...rateTable,
        none: noneOf('No rate.', query),
      }),
    )
    return undefined
  },
}
