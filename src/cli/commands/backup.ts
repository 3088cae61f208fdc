import { backupReport } from '../../service/schemas/index.ts'
import { counted } from '../output/table.ts'
import type { CommandDefinition } from './definition.ts'
import { describeElsewhere, mebibytes } from './restore.ts'

export const backupCommand: CommandDefinition = {
  usage: 'backup <folder>',
  about: 'copy the ledger, as it is at one moment, into a new folder, with a digest of every file',
  examples: [
    'headwater backup /backups/2026-10-01',
    'headwater backup 2026-10-01 --url http://127.0.0.1:8787     # on the machine of the server, below its HEADWATER_BACKUPS',
  ],
  async run(session, [folder]: [string]) {
    const report = await session.with('changes', (headwater) => headwater.backup(folder))
    await session.out.object(backupReport, report)
    await session.out.text(
      [
        `The backup is in ${report.folder}: ${counted(report.files, 'file')}, ${mebibytes(report.bytes)}, log position ${report.position}`,
        ...describeElsewhere(report.elsewhere),
        `Its digest is ${report.sha256}`,
      ].join('\n'),
    )
    return undefined
  },
}
