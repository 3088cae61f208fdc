/** Ways to do harm to a valid input: to its bytes, its fields, the types of its values, and their sizes. */
import type { Random } from './random.ts'

const values = [
  'null',
  'true',
  '0',
  '-0',
  '-1',
  '1e999',
  '1e-7',
  '0.1',
  '9007199254740993',
  '1'.repeat(400),
  '""',
  '"\\ud800"',
  '"\\u0000"',
  '[]',
  '{}',
  '[[[]]]',
  `${'['.repeat(200)}${']'.repeat(200)}`,
  '{"__proto__":{"amount":"5"}}',
  '"0.000000000000000000001"',
  '"1461501637330902918203684832716283019655932542976"',
  `"${'x'.repeat(1_500)}"`,
  '"2025-02-30T00:00:00Z"',
  '"\ufeff"',
  '"constructor"',
  '"__proto__"',
  'NaN',
  "'x'",
  '"0x12"',
]
const keys = ['__proto__', 'constructor', 'toString', 'id', 'data', 'amount', '', 'tokens', 'time']

/** One harm done to the text; what comes out may still be fine. */
export function harm(text: string, random: Random): Buffer {
  const bytes = Buffer.from(text)
  const at = random.int(bytes.length)
  switch (random.int(9)) {
    case 0:
      bytes[at] = random.int(256)
      return bytes
    case 1:
      return bytes.subarray(0, at)
    case 2:
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + random.int(10))])
    case 3:
      return Buffer.concat([bytes.subarray(0, at), Buffer.from(random.pick(values)), bytes.subarray(at)])
    case 4:
      return Buffer.from(replaceValue(text, random, random.pick(values)))
    case 5:
      return Buffer.from(removeField(text, random))
    case 6:
      return Buffer.from(
        addField(text, `${JSON.stringify(random.pick(keys))}:${random.pick(values)}`, random),
      )
    case 7:
      return Buffer.from(addField(text, pickField(text, random), random))
    default:
      return Buffer.from(
        text.replaceAll(random.pick([':', ',', '"']), (char) => (random.chance(0.1) ? ` ${char} ` : char)),
      )
  }
}

const field = /"(?:[^"\\]|\\.)*":(?:"(?:[^"\\]|\\.)*"|-?[0-9.]+|true|false|null|\[[^[\]]*\]|\{[^{}]*\})/g

function pickField(text: string, random: Random): string {
  const fields = text.match(field) ?? []
  return fields.length === 0 ? '"x":1' : random.pick(fields)
}

function replaceValue(text: string, random: Random, value: string): string {
  const chosen = pickField(text, random)
  return text.replace(chosen, () => `${chosen.slice(0, chosen.indexOf(':'))}:${value}`)
}

function removeField(text: string, random: Random): string {
  const chosen = pickField(text, random)
  return text.replace(`${chosen},`, '').replace(`,${chosen}`, '')
}

function addField(text: string, added: string, random: Random): string {
  const braces = [...text.matchAll(/\{/g)]
  const at = braces.length === 0 ? 0 : random.pick(braces).index + 1
  return `${text.slice(0, at)}${added},${text.slice(at)}`
}

/** The same for bytes that are not text. */
export function harmBytes(bytes: Buffer, random: Random): Buffer {
  const at = random.int(bytes.length)
  const other = random.int(bytes.length)
  switch (random.int(5)) {
    case 0: {
      const changed = Buffer.from(bytes)
      changed[at] = random.int(256)
      return changed
    }
    case 1:
      return bytes.subarray(0, at)
    case 2:
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + random.int(10))])
    case 3:
      return Buffer.concat([bytes.subarray(0, at), noise(random), bytes.subarray(at)])
    default:
      return Buffer.concat([bytes.subarray(0, Math.max(at, other)), bytes.subarray(Math.min(at, other))])
  }
}

const punctuation = [...'{}[]":,\\ \n\t0123456789.eE+-nulltruefals\u00fc']

/** Bytes that were never an input: any bytes, or the signs of JSON in any order. */
export function noise(random: Random): Buffer {
  const length = random.int(300)
  if (random.chance(0.5)) return Buffer.from(Array.from({ length }, () => random.int(256)))
  return Buffer.from(Array.from({ length }, () => random.pick(punctuation)).join(''))
}

/** The text with values of its JSON exchanged, repeated or nested: it stays JSON, and fields have values of others. */
export function reshape(text: string, random: Random): string {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return text
  }
  const places = placesOf(value)
  if (places.length === 0) return text
  const { object, key } = random.pick(places)
  const other = random.pick(places)
  switch (random.int(6)) {
    case 0:
      object[key] = structuredClone(other.object[other.key])
      break
    case 1:
      object[key] = [object[key], object[key]]
      break
    case 2:
      object[key] = { [key]: object[key] }
      break
    case 3:
      object[key] = JSON.stringify(object[key]) ?? ''
      break
    case 4:
      object[key] = random.pick(oddValues)
      break
    default:
      object[random.pick(['', 'total', '__proto__', other.key])] = object[key]
  }
  return JSON.stringify(value)
}

const oddValues: readonly unknown[] = [
  null,
  '',
  0,
  -1,
  0.5,
  1e15,
  1e16,
  true,
  [],
  {},
  [null],
  'x'.repeat(3_000),
  '9'.repeat(400),
  '\ud800',
  '\u0000',
  '2026-02-30T00:00:00Z',
  'NaN',
  '-5',
  '1,5',
  '1e3',
]

function placesOf(value: unknown): { object: Record<string, unknown>; key: string }[] {
  if (value === null || typeof value !== 'object') return []
  const object = value as Record<string, unknown>
  return Object.keys(object).flatMap((key) => [{ object, key }, ...placesOf(object[key])])
}
