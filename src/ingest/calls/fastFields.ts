/** Recognizes the fields of a plain call event by their bytes. */

import { type CallField, tokenClasses } from '../../events/index.ts'
import { invariant } from '../../invariant.ts'
import { equals } from './byteMap.ts'

/** One bit for each field, so that a repeated field is noticed. */
export const bit = {
  specversion: 1,
  id: 2,
  source: 4,
  type: 8,
  time: 16,
  data: 32,
  asset: 64,
  version: 128,
  amount: 256,
  currency: 512,
  caller: 1_024,
  agent: 2_048,
  tokens: 4_096,
  traceId: 8_192,
  providerCallId: 16_384,
  input: 32_768,
  output: 65_536,
  cacheRead: 131_072,
  cacheWrite: 262_144,
  data_base64: 524_288,
} as const
/** Fields that may be null or left out. */
export const optional =
  bit.version |
  bit.amount |
  bit.currency |
  bit.caller |
  bit.agent |
  bit.tokens |
  bit.traceId |
  bit.providerCallId |
  bit.input |
  bit.output |
  bit.cacheRead |
  bit.cacheWrite
/** Fields that a call has. */
export const required = bit.specversion | bit.id | bit.source | bit.type | bit.time | bit.data | bit.asset

/** Where in an event an object stands. */
export type Level = 'event' | 'data' | 'tokens'

const keyBytesMax = 16
const keyEntryBytes = 24
type Key = { readonly key: Uint8Array; readonly bit: number }

/** The known keys of a level, by length and second letter. Other keys are ignored. */
function keysOf(names: readonly (keyof typeof bit)[]): readonly (Key | undefined)[] {
  const found: (Key | undefined)[] = new Array((keyBytesMax + 1) * 32).fill(undefined)
  for (const name of names) {
    const place = name.length * 32 + (name.charCodeAt(1) & 31)
    invariant(found[place] === undefined, 'no two keys of a level share length and second letter')
    found[place] = { key: Uint8Array.from(Buffer.from(name)), bit: bit[name] }
  }
  return found
}
/** Every field that a call may have. One that is missing here would be skipped as unknown. */
const dataKeys = {
  asset: true,
  version: true,
  amount: true,
  currency: true,
  caller: true,
  agent: true,
  tokens: true,
  traceId: true,
  providerCallId: true,
} satisfies Record<CallField, true>
const keys: Record<Level, ReturnType<typeof keysOf>> = {
  // The reference reads events with data_base64.
  event: keysOf(['specversion', 'id', 'source', 'type', 'time', 'data', 'data_base64']),
  data: keysOf(Object.keys(dataKeys) as (keyof typeof dataKeys)[]),
  tokens: keysOf(tokenClasses),
}

/**
 * The same as bytes, for the reader in WebAssembly: levels one after the other, an entry of 24 bytes for each place: the
 * key, with zeros up to 16 bytes, and its bit.
 */
export const keyTables = new Uint8Array(3 * keys.event.length * keyEntryBytes)
for (const [level, table] of [keys.event, keys.data, keys.tokens].entries()) {
  for (const [place, entry] of table.entries()) {
    if (entry === undefined) continue
    const at = (level * table.length + place) * keyEntryBytes
    keyTables.set(entry.key, at)
    new DataView(keyTables.buffer).setInt32(at + keyBytesMax, entry.bit, true)
  }
}

/** The bit of the key in bytes[start .. end) at this level; 0 for an unknown key. */
export function fieldOf(level: Level, bytes: Uint8Array, start: number, end: number): number {
  const length = end - start
  if (length > keyBytesMax || length === 0) return 0
  // No two keys of a level have the same length and second letter, so one comparison is enough.
  const candidate = keys[level][length * 32 + (bytes[start + 1]! & 31)]
  return candidate !== undefined && equals(candidate.key, bytes, start, end) ? candidate.bit : 0
}
