import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { compile, modules } from '../../scripts/build-wasm.ts'

it('keccak.wasm.ts is what its sources compile to', async () => {
  expect(await readFile(modules.keccak.target, 'utf8')).toBe(await compile(modules.keccak))
})

it('the module is under 4 KiB, the most that older browsers compile at once on the thread of a page', async () => {
  const text = /'([A-Za-z0-9+/=]+)'/.exec(await readFile(modules.keccak.target, 'utf8'))![1]!
  expect(Buffer.from(text, 'base64').length).toBeLessThan(4_096)
})
