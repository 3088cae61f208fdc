import { assetTable } from '../../documents/tables/registry.ts'
import { assetView } from '../../service/schemas/index.ts'
import { type CommandDefinition, givenOptions, noneOf, pagesOf } from './definition.ts'

export const assetsCommand: CommandDefinition = {
  usage: 'assets',
  about: 'list registered assets, in the order recorded',
  examples: ['headwater assets', 'headwater assets --prefix model:acme/ --owner acme'],
  lists: true,
  options: (command) =>
    command
      .option('--prefix <text>', 'only assets whose id begins with it')
      .option('--owner <payee>', 'only assets of this payee'),
  async run(session, _operands, { prefix, owner }: { prefix?: string; owner?: string }) {
    await session.with('reads', (headwater) =>
      session.out.list({
        schema: assetView,
        rows: pagesOf((page) => headwater.assets({ ...page, ...givenOptions({ prefix, owner }) })),
        ...assetTable,
        none: noneOf('No asset.', { prefix, owner }),
      }),
    )
    return undefined
  },
}
