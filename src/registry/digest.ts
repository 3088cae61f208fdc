/**
 * What the hash chain over the registry's facts is made of (digestChain.ts): sha256(previous ‖ digest of the document of
 * the fact), both as their 32 bytes. A manifest has its value in lower-case hexadecimal.
 */
import { hash } from 'node:crypto'
import { formatTime } from '../events/time.ts'
import type { RegistryFact } from './fact.ts'
import { factPayload } from './facts.ts'
import { definitionOf } from './types.ts'

/** SHA-256 of the RFC 8785 JSON of {type, source, id, time, data}, as 32 characters. */
export function documentDigest(fact: RegistryFact): string {
  return hash('sha256', documentOf(fact), 'binary')
}

function documentOf(fact: RegistryFact): string {
  const { type, source, id, time, data } = fact
  const { text } = definitionOf(type)
  if (text === undefined)
    return canonicalJson({ data: factPayload(fact), id, source, time: formatTime(time), type })
  const envelope = `"id":${JSON.stringify(id)},"source":${JSON.stringify(source)}`
  return `{"data":{${text.sorted(data)}},${envelope},"time":"${formatTime(time)}","type":"${type}"}`
}

/**
 * RFC 8785, as JSON.stringify with sorted keys. The general library takes four times as long, for every event of every
 * start; a test compares the two. Right only for the contents of facts: texts without lone surrogates, safe integers,
 * no key that is an integer.
 */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(sortKeys(value))
}

/**
 * Returns `value` itself if its keys are in order at every level, as is usual: a list of a million items is not copied.
 */
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
