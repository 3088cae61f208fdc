/** Whatever JSON comes: an event, or a refusal with a known code and a path that leads somewhere. */
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { errorCatalogue, HeadwaterError } from '../../src/errors.ts'
import { contentBytes } from '../../src/events/content.ts'
import { parseEvent } from '../../src/events/parse.ts'
import { runs } from '../support/properties.ts'

const page = readFileSync(new URL('../../docs/events.md', import.meta.url), 'utf8')
const examples = [...page.matchAll(/```json\n([\s\S]*?)```/g)].map(([, text]) => text!)

const oddValue = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    '',
    0,
    -0,
    -1,
    1e300,
    1.5,
    true,
    [],
    {},
    [[]],
    [null],
    '\ud800',
    '\u0000',
    '__proto__',
    'x'.repeat(2_000),
  ),
  fc.constantFrom<unknown>(
    '1e3',
    '-1',
    '0.1234567891',
    'eip155:1:0x0',
    'model:x',
    '2025-02-30T00:00:00Z',
    '9'.repeat(1_000),
  ),
  fc.jsonValue(),
)

/** Every place in a JSON value, as a way to change it there. */
function places(value: unknown): ((odd: unknown) => void)[] {
  if (value === null || typeof value !== 'object') return []
  const object = value as { [key: string]: unknown }
  return Object.keys(object).flatMap((key) => [
    ...places(object[key]),
    (odd: unknown) => {
      object[key] = odd
    },
    () => {
      delete object[key]
    },
  ])
}

function answer(value: unknown): void {
  try {
    expect(contentBytes(parseEvent(value)).length).toBeGreaterThan(0)
  } catch (error) {
    if (!(error instanceof HeadwaterError)) throw error
    expect(Object.hasOwn(errorCatalogue, error.code)).toBe(true)
    expect(error.path).toMatch(/^(\/[A-Za-z0-9]+)*$/)
    expect(error.message).toMatch(/[.]$/)
    expect(error.message.length).toBeLessThan(2_000)
    // Everything that reaches the logs can be written as UTF-8.
    expect(error.message.isWellFormed()).toBe(true)
  }
}

describe('any JSON', () => {
  it('is an event or refused with a code, a path and a sentence', () => {
    fc.assert(fc.property(fc.jsonValue(), answer), runs('cheap'))
  })

  it('that is almost an event is an event or refused in the same way', () => {
    const changes = fc.array(fc.tuple(fc.nat(), oddValue), { minLength: 1, maxLength: 3 })
    fc.assert(
      fc.property(fc.constantFrom(...examples), changes, (text, list) => {
        const value = JSON.parse(text) as unknown
        for (const [pick, odd] of list) {
          const all = places(value)
          all[pick % all.length]!(structuredClone(odd))
        }
        answer(value)
      }),
      runs('cheap', 2_000),
    )
  })

  it('of any depth gets an answer', () => {
    const deep = JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`) as unknown
    answer(deep)
    for (const text of examples) {
      const value = JSON.parse(text) as { data: { [key: string]: unknown } }
      answer({ ...value, data: { ...value.data, extra: deep }, more: deep })
      for (const key of Object.keys(value.data)) answer({ ...value, data: { ...value.data, [key]: deep } })
    }
  })
})
