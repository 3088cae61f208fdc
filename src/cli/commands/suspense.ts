import { suspenseTable } from '../../documents/tables/calls.ts'
import { suspenseLine } from '../../service/schemas/index.ts'
import { type CommandDefinition, givenOptions, noneOf, pagesOf } from './definition.ts'

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
        ...suspenseTable,
        none: noneOf('No call is in suspense.', { asset }),
      }),
    )
    return undefined
  },
}
