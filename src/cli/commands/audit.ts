import { auditTable } from '../../documents/tables/operations.ts'
import { auditEntry } from '../../service/schemas/index.ts'
import { type CommandDefinition, givenOptions, noneOf, pagesOf, timeOption } from './definition.ts'

export const auditCommand: CommandDefinition = {
  usage: 'audit',
  about: 'list who recorded registry events, closed epochs, replayed refused events, and changed keys',
  examples: ['headwater audit', 'headwater audit --since 2026-10-01 --json'],
  options: (command) =>
    command.option(
      '--since <time>',
      'only entries from this time on: a day (its first moment in UTC) or a time',
    ),
  lists: true,
  async run(session, _operands, { since: written }: { since?: string }) {
    const since = timeOption(session, '--since', written)
    await session.with('reads', (headwater) =>
      session.out.list({
        schema: auditEntry,
        rows: pagesOf((page) => headwater.audit({ ...page, ...givenOptions({ since }) })),
        ...auditTable,
        none: noneOf('Nothing was done yet.', { since }),
      }),
    )
    return undefined
  },
}
