import { pageItemsMax } from '../../service/headwater.ts'
import { refusedEvent, replayReport } from '../../service/schemas/index.ts'
import { counted, formatTable } from '../output/table.ts'
import type { CommandDefinition } from './definition.ts'

const rawShownMax = 60

export const refusedListCommand: CommandDefinition = {
  usage: 'list',
  about: 'list refused events, with line, code and reason; the oldest first',
  examples: ['headwater refused list', 'headwater refused list --code event.conflict --json'],
  options: (command) => command.option('--code <code>', 'only events refused with this code'),
  async run(session, _operands, { code }: { code?: string }) {
    let count = 0
    await session.with('reads', async (headwater) => {
      let cursor: string | null = null
      do {
        const page = await headwater.refused({
          limit: pageItemsMax,
          ...(code !== undefined && { code }),
          ...(cursor !== null && { cursor }),
        })
        for (const entry of page.items) await session.out.object(refusedEvent, entry)
        if (page.items.length > 0) await session.out.text(describe(page.items))
        count += page.items.length
        cursor = page.next
      } while (cursor !== null)
    })
    if (count === 0) await session.out.text('No refused events.')
    return undefined
  },
}

function describe(
  entries: readonly { origin: string; line: number; code: string; message: string; raw: string }[],
): string {
  return formatTable(entries, [
    { head: 'from', of: (entry) => entry.origin, kind: 'name' },
    { head: 'line', of: (entry) => entry.line, kind: 'number' },
    { head: 'code', of: (entry) => entry.code },
    { head: 'why', of: (entry) => entry.message },
    { head: 'event', of: ({ raw }) => (raw.length > rawShownMax ? `${raw.slice(0, rawShownMax)}…` : raw) },
  ])
}

export const refusedReplayCommand: CommandDefinition = {
  usage: 'replay',
  about: 'take in refused events again, e.g. after a missing currency is registered',
  examples: ['headwater refused replay', 'headwater refused replay --code currency.unknown'],
  options: (command) => command.option('--code <code>', 'only events refused with this code'),
  async run(session, _operands, { code }: { code?: string }) {
    const report = await session.with('writes', (headwater) =>
      headwater.replayRefused(code === undefined ? {} : { code }),
    )
    await session.out.object(replayReport, report)
    const { replayed, accepted, duplicate, conflict, rejected } = report
    await session.out.text(
      `${counted(replayed, 'event')} tried again: ${accepted} accepted, ${duplicate} duplicate, ${conflict} conflict, ${rejected} still refused`,
    )
    return undefined
  },
}
