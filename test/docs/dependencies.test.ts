import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

const root = new URL('../../', import.meta.url)
const manifest = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'))
const page = readFileSync(new URL('docs/dependencies.md', root), 'utf8')

it.each([
  ['At run time', 'dependencies'],
  ['For development', 'devDependencies'],
] as const)('docs/dependencies.md has a reason for each package: %s', (title, field) => {
  const section = page.split('\n## ').find((part) => part.startsWith(title))!
  const rows = section.split('\n').filter((line) => line.startsWith('| `'))
  const named = rows.flatMap((row) => [...row.split('|')[1]!.matchAll(/`([^`]+)`/g)].map((match) => match[1]))
  expect(named.sort()).toEqual(Object.keys(manifest[field]).sort())
  for (const row of rows) expect(row.split('|')[2]!.trim()).not.toBe('')
})
