/**
 * The file of the audit: one line for each entry, which ends with a digest of the line. Lines are only added, each with
 * one write. It is no part of the log, so no root and no manifest depends on it, and processes that do not hold the
 * folder can add to it: `keys` beside a server does.
 */
import { createHash } from 'node:crypto'
import { type FileHandle, open } from 'node:fs/promises'
import { fail } from '../../errors.ts'
import type { AuditEntry } from '../../service/headwater.ts'

/** What a line of the file is: an entry, or a line that no entry can be read from. */
type AuditLine = { readonly from: number; readonly to: number } & (
  | { readonly entry: AuditEntry }
  | { readonly entry?: undefined }
)

const sumDigits = 16
const tail = new RegExp(`,"sum":"([0-9a-f]{${sumDigits}})"}$`)
const chunkBytes = 65_536

function formatLine(entry: AuditEntry): string {
  const text = JSON.stringify(entry)
  return `${text.slice(0, -1)},"sum":"${sumOf(text)}"}\n`
}

/** Undefined for a line that is not as it was written. */
function parseLine(line: string): AuditEntry | undefined {
  const found = tail.exec(line)
  if (found === null) return undefined
  const text = `${line.slice(0, found.index)}}`
  if (sumOf(text) !== found[1]) return undefined
  return JSON.parse(text) as AuditEntry
}

function sumOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, sumDigits)
}

/** Adds entries, durably. A line that a process could not finish ends where it is. */
export async function appendEntries(path: string, entries: readonly AuditEntry[]): Promise<void> {
  try {
    const file = await open(path, 'a+', 0o600)
    try {
      const { size } = await file.stat()
      const last = Buffer.alloc(1)
      if (size > 0) await file.read(last, 0, 1, size - 1)
      const cut = size > 0 && last[0] !== 10
      await file.appendFile(`${cut ? '\n' : ''}${entries.map(formatLine).join('')}`)
      await file.datasync()
    } finally {
      await file.close()
    }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'ENOSPC') fail('data.diskFull', `No space is left on the disk of ${path}.`)
    fail('data.unwritable', `${path} can't be written: ${message}.`)
  }
}

/** The lines from the byte `from` on, which is where a line begins. None where there is no file. */
export async function* readLines(path: string, from = 0): AsyncGenerator<AuditLine> {
  const file = await openToRead(path)
  if (file === undefined) return
  try {
    let at = from
    let rest = Buffer.alloc(0)
    const chunk = Buffer.alloc(chunkBytes)
    for (let read = from; ; ) {
      const { bytesRead } = await file.read(chunk, 0, chunkBytes, read)
      if (bytesRead === 0) break
      read += bytesRead
      rest = Buffer.concat([rest, chunk.subarray(0, bytesRead)])
      let start = 0
      for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10, start)) {
        yield {
          from: at,
          to: at + end + 1 - start,
          entry: parseLine(rest.toString('utf8', start, end)),
        } as AuditLine
        at += end + 1 - start
        start = end + 1
      }
      rest = rest.subarray(start)
    }
    if (rest.length > 0) yield { from: at, to: at + rest.length } as AuditLine
  } finally {
    await file.close()
  }
}

/** Whether a line begins at the byte. */
export async function isLineStart(path: string, at: number): Promise<boolean> {
  if (at === 0) return true
  const file = await openToRead(path)
  if (file === undefined) return false
  try {
    const before = Buffer.alloc(1)
    const { bytesRead } = await file.read(before, 0, 1, at - 1)
    return bytesRead === 1 && before[0] === 10
  } finally {
    await file.close()
  }
}

async function openToRead(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path, 'r')
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return undefined
    return fail('data.unwritable', `${path} can't be read: ${message}.`)
  }
}
