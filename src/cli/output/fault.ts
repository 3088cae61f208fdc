/** The report of a failed command on standard error: a code, a sentence and what to do. */
import type { Writable } from 'node:stream'
import type { HeadwaterError } from '../../errors.ts'
import { printable } from './table.ts'

/** 0 done, 1 a check failed, 2 bad usage or input, or the command could not run. */
export const exitCodes = { done: 0, checkFailed: 1, refused: 2 } as const

const checkFailures: ReadonlySet<string> = new Set([
  'close.batchDiffers',
  'close.batchMissing',
  'close.booksDiffer',
  'data.damaged',
  'backup.damaged',
  'data.outOfStep',
  'verify.manifestUnknown',
])

export function exitCodeOf(error: HeadwaterError): number {
  return checkFailures.has(error.code) ? exitCodes.checkFailed : exitCodes.refused
}

export function writeFault(stream: Writable, error: HeadwaterError, json: boolean): void {
  const { code, message, path, fix, data } = error
  if (json) {
    stream.write(
      `${JSON.stringify({ error: { code, message, ...(path !== undefined && { path }), fix, ...(data && { data }) } })}\n`,
    )
    return
  }
  const at = path === undefined ? '' : ` (at ${path})`
  stream.write(`${code}: ${printable(message)}${at}\n${fix}\n`)
}
