import { expect, it } from 'vitest'
import { IdFilter } from '../../src/registrystore/idFilter.ts'

it('knows every id that was added, and says of nearly every other that it was not', () => {
  const filter = new IdFilter()
  for (let id = 0; id < 20_000; id++) filter.add(`payee-${id}`)
  for (let id = 0; id < 20_000; id++)
    if (!filter.mayHave(`payee-${id}`)) throw new Error(`payee-${id} is lost`)
  let mistaken = 0
  for (let id = 0; id < 20_000; id++) if (filter.mayHave(`other-${id}`)) mistaken++
  expect(mistaken).toBeLessThan(20)
  expect(filter.bytes).toBe(131_072)
})
