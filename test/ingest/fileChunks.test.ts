import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hold, letGo, reuse } from '../../src/base/lentBytes.ts'
import { fileChunks } from '../../src/ingest/fileChunks.ts'

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
