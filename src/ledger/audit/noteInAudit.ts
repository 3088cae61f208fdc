/** Notes in the audit of a folder what a command did beside it, while another process may hold the folder. */
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { AuditAction, AuditEntry } from '../../service/headwater.ts'
import { folderFiles } from '../dataFolder.ts'
import { openAudit } from './auditLog.ts'

/**
 * @returns whether there is a data folder to note it in
 * @throws HeadwaterError `data.unwritable`, `data.diskFull`
 */
export async function noteInAudit(
  folder: string,
  action: AuditAction,
  details: AuditEntry['details'],
): Promise<boolean> {
  const path = resolve(folder)
  if (!existsSync(join(path, folderFiles.marker))) return false
  const audit = openAudit({ path: join(path, folderFiles.audit), clock: () => new Date(), sharedLog: false })
  await audit.record(action, undefined, details)
  return true
}
