import type { Command } from 'commander'
import { refusedTable } from '../../documents/tables/operations.ts'
import { fail } from '../../errors.ts'
import {
  type DismissOptions,
  inputFormats,
  pageItemsMax,
  type ReplayOptions,
} from '../../service/headwater.ts'
import { dismissReport, refusedEvent, replayReport } from '../../service/schemas/index.ts'
import { counted, formatTable } from '../output/table.ts'
import { type CommandDefinition, choiceOption, givenOptions, pagesOf, timeOption } from './definition.ts'
import { readFormat, readMapping } from './inputOptions.ts'

const rawShownMax = 60

const codeOption = (command: Command) => command.option('--code <code>', 'only events refused with this code')

export const refusedListCommand: CommandDefinition = {
  usage: 'list',
  about:
    'list refused events, with line, names, code and reason; the oldest first, in the order of their input',
  examples: ['headwater refused list', 'headwater refused list --code event.conflict --json'],
  options: codeOption,
  lists: true,
  async run(session, _operands, { code }: { code?: string }) {
    if (session.out.tabular) {
      await session.with('reads', (headwater) =>
        session.out.table(
          refusedTable,
          pagesOf((page) => headwater.refused({ ...page, ...givenOptions({ code }) })),
        ),
      )
      return undefined
    }
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
        if (page.items.length > 0) await session.out.text(() => describe(page.items))
        count += page.items.length
        cursor = page.next
        if (cursor === null) await session.out.text(() => describeLost(count, page.lost))
      } while (cursor !== null)
    })
    return undefined
  },
}

interface Entry {
  readonly id: string
  readonly origin: string
  readonly line: number
  readonly element?: number | undefined
  readonly source?: string | undefined
  readonly eventId?: string | undefined
  readonly code: string
  readonly message: string
  readonly raw: string
}

function describe(entries: readonly Entry[]): string {
  return formatTable(entries, [
    { head: 'entry', of: (entry) => entry.id },
    { head: 'from', of: (entry) => entry.origin },
    { head: 'line', of: (entry) => entry.line, kind: 'number' },
    { head: 'element', of: (entry) => entry.element ?? '', kind: 'number' },
    { head: 'source', of: (entry) => entry.source ?? '', kind: 'name' },
    { head: 'id', of: (entry) => entry.eventId ?? '', kind: 'name' },
    { head: 'code', of: (entry) => entry.code },
    { head: 'why', of: (entry) => entry.message },
    { head: 'event', of: ({ raw }) => (raw.length > rawShownMax ? `${raw.slice(0, rawShownMax)}…` : raw) },
  ])
}

function describeLost(
  count: number,
  lost: { notKept: number; dismissed: number; expired: number } | undefined,
): string {
  const lines = [count === 0 ? 'No refused events.' : `${counted(count, 'refused event')}.`]
  if (lost === undefined) return lines[0]!
  if (lost.notKept > 0)
    lines.push(`${lost.notKept} more were refused and not kept, because the list was full.`)
  if (lost.dismissed > 0) lines.push(`${lost.dismissed} were dismissed.`)
  if (lost.expired > 0) lines.push(`${lost.expired} were removed because of their age.`)
  return lines.join('\n')
}

export const refusedReplayCommand: CommandDefinition = {
  usage: 'replay',
  about: 'take in refused events again, e.g. after a missing currency is registered',
  examples: [
    'headwater refused replay',
    'headwater refused replay --code currency.unknown',
    'headwater refused replay --format litellm --mapping mapping.json',
  ],
  options: (command) =>
    codeOption(command)
      .addOption(
        choiceOption(
          '--format <format>',
          'decode the entries that look like it in this format, whatever they came as',
          inputFormats,
        ),
      )
      .option(
        '--mapping <file>',
        'JSON file with the mapping of that format; without --format, in place of the one that each entry came with',
      ),
  async run(
    session,
    _operands,
    { code, format, mapping }: { code?: string; format?: string; mapping?: string },
  ) {
    const options: ReplayOptions = {
      ...(code !== undefined && { code }),
      ...(format !== undefined && { format: readFormat(format) }),
      ...(mapping !== undefined && { mapping: readMapping(mapping) }),
    }
    const report = await session.with('writes', (headwater) => headwater.replayRefused(options))
    await session.out.object(replayReport, report)
    const { replayed, accepted, duplicate, conflict, rejected, skipped = 0, otherFormat = 0 } = report
    const skips = skipped > 0 ? `, ${skipped} skipped, because they bill nothing` : ''
    const others =
      otherFormat > 0 ? `; ${counted(otherFormat, 'event')} of other formats left as they are` : ''
    await session.out.text(
      `${counted(replayed, 'event')} tried again: ${accepted} accepted, ${duplicate} duplicate, ${conflict} conflict, ${rejected} still refused${skips}${others}`,
    )
    return undefined
  },
}

interface DismissFlags {
  readonly code?: string
  readonly id?: readonly string[]
  readonly before?: string
  readonly all?: boolean
}

export const refusedDismissCommand: CommandDefinition = {
  usage: 'dismiss',
  about: 'remove refused events from the list; they are counted, and the audit has who did it',
  examples: [
    'headwater refused dismiss --code line.notJson',
    'headwater refused dismiss --before 2026-10-01',
    'headwater refused dismiss --all',
  ],
  options: (command) =>
    codeOption(command)
      .option('--id <id...>', 'only these entries; `refused list` shows their ids')
      .option('--before <time>', 'only events refused before this day (its first moment in UTC) or time')
      .option('--all', 'every entry'),
  async run(session, _operands, { code, id, all, before: written }: DismissFlags) {
    const before = timeOption(session, '--before', written)
    if (!all && code === undefined && id === undefined && before === undefined) {
      fail('usage.invalid', 'Say which refused events to dismiss: --code, --id, --before, or --all.')
    }
    const selection: DismissOptions = {
      ...(code !== undefined && { code }),
      ...(id !== undefined && { ids: id }),
      ...(before !== undefined && { before }),
      ...(all && { all }),
    }
    const report = await session.with('writes', (headwater) => headwater.dismissRefused(selection))
    await session.out.object(dismissReport, report)
    await session.out.text(`${counted(report.dismissed, 'refused event')} dismissed; ${report.left} left.`)
    return undefined
  },
}
