/** The versions of the engines, for the reader of the report. */
import type { DoctorCheck } from '../../../service/headwater.ts'
import type { Engines } from '../../engines.ts'
import { fine } from '../doctor.ts'

export async function examineVersions({ usage, sharedLog }: Engines): Promise<DoctorCheck> {
  const { version, files } = await usage.get()
  const clickHouse = `ClickHouse ${await version()} ${files === undefined ? 'on a server' : 'in this process'}`
  const log = sharedLog ? ['KurrentDB on a server'] : []
  return fine(
    'engines',
    [`Node ${process.versions.node}`, `SQLite ${process.versions.sqlite}`, ...log, clickHouse].join(', '),
  )
}
