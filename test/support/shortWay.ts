/** What a short way of reading events promises: the event that the schema gives, for everything that it takes. */
import fc from 'fast-check'
import { expect } from 'vitest'
import { parseBySchema } from '../../src/events/parse.ts'
import { runs } from './properties.ts'

/** Gives undefined for what it leaves to the schema. */
type ShortWay = (value: unknown) => unknown

/** JSON text too, which has the order of the fields in it. */
export function expectAsBySchema(shortWay: ShortWay, value: unknown): void {
  const plain = shortWay(value)
  expect(plain).toBeDefined()
  const bySchema = parseBySchema(value)
  expect(plain).toStrictEqual(bySchema)
  expect(JSON.stringify(plain)).toBe(JSON.stringify(bySchema))
}

/** Of 1,000 texts more than 300 must be taken: a short way that takes none would promise nothing. */
export function assertAsBySchema(shortWay: ShortWay, texts: fc.Arbitrary<string>): void {
  let taken = 0
  fc.assert(
    fc.property(texts, (text) => {
      let value: unknown
      try {
        value = JSON.parse(text)
      } catch {
        return
      }
      if (shortWay(value) === undefined) return
      taken++
      expectAsBySchema(shortWay, value)
    }),
    runs('cheap', 1_000),
  )
  expect(taken).toBeGreaterThan(300)
}
