import { previewItemsMax } from '../../service/headwater.ts'
import { epochPreview, epochReport } from '../../service/schemas/index.ts'
import type { Session } from '../session.ts'
import { type CommandDefinition, timeOption } from './definition.ts'
import { describeEpoch } from './epochs.ts'
import { describePreview } from './preview.ts'

interface CloseFlags {
  readonly until?: string
  readonly dryRun?: boolean
}

export const closeCommand: CommandDefinition = {
  usage: 'close',
  about: 'close an epoch: settle every call before a given time; this is final',
  examples: ['headwater close', 'headwater close --until 2026-07-01'],
  options: (command) =>
    command
      .option('--until <time>', 'a day (its first moment in UTC) or a time, in the past (default: now)')
      .option('--dry-run', 'show what the close would record, and record nothing'),
  async run(session, _operands, { until: written, dryRun }: CloseFlags) {
    const until = timeOption(session, '--until', written)
    if (dryRun) return preview(session, until)
    const progress = session.progress('close')
    const report = await session.with('writes', (headwater) =>
      headwater
        .close({
          ...(until !== undefined && { until }),
          onProgress: ({ stage, ...part }) => progress.update({ ...part, note: stage }),
        })
        .finally(() => progress.stop()),
    )
    await session.out.object(epochReport, report)
    await session.out.text(() => describeEpoch(report))
    return undefined
  },
}

/** Lines of each list that are printed as text. */
const previewLinesShown = 20

async function preview(session: Session, until: string | undefined): Promise<undefined> {
  const progress = session.progress('preview')
  const found = await session.with('reads', (headwater) =>
    headwater
      .preview({
        ...(until !== undefined && { until }),
        limit: session.out.json ? previewItemsMax : previewLinesShown,
        onProgress: ({ stage, ...part }) => progress.update({ ...part, note: stage }),
      })
      .finally(() => progress.stop()),
  )
  await session.out.object(epochPreview, found)
  await session.out.text(() => describePreview(found))
  return undefined
}
