import type { SuspensePage } from '../../service/headwater.ts'
import { suspenseLine } from '../../service/schemas/index.ts'
import type { Column } from '../output/table.ts'
import { type CommandDefinition, givenOptions, pagesOf } from './definition.ts'

const columns: readonly Column<SuspensePage['items'][number]>[] = [
  { head: 'asset', of: (line) => line.asset, kind: 'name' },
  { head: 'version', of: (line) => line.version },
  { head: 'currency', of: (line) => line.currency },
  { head: 'calls', of: (line) => line.calls, kind: 'number' },
  { head: 'amount', of: (line) => line.amount, kind: 'amount' },
  { head: 'oldest', of: (line) => line.oldest, kind: 'time' },
  { head: 'newest', of: (line) => line.newest, kind: 'time' },
  { head: 'waits', of: (line) => line.waits },
  { head: 'near', of: ({ near }) => near.join(' ') },
]

export const suspenseCommand: CommandDefinition = {
  usage: 'suspense',
  about: 'list calls whose asset or version is not known, by what they name, and which known name is near',
  examples: ['headwater suspense', 'headwater suspense --asset model:acme/chatt --json'],
  lists: true,
  options: (command) => command.option('--asset <asset>', 'only calls that name this asset'),
  async run(session, _operands, { asset }: { asset?: string }) {
    await session.with('reads', (headwater) =>
      session.out.list({
        schema: suspenseLine,
        rows: pagesOf((page) => headwater.suspense({ ...page, ...givenOptions({ asset }) })),
        columns,
        none: 'No call is in suspense.',
      }),
    )
    return undefined
  },
}
