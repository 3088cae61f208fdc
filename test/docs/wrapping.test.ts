/** Prose of the pages is wrapped, so that a change of a sentence is a change of few lines. */
import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

const columnsMax = 120
const pages = [
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  ...readdirSync('docs').map((name) => `docs/${name}`),
]

it.each(pages.filter((name) => name.endsWith('.md')))('%s has no long lines but tables and code', (page) => {
  let isCode = false
  const long = readFileSync(page, 'utf8')
    .split('\n')
    .filter((line) => {
      const isFence = /^\s*```/.test(line)
      if (isFence) isCode = !isCode
      return !isCode && !isFence && !line.startsWith('|') && [...line].length > columnsMax
    })
  expect(long).toEqual([])
})
