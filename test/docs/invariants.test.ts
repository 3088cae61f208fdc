import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const rows = readFileSync('docs/invariants.md', 'utf8')
  .split('\n')
  .filter((line) => /^\| I\d+ /.test(line))
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([, id, promise, enforcedBy]) => ({ id: id!, promise: promise!, enforcedBy: enforcedBy! }))

const testNames = readdirSync('test', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.test.ts'))
  .flatMap((name) => [
    ...readFileSync(join('test', name), 'utf8').matchAll(
      /^\s*(?:it|test|describe)(?:\.\w+)*\(\s*[`'"](.*)[`'"],/gm,
    ),
  ])
  .map(([, name]) => name!)

describe('docs/invariants.md', () => {
  it('numbers its promises without gaps', () => {
    expect(rows.map(({ id }) => id)).toEqual(rows.map((_, at) => `I${at + 1}`))
  })

  it.each(rows)('$id is cited by the name of a test, and what enforces it is there', ({ id, enforcedBy }) => {
    expect(testNames.filter((name) => new RegExp(`\\b${id}\\b`).test(name))).not.toEqual([])
    let folder = ''
    for (const [, path] of enforcedBy.matchAll(/`([a-z][\w/]*\.ts)`/gi)) {
      // A bare name is in the folder of the file named before it.
      const file = path!.includes('/') ? path! : `${folder}/${path}`
      folder = file.slice(0, file.lastIndexOf('/'))
      expect(existsSync(file) || existsSync(join('src', file)), file).toBe(true)
    }
  })

  it('has every number that a test name cites', () => {
    const cited = testNames.flatMap((name) => name.match(/\bI\d+\b/g) ?? [])
    expect([...new Set(cited)].filter((id) => !rows.some((row) => row.id === id))).toEqual([])
  })
})
