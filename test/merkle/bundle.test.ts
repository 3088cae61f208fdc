import { expect, it } from 'vitest'
import { bundleMerkle } from './bundle.ts'

const { code, sources } = await bundleMerkle()

it('headwater/merkle is under 40 kB for a browser, with its WebAssembly', () => {
  expect(code).toContain('AGFzbQEAAAAB')
  expect(code.length).toBeLessThan(40_000)
})

it('headwater/merkle loads hashing, hex and the failures of its own area, and nothing else', () => {
  expect(sources.filter((path) => !path.startsWith('src/merkle/')).sort()).toEqual([
    'src/base/base58.ts',
    'src/base/bech32.ts',
    'src/base/hex.ts',
    'src/errors/error.ts',
    'src/errors/merkle.ts',
    'src/invariant.ts',
    'src/keccak/engine.ts',
    'src/keccak/fixed.ts',
    'src/keccak/index.ts',
    'src/keccak/keccak.wasm.ts',
    'src/keccak/messages.ts',
  ])
})

it('headwater/merkle uses nothing that a browser lacks', () => {
  expect(/\b(Buffer|process|require|global)\b/.exec(code)?.[0]).toBeUndefined()
})
