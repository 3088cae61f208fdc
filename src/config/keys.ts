/** API keys as a user configures them: as hashes, so that no file contains a key. */
import { readFileSync } from 'node:fs'
import { z } from 'zod'
import type { Faults } from './setting.ts'

/** What an API key may do. docs/security.md has the table of scopes and operations. */
export const scopes = [
  'calls',
  'registry',
  'read',
  'settle',
  'backup',
  'audit',
  'payee',
  'refused',
  'query',
  'links',
] as const
export type Scope = (typeof scopes)[number]

const names = z.array(z.string().min(1).max(1_024)).min(1)
/** A `*` in the middle would look as if it stood for something. */
const patterns = z
  .array(z.string().regex(/^[^*]{1,1024}\*?$/, 'must be a name, or the beginning of names with * at its end'))
  .min(1)

const keySchema = z.strictObject({
  name: z.string().min(1).max(64),
  sha256: z.string().regex(/^[0-9a-f]{64}$/, 'must be the SHA-256 of the key as 64 lower-case hex digits'),
  scopes: z.array(z.enum(scopes)).min(1),
  sources: patterns.optional().describe('Of events that it sends'),
  assets: patterns.optional().describe('Of events that it sends'),
  owners: patterns.optional().describe('Of assets of registry events that it sends'),
  payees: names.optional().describe('Whose statements, balances and proofs it reads'),
})
const keysSchema = z.array(keySchema).superRefine((keys, context) => {
  const names = new Set(keys.map((key) => key.name))
  if (names.size < keys.length) context.addIssue({ code: 'custom', message: 'two keys share a name' })
  const hashes = new Set(keys.map((key) => key.sha256))
  if (hashes.size < keys.length) context.addIssue({ code: 'custom', message: 'two entries share a hash' })
  for (const [index, key] of keys.entries()) {
    for (const message of boundFaults(key)) context.addIssue({ code: 'custom', message, path: [index] })
  }
})

export type ApiKey = z.infer<typeof keySchema>
/** What a key may do. */
export type KeyRights = Omit<ApiKey, 'name' | 'sha256'>

/** A bound that bounds nothing is a mistake. */
function boundFaults({ scopes, sources, assets, owners, payees }: ApiKey): string[] {
  const sends = scopes.includes('calls') || scopes.includes('registry')
  const faults = [
    sources && !sends && 'has `sources`, but neither the scope calls nor registry',
    assets && !sends && 'has `assets`, but neither the scope calls nor registry',
    owners && !scopes.includes('registry') && 'has `owners`, but not the scope registry',
    payees && !scopes.includes('payee') && 'has `payees`, but not the scope payee',
    !payees && scopes.includes('payee') && 'has the scope payee, but no `payees`',
    // What is sent again is everybody's.
    (sources || assets || owners) &&
      scopes.includes('refused') &&
      'has the scope refused, which sends events of every sender again, so it can have no bounds',
  ]
  return faults.filter((fault) => typeof fault === 'string')
}

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
      return atLeastOne(
        parseKeys(readFileSync(file, 'utf8'), `keys file ${file}`, faults),
        `keys file ${file}`,
        faults,
      )
    } catch (error) {
      faults.push(`keys file ${file}: ${(error as Error).message}`)
      return []
    }
  }
  return text === undefined
    ? []
    : atLeastOne(parseKeys(text, 'HEADWATER_API_KEYS', faults), 'HEADWATER_API_KEYS', faults)
}

/** An empty list would open everything. */
function atLeastOne(keys: readonly ApiKey[] | undefined, from: string, faults: Faults): readonly ApiKey[] {
  if (keys?.length === 0) faults.push(`${from}: must list at least one key`)
  return keys ?? []
}

/**
 * Undefined where it adds faults. A fault never repeats the text: a user may have written a key in place of its hash.
 */
export function parseKeys(text: string, from: string, faults: Faults): readonly ApiKey[] | undefined {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    faults.push(`${from}: must be JSON`)
    return undefined
  }
  const result = keysSchema.safeParse(value)
  if (!result.success) {
    for (const issue of result.error.issues)
      faults.push(`${from}: ${['', ...issue.path].join('/')} ${issue.message}`)
    return undefined
  }
  return result.data
}
