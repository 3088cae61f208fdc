import { expect, it } from 'vitest'
import { Recent } from '../../src/registrystore/recent.ts'

it('a bounded cache is bounded by the size of its entries, and keeps what is asked for', () => {
  const recent = new Recent<string, number>(100, (size) => size)
  recent.set('asked for', 1)
  for (let key = 0; key < 50; key++) {
    recent.set(`${key}`, 40)
    expect(recent.get('asked for')).toBe(1)
  }
  // Each half takes one more than fits.
  const kept = Array.from({ length: 50 }, (_, key) => recent.get(`${key}`) ?? 0)
  expect(kept.reduce((sum, size) => sum + size)).toBeLessThanOrEqual(2 * 140)
  recent.delete('asked for')
  expect(recent.get('asked for')).toBeUndefined()
})
