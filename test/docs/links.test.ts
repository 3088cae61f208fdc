/** Pages link to what is there, and the README to every page. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, it } from 'vitest'

const pages = [
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  ...readdirSync('docs').map((name) => `docs/${name}`),
].filter((name) => name.endsWith('.md'))
const texts = new Map(pages.map((page) => [page, readFileSync(page, 'utf8')]))

/** As GitHub makes it of a heading. */
const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replaceAll(/[^\w\s-]/g, '')
    .trim()
    .replaceAll(/\s/g, '-')
const anchorsIn = (page: string) =>
  [...texts.get(page)!.matchAll(/^#+ (.*)$/gm)].map((match) => anchorOf(match[1]!))

it('the README names every page of docs/', () => {
  const named = [...texts.get('README.md')!.matchAll(/\]\((docs\/[a-z-]+\.md)\)/g)].map((match) => match[1]!)
  expect([...new Set(named)].sort()).toEqual(pages.filter((page) => page.startsWith('docs/')).sort())
})

it.each(pages)('%s links to files and headings that exist', (page) => {
  const links = [...texts.get(page)!.matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)/g)]
  const broken = links.filter(([, path, anchor]) => {
    const target = path === '' ? page : join(dirname(page), path!)
    return !existsSync(target) || (anchor !== undefined && !anchorsIn(target).includes(anchor))
  })
  expect(broken.map(([link]) => link)).toEqual([])
})

it.each(pages)('%s names only sources, tests and tools that exist', (page) => {
  const named = texts
    .get(page)!
    .matchAll(/`((?:src|test|tools|scripts|bench|deploy|schemas|examples)\/[\w./-]*)`/g)
  expect([...named].map((match) => match[1]!).filter((path) => !existsSync(path))).toEqual([])
})

it('docs/settlement.md shows the files of a close, all but the two that run them', () => {
  const shown = [...texts.get('docs/settlement.md')!.matchAll(/^\| \d+ \| `(\w+\.ts)`/gm)].map(
    (match) => match[1]!,
  )
  const running = ['close.ts', 'prepare.ts']
  const files = readdirSync('src/settlement/close').filter((name) => !running.includes(name))
  expect(shown.sort()).toEqual(files.sort())
})
