import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

/** The sources that `headwater/merkle` loads, by following its imports. */
function sourcesOf(entry: URL, found = new Map<string, string>()): Map<string, string> {
  if (found.has(entry.href)) return found
  const source = readFileSync(entry, 'utf8')
  found.set(entry.href, source)
  for (const [, from] of source.matchAll(/^(?:import|export|\}) .*?from '([^']+)'/gm)) {
    expect(from, `${entry.pathname} imports files of its own only`).toMatch(/^\.\.?\//)
    sourcesOf(new URL(from!, entry), found)
  }
  return found
}

it('headwater/merkle uses nothing that a browser lacks', () => {
  const sources = sourcesOf(new URL('../../src/merkle/index.ts', import.meta.url))
  expect([...sources.keys()].map((name) => name.split('/src/')[1])).toContain('keccak/engine.ts')
  for (const [name, source] of sources) {
    expect(/\bBuffer\b|\bprocess\.|\brequire\(|\bimport\(|\bglobal\./.exec(source)?.[0], name).toBeUndefined()
  }
})
