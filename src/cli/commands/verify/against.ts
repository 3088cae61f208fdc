/**
 * Compares a ledger with manifests that were kept elsewhere. A whole folder of an earlier moment agrees with itself, so
 * only something from outside shows that epochs are missing.
 */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { fail } from '../../../errors.ts'
import type { Headwater } from '../../../service/headwater.ts'

const hashPattern = /^[0-9a-f]{64}$/
const shownMax = 3

/**
 * @param against 64 hex digits, or a file: a manifest as it was hashed, or lines with `manifestHash` as `epochs --json`
 * prints them
 * @returns how many manifests were compared
 * @throws HeadwaterError `verify.manifestUnknown`, `verify.againstUnreadable`
 */
export async function requireManifests(
  headwater: Pick<Headwater, 'epochs'>,
  against: string,
): Promise<number> {
  const wanted = hashPattern.test(against) ? [against] : hashesIn(read(against))
  const known = new Set<string>()
  for await (const { manifestHash } of headwater.epochs()) known.add(manifestHash)
  const unknown = wanted.filter((hash) => !known.has(hash))
  if (unknown.length > 0) {
    const more = unknown.length > shownMax ? ` and ${unknown.length - shownMax} more` : ''
    fail(
      'verify.manifestUnknown',
      `No epoch of this ledger has the manifest ${unknown.slice(0, shownMax).join(', ')}${more}. It has ${known.size} closed epochs: it is an older copy, or another ledger.`,
      { data: { unknown: unknown.slice(0, shownMax), closed: known.size } },
    )
  }
  return wanted.length
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    return fail(
      'verify.againstUnreadable',
      `${path} is neither a hash nor a file that can be read: ${(error as Error).message}.`,
    )
  }
}

function hashesIn(text: string): string[] {
  const whole = text.replace(/\r?\n$/, '')
  const lines = whole.split('\n').filter((line) => line.trim() !== '')
  const named = lines.map(hashNamed)
  if (lines.length > 0 && named.every((hash) => hash !== undefined)) return named
  return [createHash('sha256').update(whole).digest('hex')]
}

function hashNamed(line: string): string | undefined {
  if (hashPattern.test(line.trim())) return line.trim()
  try {
    const hash = (JSON.parse(line) as { manifestHash?: unknown } | null)?.manifestHash
    return typeof hash === 'string' && hashPattern.test(hash) ? hash : undefined
  } catch {
    return undefined
  }
}
