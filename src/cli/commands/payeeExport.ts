import { payeeExportLine } from '../../service/schemas/index.ts'
import type { CommandDefinition } from './definition.ts'

export const payeeExportCommand: CommandDefinition = {
  usage: 'payee-export <payee>',
  about:
    'write everything about one payee as JSON lines: accounts, work, statements, proofs, clauses, claims',
  examples: ['headwater payee-export ann > ann.ndjson'],
  async run(session, [payee]: [string]) {
    await session.with('reads', async (headwater) => {
      for await (const line of headwater.payeeExport(payee)) {
        if (session.out.json) await session.out.object(payeeExportLine, line)
        else await session.out.text(JSON.stringify(line))
      }
    })
    return undefined
  },
}
