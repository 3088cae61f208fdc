/** The hash chain over the registry's facts that a manifest names. */
import { createHash } from 'node:crypto'
import { formatTime } from '../events/time.ts'
import type { RegistryFact } from './fact.ts'
import { factPayload } from './facts.ts'

/**
 * sha256(previous ‖ sha256(RFC 8785 JSON of {type, source, id, time, data})): both digests as their 32 bytes, the result
 * in lower-case hexadecimal.
 */
export function nextDigest(previous: string, fact: RegistryFact): string {
  const { type, source, id, time } = fact
  const document = canonicalJson({ data: factPayload(fact), id, source, time: formatTime(time), type })
  const own = createHash('sha256').update(document).digest()
  return createHash('sha256').update(previous, 'hex').update(own).digest('hex')
}

/**
 * RFC 8785 is what JSON.stringify writes, with keys sorted. The general library takes four times as long, on every event
 * of every start; the test compares both. Only for what facts hold: texts without lone surrogates, safe integers, no key
 * that is an integer.
 */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(sortKeys(value))
}

/** `value` itself where its keys are in order all the way down, as most are: lists of a million items are not copied. */
function sortKeys(value: unknown): unknown {
  if (value === null || typeof value !== 'object') return value
  if (Array.isArray(value))
    return value.every((item) => sortKeys(item) === item) ? value : value.map(sortKeys)
  const object = value as { readonly [key: string]: unknown }
  let previous = ''
  let inOrder = true
  for (const key in object) {
    if (key < previous || sortKeys(object[key]) !== object[key]) inOrder = false
    previous = key
  }
  if (inOrder) return value
  const sorted: { [key: string]: unknown } = {}
  for (const key of Object.keys(object).sort()) sorted[key] = sortKeys(object[key])
  return sorted
}
