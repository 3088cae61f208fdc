import { fail } from '../../errors.ts'
import { restoreReport } from '../../service/schemas/index.ts'
import { counted } from '../output/table.ts'
import type { CommandDefinition } from './definition.ts'

export const restoreCommand: CommandDefinition = {
  usage: 'restore <backup>',
  about: 'make a new data folder from a backup, after its files were compared with their digests',
  examples: ['headwater restore /backups/2026-10-01 --data ./books'],
  async run(session, [backup]: [string]) {
    const { config } = session
    if (config.remote.url !== undefined)
      fail('usage.invalid', 'A data folder is restored on this machine: leave out --url and HEADWATER_URL.')
    const { restoreFolder } = await import('../../ledger/open.ts')
    const report = await restoreFolder(config, backup)
    await session.out.object(restoreReport, report)
    await session.out.text(
      [
        `The data folder is ${report.data}: ${counted(report.files, 'file')}, ${mebibytes(report.bytes)}, as of ${report.takenAt}, log position ${report.position}`,
        ...describeElsewhere(report.elsewhere),
        'Next: headwater doctor, then headwater verify, then send again everything since then. What is there already counts once.',
      ].join('\n'),
    )
    return undefined
  },
}

export function mebibytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(1)} MiB`
}

/** What a backup does not have. */
export function describeElsewhere(elsewhere: readonly ('events' | 'calls')[]): string[] {
  const servers = { events: 'the events are in KurrentDB', calls: 'the calls are on a ClickHouse server' }
  return elsewhere.map((what) => `Not in it: ${servers[what]}, which has backups of its own`)
}
