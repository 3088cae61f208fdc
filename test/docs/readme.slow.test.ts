import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { renderTour } from '../../scripts/tour.ts'

const root = new URL('../../', import.meta.url)
const readme = readFileSync(new URL('README.md', root), 'utf8')

describe('the README', () => {
  it('shows what its commands print, to the letter (`npm run tour` renews it)', () => {
    expect(renderTour(readme)).toBe(readme)
  })
})
