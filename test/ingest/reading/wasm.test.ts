import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { compile, modules } from '../../../scripts/build-wasm.ts'

test('the WebAssembly of the reader of blocks is made from its source', async () => {
  expect(await readFile(modules.reader.target, 'utf8')).toBe(await compile(modules.reader))
})
