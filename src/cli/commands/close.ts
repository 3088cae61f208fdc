import { epochReport } from '../../service/schemas/index.ts'
import type { CommandDefinition } from './definition.ts'
import { describeEpoch } from './epochs.ts'

export const closeCommand: CommandDefinition = {
  usage: 'close',
  about: 'close an epoch: settle every call before a given time; this is final',
  examples: ['headwater close', 'headwater close --until 2026-07-01T00:00:00Z'],
  options: (command) => command.option('--until <time>', 'RFC 3339, in the past (default: now)'),
  async run(session, _operands, { until }: { until?: string }) {
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
