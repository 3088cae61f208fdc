import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { statusOf } from '../../src/api/status.ts'
import { type ErrorCode, errorCatalogue } from '../../src/errors.ts'

const documented = new Map(
  [
    ...readFileSync('docs/errors.md', 'utf8').matchAll(
      /^\| `([a-zA-Z0-9.]+)` \| (yes|no) \| (\d+) \| (.+) \|$/gm,
    ),
  ].map(([, code, retry, status, fix]) => [code!, { retry: retry === 'yes', status: Number(status), fix }]),
)
const codes = Object.keys(errorCatalogue) as ErrorCode[]

/** Every source text in which a code may be used. */
function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return sources(path)
    return entry.name.endsWith('.ts') && !/^src\/errors(\.ts|\/)/.test(path)
      ? [readFileSync(path, 'utf8')]
      : []
  })
}

describe('docs/errors.md (npm run errors writes it)', () => {
  test('lists every code with its retry, status and fix', () => {
    const missing = codes.filter((code) => !documented.has(code))
    expect(missing).toEqual([])
    for (const code of codes) {
      const { retry, fix } = errorCatalogue[code]
      expect(documented.get(code)).toEqual({ retry, status: statusOf(code), fix: fix.replaceAll('|', '\\|') })
    }
  })

  test('lists no code that does not exist', () => {
    expect([...documented.keys()].filter((code) => !(code in errorCatalogue))).toEqual([])
  })

  test('every code is used somewhere, and every fix is a sentence', () => {
    const text = sources('src').join('\n')
    expect(codes.filter((code) => !text.includes(`'${code}'`))).toEqual([])
    for (const code of codes) expect(errorCatalogue[code].fix).toMatch(/^[A-Z`].*[.?]$/s)
  })
})
