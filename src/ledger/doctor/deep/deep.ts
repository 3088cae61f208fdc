/**
 * `doctor --deep`: reads everything that the folder has and holds it against everything else. One check a question;
 * each is answered whatever the others find. It changes nothing.
 */
import type { DoctorCheck } from '../../../service/headwater.ts'
import type { Engines } from '../../engines.ts'
import { attempt } from '../doctor.ts'
import { examineVersions } from './versions.ts'

export async function examineDeeply(engines: Engines): Promise<DoctorCheck[]> {
  const { examineLogFile, examineLog } = await import('./log.ts')
  const { examineTables, examineRows, examineBooks } = await import('./usage.ts')
  const { examineRefused } = await import('./refused.ts')
  const { examineIndex, examineOwnIndexes } = await import('./identities.ts')
  return [
    ...(await attempt('engines', () => examineVersions(engines))),
    ...(await attempt('log file', () => examineLogFile(engines))),
    ...(await attempt('log', () => examineLog(engines))),
    ...(await attempt('usage files', () => examineTables(engines))),
    ...(await attempt('usage rows', () => examineRows(engines))),
    ...(await attempt('books', () => examineBooks(engines))),
    ...(await attempt('refused events', () => examineRefused(engines))),
    ...(await attempt('identities', () => examineIndex(engines))),
    ...(await attempt('own identities', () => examineOwnIndexes(engines))),
  ]
}
