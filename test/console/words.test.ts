/** The words of the pages that open a sentence are words of the glossary, as the build reads it. */
import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { wordsOf } from '../../console/build/glossary.ts'

const words = wordsOf(readFileSync('docs/glossary.md', 'utf8'))
const sources = readdirSync('console/src', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.tsx'))
  .map((name) => [name, readFileSync(`console/src/${name}`, 'utf8')] as const)

test('each word of a page is in the glossary', () => {
  const used = sources.flatMap(([name, text]) =>
    [...text.matchAll(/<Term\s+word="([^"]+)"/g)].map(([, word]) => ({ name, word: word! })),
  )
  expect(used.length).toBeGreaterThan(10)
  expect(used.filter(({ word }) => words[word] === undefined)).toEqual([])
})

test('the glossary is read as plain sentences: without the marks of Markdown, each with an end', () => {
  expect(words.epoch).toBe('A settlement period; closing one is final.')
  expect(words.source).toMatch(/^The version that an edge leads to/)
  const texts = Object.values(words)
  expect(texts.length).toBeGreaterThan(100)
  expect(texts.filter((text) => !/[.!?]$/.test(text) || /[`[\]|]/.test(text))).toEqual([])
})

test('docs/console.md has every page of the routes table', () => {
  const table = readFileSync('console/src/app/pages.ts', 'utf8')
  const titles = [...table.matchAll(/^ {4}title: '([^']+)'/gm)].map(([, title]) => title!)
  const page = readFileSync('docs/console.md', 'utf8')
  expect(titles.length).toBeGreaterThan(5)
  for (const title of titles) expect(page).toContain(`| ${title} |`)
})
