import { type AuditEntry, pageItemsMax } from '../../service/headwater.ts'
import { auditEntry } from '../../service/schemas/index.ts'
import { formatTable } from '../output/table.ts'
import type { CommandDefinition } from './definition.ts'

export const auditCommand: CommandDefinition = {
  usage: 'audit',
  about: 'list who recorded registry events, closed epochs, replayed refused events, and changed keys',
  examples: ['headwater audit', 'headwater audit --since 2026-10-01T00:00:00Z --json'],
  options: (command) => command.option('--since <time>', 'only entries from this time on, RFC 3339'),
  async run(session, _operands, { since }: { since?: string }) {
    const shown: AuditEntry[] = []
    await session.with('reads', async (headwater) => {
      let cursor: string | null = null
      do {
        const page = await headwater.audit({
          limit: pageItemsMax,
          ...(since !== undefined && { since }),
          ...(cursor !== null && { cursor }),
        })
        for (const entry of page.items) await session.out.object(auditEntry, entry)
        shown.push(...page.items)
        cursor = page.next
      } while (cursor !== null)
    })
    await session.out.text(() => (shown.length === 0 ? 'Nothing was done yet.' : describe(shown)))
    return undefined
  },
}

function describe(entries: readonly AuditEntry[]): string {
  return formatTable(entries, [
    { head: 'at', of: ({ at }) => at },
    { head: 'action', of: ({ action }) => action },
    { head: 'by', of: ({ actor }) => actor.kind },
    { head: 'name', of: ({ actor }) => actor.name, kind: 'name' },
    { head: 'details', of: ({ details }) => Object.entries(details).map(describeDetail).join(', ') },
  ])
}

function describeDetail([name, value]: [string, AuditEntry['details'][string]]): string {
  const shown = Array.isArray(value) ? value.join('; ') : JSON.stringify(value)
  return `${name} ${typeof value === 'object' ? shown : value}`
}
