/** What other users may do with the folder, and how many files this process may open. */
import { lstatSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { DoctorCheck } from '../../service/headwater.ts'
import { doubtful, fine } from './doctor.ts'

/** An engine with many parts has several files of each open. */
const openFilesLow = 1_024
/** A folder has few entries at its top; below, the engines make many, whose modes follow from those above. */
const depthMax = 2

export function examineModes(path: string): DoctorCheck[] {
  const open = openEntries(resolve(path), depthMax)
  if (open === undefined) return []
  const name = 'permissions'
  if (open.length === 0) return [fine(name, 'only the owner can read the data folder')]
  const detail = `other users may read or write ${open.length === 1 ? '' : `${open.length} entries, such as `}${open[0]}: payees, amounts and refused records are in there`
  return [doubtful(name, detail, `Take the rights of others away: chmod -R go-rwx ${resolve(path)}`)]
}

/** Entries that others have rights on; undefined where there is no folder, or where such rights mean nothing. */
function openEntries(folder: string, depth: number): string[] | undefined {
  if (process.platform === 'win32') return undefined
  const entry = lstatSync(folder, { throwIfNoEntry: false })
  if (entry === undefined) return undefined
  // A user that may not pass the folder reaches nothing in it.
  return (entry.mode & 0o077) === 0 ? [] : [folder, ...openInside(folder, depth)]
}

function openInside(folder: string, depth: number): string[] {
  if (depth === 0) return []
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.isSymbolicLink()) return []
    const path = join(folder, entry.name)
    const stats = lstatSync(path, { throwIfNoEntry: false })
    if (stats === undefined || (stats.mode & 0o077) === 0) return []
    return [path, ...(entry.isDirectory() ? openInside(path, depth - 1) : [])]
  })
}

export function examineFileLimit(limit = openFileLimit()): DoctorCheck[] {
  if (limit === undefined) return []
  const detail = `this process may open ${limit === Number.POSITIVE_INFINITY ? 'any number of' : limit} files`
  if (limit >= openFilesLow) return [fine('open files', detail)]
  const mend = `Raise the limit to ${openFilesLow} or more: \`ulimit -n 4096\` in the shell, or LimitNOFILE in the service.`
  return [doubtful('open files', `${detail}, and the usage store needs more as it grows`, mend)]
}

/** Undefined where the system does not say. */
function openFileLimit(): number | undefined {
  try {
    const soft = /^Max open files\s+(\S+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1]
    if (soft === undefined) return undefined
    return soft === 'unlimited' ? Number.POSITIVE_INFINITY : Number(soft)
  } catch {
    const { userLimits } = process.report.getReport() as {
      userLimits?: { open_files?: { soft?: string | number } }
    }
    const soft = userLimits?.open_files?.soft
    if (soft === undefined) return undefined
    return soft === 'unlimited' ? Number.POSITIVE_INFINITY : Number(soft)
  }
}
