/** API keys as they are configured: their hashes, never themselves. */
import { readFileSync } from 'node:fs'
import { z } from 'zod'
import type { Faults } from './setting.ts'

/** What an API key may do: post calls, post registry events, read, close epochs. */
export const scopes = ['calls', 'registry', 'read', 'settle'] as const
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

/** An API key as configured: its hash, never itself. */
export type ApiKey = z.infer<typeof keySchema>

export function readKeys(
  text: string | undefined,
  file: string | undefined,
  faults: Faults,
): readonly ApiKey[] {
  if (text !== undefined && file !== undefined) {
    faults.push('HEADWATER_API_KEYS and a keys file are both given; keep one')
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

/** The text is never repeated in a fault: someone may have put a key where its hash belongs. */
function parseKeys(text: string, from: string, faults: Faults): readonly ApiKey[] {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    faults.push(`${from}: is no JSON`)
    return []
  }
  const result = keysSchema.safeParse(value)
  if (!result.success) {
    for (const issue of result.error.issues)
      faults.push(`${from}: ${['', ...issue.path].join('/')} ${issue.message}`)
    return []
  }
  if (result.data.length === 0) faults.push(`${from}: lists no key`)
  return result.data.map((key) => Object.freeze(key))
}
