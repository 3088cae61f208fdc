/** A ZIP of many files, as a run of all statements is. */
import { expect, test } from 'vitest'
import { zipOf } from '../../src/documents/zip.ts'
import { collectGarbage } from '../support/garbage.ts'

test('a ZIP of many files keeps little of each in memory until it ends', async () => {
  const filesCount = 6_000
  const text = 'a line of a document\n'.repeat(100)
  let held = 0
  async function* files() {
    for (let number = 0; number < filesCount; number++)
      yield { path: `folder/${number}.csv`, bytes: Buffer.from(`${number} ${text}`) }
    collectGarbage()
    held = process.memoryUsage().arrayBuffers
  }
  collectGarbage()
  const before = process.memoryUsage().arrayBuffers
  let bytes = 0
  for await (const part of await zipOf(files(), '2026-02-01T00:00:00Z')) bytes += (part as Buffer).length
  expect(bytes).toBeGreaterThan(filesCount * 100)
  // A block of the pool for each would be 130 MB.
  expect(held - before).toBeLessThan(filesCount * 6_000)
})
