/** The bar for the first page's JavaScript, and what the package carries of the console. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { beforeAll, expect, test } from 'vitest'
import { builtConsole } from './support/built.ts'

const folder = 'dist/console'
/** Below the bar of 150 kB, so that a page that grows is seen before it is reached. */
const compressedMax = 135_000
/** Everything together, with the compressed copies. */
const folderMax = 4_000_000

beforeAll(() => builtConsole())

/** The chunks that a visit of the first page loads: the entry, the page's, and what both import. */
function firstPage(): string[] {
  const html = readFileSync(join(folder, 'index.html'), 'utf8')
  const entry = /src="\.\/assets\/([^"]+\.js)"/.exec(html)![1]!
  const overview = readdirSync(join(folder, 'assets')).find((name) => /^overview-.*\.js$/.test(name))!
  const wanted = new Set<string>()
  const open = [entry, overview]
  while (open.length > 0) {
    const name = open.pop()!
    if (wanted.has(name)) continue
    wanted.add(name)
    const text = readFileSync(join(folder, 'assets', name), 'utf8')
    for (const [, other] of text.matchAll(/(?:from|import)\s*["'`]\.\/([^"'`]+\.js)["'`]/g)) open.push(other!)
  }
  return [...wanted]
}

test('the JavaScript of the first page is below 135 kB compressed, whatever environment it was built in', () => {
  const bytes = firstPage().map(
    (name) => gzipSync(readFileSync(join(folder, 'assets', name)), { level: 9 }).length,
  )
  expect(bytes.length).toBeGreaterThan(1)
  expect(bytes.reduce((sum, length) => sum + length, 0)).toBeLessThan(compressedMax)
})

test('no file of the build has the address of another host to load from, and all together stay small', () => {
  let total = 0
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const path = join(folder, name)
    if (statSync(path).isDirectory()) continue
    total += statSync(path).size
    if (!/\.(?:html|css)$/.test(name)) continue
    expect(readFileSync(path, 'utf8')).not.toMatch(/(?:src|href)="(?:https?:)?\/\/|url\((?:https?:)?\/\//)
  }
  expect(total).toBeLessThan(folderMax)
})
