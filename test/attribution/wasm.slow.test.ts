import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { compile, modules } from '../../scripts/build-wasm.ts'

it('flow.wasm.ts is what its sources compile to', async () => {
  expect(await readFile(modules.flow.target, 'utf8')).toBe(await compile(modules.flow))
})
