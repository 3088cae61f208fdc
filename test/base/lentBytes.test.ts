import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fileChunks } from '../../src/base/fileChunks.ts'
import { ChunkMemory, hold, letGo, reuse } from '../../src/base/lentBytes.ts'

test('memory is used again only once all who hold a part of it have let go', () => {
  const memory = new ChunkMemory(100)
  reuse(memory.take())
  const chunk = memory.take()
  const part = chunk.subarray(10, 20)
  hold(part)
  hold(chunk)
  letGo(chunk)
  letGo(chunk)
  expect(memory.take().buffer).not.toBe(chunk.buffer)
  letGo(part)
  expect(memory.take().buffer).toBe(chunk.buffer)
  expect(memory.take().buffer).not.toBe(chunk.buffer)
})

test('what was given out before the first reuse is never used again', () => {
  const memory = new ChunkMemory(100)
  const [early, other] = [memory.take(), memory.take()]
  reuse(early)
  letGo(early)
  letGo(other)
  const next = memory.take()
  expect([early.buffer, other.buffer]).not.toContain(next.buffer)
})

test('bytes of other memory are not concerned', () => {
  const bytes = Buffer.from('abc')
  reuse(bytes)
  hold(bytes)
  letGo(bytes)
  letGo(bytes)
  expect(bytes.toString()).toBe('abc')
})

test('P: the chunks of a file that are held keep their bytes, and all together are the file', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'headwater-'))
  await fc.assert(
    fc.asyncProperty(
      fc.uint8Array({ maxLength: 2_000 }),
      fc.integer({ min: 1, max: 300 }),
      fc.array(fc.boolean(), { maxLength: 20 }),
      async (bytes, chunkBytes, isHeld) => {
        const file = join(folder, 'bytes')
        writeFileSync(file, bytes)
        const held: { chunk: Uint8Array; copy: Buffer }[] = []
        const all: Buffer[] = []
        for await (const chunk of fileChunks(file, chunkBytes)) {
          reuse(chunk)
          all.push(Buffer.from(chunk))
          if (isHeld[all.length % 20]) {
            hold(chunk)
            held.push({ chunk, copy: Buffer.from(chunk) })
          }
          for (const { chunk, copy } of held) expect(copy.equals(chunk)).toBe(true)
          if (held.length > 2) letGo(held.shift()!.chunk)
        }
        expect(Buffer.concat(all).equals(bytes)).toBe(true)
      },
    ),
  )
})
