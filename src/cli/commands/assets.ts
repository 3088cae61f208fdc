import type { AssetView } from '../../service/headwater.ts'
import { assetView } from '../../service/schemas/index.ts'
import type { Column } from '../output/table.ts'
import { type CommandDefinition, givenOptions, pagesOf } from './definition.ts'

const columns: readonly Column<AssetView>[] = [
  { head: 'asset', of: ({ asset }) => asset, kind: 'name' },
  { head: 'owner', of: ({ owner }) => owner, kind: 'name' },
  { head: 'name', of: ({ name }) => name, kind: 'name' },
  { head: 'versions', of: ({ versions }) => versions, kind: 'number' },
  { head: 'latestVersion', of: ({ latestVersion }) => latestVersion },
]

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
        columns,
        none: 'No asset.',
      }),
    )
    return undefined
  },
}
