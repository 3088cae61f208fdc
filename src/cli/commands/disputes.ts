import { disputeTable } from '../../documents/tables/contracts.ts'
import { disputeLine } from '../../service/schemas/index.ts'
import { type CommandDefinition, pagesOf } from './definition.ts'

export const disputesCommand: CommandDefinition = {
  usage: 'disputes',
  about: 'list open disputes, the oldest first, with their age and what they hold',
  examples: ['headwater disputes', 'headwater disputes --json'],
  lists: true,
  async run(session) {
    await session.with('reads', (headwater) =>
      session.out.list({
        schema: disputeLine,
        rows: pagesOf((page) => headwater.disputes(page)),
        ...disputeTable,
        none: 'No dispute is open.',
      }),
    )
    return undefined
  },
}
