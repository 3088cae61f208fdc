import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { renderTour } from '../../scripts/tour.ts'

const root = new URL('../../', import.meta.url)
const readme = readFileSync(new URL('README.md', root), 'utf8')

describe('the README', () => {
  it('shows what its commands print, to the letter (`npm run tour` renews it)', () => {
    expect(renderTour(readme)).toBe(readme)
  })

  it('names every page of docs/, and none that is missing', () => {
    const named = [...readme.matchAll(/\]\((docs\/[a-z-]+\.md)\)/g)].map((match) => match[1]!)
    const pages = readdirSync(new URL('docs/', root)).map((name) => `docs/${name}`)
    expect([...new Set(named)].sort()).toEqual(pages.filter((name) => name.endsWith('.md')).sort())
  })
})

describe('links between pages', () => {
  it('lead to files that are there', () => {
    const pages = [
      'README.md',
      'CONTRIBUTING.md',
      ...readdirSync(new URL('docs/', root)).map((name) => `docs/${name}`),
    ]
    for (const page of pages.filter((name) => name.endsWith('.md'))) {
      const text = readFileSync(new URL(page, root), 'utf8')
      for (const [, target] of text.matchAll(/\]\((?!https?:|#)([^)#]+)[^)]*\)/g)) {
        expect(existsSync(new URL(target!, new URL(page, root))), `${page} → ${target}`).toBe(true)
      }
    }
  })
})
