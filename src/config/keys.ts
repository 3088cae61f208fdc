/** API keys as a user configures them: as hashes, so that no file contains a key. */
import { readFileSync } from 'node:fs'
import { z } from 'zod'
import type { Faults } from './setting.ts'

/** What an API key may do: send calls, send registry events, read, close epochs, have backups written, read the audit. */
export const scopes = ['calls', 'registry', 'read', 'settle', 'backup', 'audit'] as const
export type Scope = (typeof scopes)[number]

const keySchema = z.strictObject({
  name: z.string().min(1).max(64),
  sha256: z.string().regex(/^[0-9a-f]{64}$/, 'must be the SHA-256 of the key as 64 lower-case hex digits'),
  scopes: z.array(z.enum(scopes)).min(1),
})
const keysSchema = z.array(keySchema).superRefine((keys, context) => {
  const names = new Set(keys.map((key) => key.name))
  if (names.size < keys.length) context.addIssue({ code: 'custom', message: 'two keys share a name' })
  const hashes = new Set(keys.map((key) => key.sha256))
  if (hashes.size < keys.length) context.addIssue({ code: 'custom', message: 'two entries share a hash' })
})

export type ApiKey = z.infer<typeof keySchema>

export function readKeys(
  text: string | undefined,
  file: string | undefined,
  faults: Faults,
): readonly ApiKey[] {
  if (text !== undefined && file !== undefined) {
    faults.push('HEADWATER_API_KEYS and a keys file: set one of them, not both')
    return []
  }
  if (file !== undefined) {
    try {
      return parseKeys(readFileSync(file, 'utf8'), `keys file ${file}`, faults)
    } catch (error) {
      faults.push(`keys file ${file}: ${(error as Error).message}`)
      return []
    }
  }
  return text === undefined ? [] : parseKeys(text, 'HEADWATER_API_KEYS', faults)
}

/** A fault never repeats the text: a user may have written a key in place of its hash. */
function parseKeys(text: string, from: string, faults: Faults): readonly ApiKey[] {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    faults.push(`${from}: must be JSON`)
    return []
  }
  const result = keysSchema.safeParse(value)
  if (!result.success) {
    for (const issue of result.error.issues)
      faults.push(`${from}: ${['', ...issue.path].join('/')} ${issue.message}`)
    return []
  }
  if (result.data.length === 0) faults.push(`${from}: must list at least one key`)
  return result.data
}
