import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

/** The sources that `headwater/merkle` loads, by following its imports. Imports of types load nothing. */
function sourcesOf(entry: URL, found = new Map<string, string>()): Map<string, string> {
  if (found.has(entry.href)) return found
  const source = readFileSync(entry, 'utf8')
  found.set(entry.href, source)
  for (const [, from] of source.matchAll(/^(?:import|export|\}) (?!type\b).*?from '([^']+)'/gm)) {
    expect(from, `${entry.pathname} imports files of its own only`).toMatch(/^\.\.?\//)
    sourcesOf(new URL(from!, entry), found)
  }
  return found
}

it('headwater/merkle uses nothing that a browser lacks', () => {
  const sources = sourcesOf(new URL('../../src/merkle/index.ts', import.meta.url))
  const names = [...sources.keys()].map((name) => name.split('/src/')[1]!)
  expect(names).toContain('keccak/engine.ts')
  // The advice of its own area alone, not that on Kafka.
  expect(names.filter((name) => name.startsWith('errors')).sort()).toEqual([
    'errors/error.ts',
    'errors/merkle.ts',
  ])
  for (const [name, source] of sources) {
    expect(/\bBuffer\b|\bprocess\.|\brequire\(|\bimport\(|\bglobal\./.exec(source)?.[0], name).toBeUndefined()
  }
})
