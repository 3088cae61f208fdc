import { fail } from '../../errors.ts'
import { type EpochPreview, previewItemsMax } from '../../service/headwater.ts'
import { epochPreview, epochReport } from '../../service/schemas/index.ts'
import { askYesNo, isTerminal } from '../output/ask.ts'
import { exitCodes } from '../output/fault.ts'
import { describeStage } from '../output/progress.ts'
import type { Session } from '../session.ts'
import { type CommandDefinition, parseEpochNumber, timeOption } from './definition.ts'
import { describeEpoch } from './epochs.ts'
import { describePreview } from './preview.ts'

interface CloseFlags {
  readonly until?: string | undefined
  readonly dryRun?: boolean
  readonly confirm?: string
  readonly epoch?: string
  readonly ahead?: boolean
  readonly yes?: boolean
  readonly treeFormat?: readonly string[]
}

type Service = Parameters<Parameters<Session['with']>[1]>[0]

export const closeCommand: CommandDefinition = {
  usage: 'close',
  about: 'close an epoch: settle every call before a given time; this is final',
  examples: ['headwater close --dry-run', 'headwater close', 'headwater close --until 2026-07-01 --epoch 7'],
  options: (command) =>
    command
      .option('--until <time>', 'a day (its first moment in UTC) or a time, in the past (default: now)')
      .option('--dry-run', 'show what the close would record, and record nothing')
      .option('--confirm <text>', 'close exactly what a dry run showed: the text that it printed')
      .option('--epoch <number>', 'the number that the epoch must get')
      .option('--ahead', 'close although --until is further after the newest event than the setting allows')
      .option(
        '--tree-format <chain=format>',
        'the format of a chain’s trees from this epoch on, as eip155:8453=merkl; may be repeated',
        (one: string, before: readonly string[] = []) => [...before, one],
      )
      .option('--yes', 'do not ask on a terminal'),
  async run(session, _operands, written: CloseFlags) {
    const flags = { ...written, until: timeOption(session, '--until', written.until) }
    if (flags.dryRun) {
      const shown = await session.with('reads', (headwater) => preview(session, headwater, flags))
      await session.out.object(epochPreview, shown)
      await session.out.text(() => describePreview(shown, formatFlags(flags)))
      return undefined
    }
    return session.with('writes', async (headwater) => {
      if (flags.confirm !== undefined || flags.yes || !isTerminal(session.streams)) {
        return close(session, headwater, flags)
      }
      const shown = await preview(session, headwater, flags)
      const question = `${describePreview(shown, formatFlags(flags))}\n\nClose epoch ${shown.epoch}? This is final.`
      if (await askYesNo(session.streams, question, session.out.json)) {
        return close(session, headwater, { ...flags, until: shown.until, confirm: shown.confirm })
      }
      session.streams.stderr.write('Nothing was closed.\n')
      return exitCodes.checkFailed
    })
  },
}

/** Lines of each list that are printed as text. */
const previewLinesShown = 20

async function preview(session: Session, headwater: Service, flags: CloseFlags): Promise<EpochPreview> {
  const { until } = flags
  const progress = session.progress('preview')
  return headwater
    .preview({
      ...(until !== undefined && { until }),
      ...treeFormats(flags),
      limit: session.out.json ? previewItemsMax : previewLinesShown,
      onProgress: ({ stage, millisecondsLeft, ...part }) =>
        progress.update({ ...part, note: describeStage(stage, millisecondsLeft) }),
    })
    .finally(() => progress.stop())
}

async function close(session: Session, headwater: Service, flags: CloseFlags): Promise<undefined> {
  const { until, confirm, epoch, ahead } = flags
  const progress = session.progress('close')
  const report = await headwater
    .close({
      ...(until !== undefined && { until }),
      ...(confirm !== undefined && { confirm }),
      ...(epoch !== undefined && { epoch: parseEpochNumber(epoch) }),
      ...(ahead && { ahead }),
      ...treeFormats(flags),
      onProgress: ({ stage, millisecondsLeft, ...part }) =>
        progress.update({ ...part, note: describeStage(stage, millisecondsLeft) }),
    })
    .finally(() => progress.stop())
  for (const { message } of report.warnings ?? []) session.streams.stderr.write(`Warning: ${message}\n`)
  await session.out.object(epochReport, report)
  await session.out.text(() => describeEpoch(report))
  return undefined
}

function formatFlags({ treeFormat = [] }: CloseFlags): string[] {
  return treeFormat.map((one) => `--tree-format ${one}`)
}

/** The last one of a chain counts. @throws HeadwaterError `usage.invalid` */
function treeFormats({ treeFormat }: CloseFlags): { readonly treeFormats?: Record<string, string> } {
  if (treeFormat === undefined) return {}
  const formats = treeFormat.map((one) => {
    const [chain, format, ...rest] = one.split('=')
    if (!chain || !format || rest.length > 0) {
      fail('usage.invalid', `--tree-format takes a chain and a format, as eip155:8453=merkl, not ${one}.`)
    }
    return [chain, format] as const
  })
  return { treeFormats: Object.fromEntries(formats) }
}
