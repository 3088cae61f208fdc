/** With real processes: kills at any moment, a full disk; and size. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openIdentityIndex } from '../../src/identities/index.ts'
import { add, check, numbered } from './support.ts'

const writer = new URL('writer.ts', import.meta.url).pathname

describe('the identity index between processes', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'headwater-identities-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  it('has everything up to its position after kills at any moment, and nothing is rebuilt', async () => {
    const memoryBytesMax = 20_000
    let reached = 0
    for (let round = 0; round < 25; round++) {
      const child = spawn(process.execPath, [writer, folder, String(memoryBytesMax)], {
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
      const opened = (await lines.next()).value
      expect(opened).toBe(`open ${reached} `)
      await delay(Math.random() * 150)
      child.kill('SIGKILL')
      await once(child, 'exit')

      const index = await openIdentityIndex({ folder, memoryBytesMax })
      expect(index.rebuilt).toBeUndefined()
      expect(index.position).toBeGreaterThanOrEqual(reached)
      reached = index.position
      const known = reached * 50
      for (let from = 0; from < known; from += 5_000) {
        const judged = check(index, numbered(from, Math.min(known, from + 5_000)))
        expect(judged.every((each) => each === 1)).toBe(true)
      }
      // Of what came after the position all is unknown: it was in memory only.
      expect(check(index, numbered(known + 5_000_000, known + 5_000_100)).every((each) => each === 0)).toBe(
        true,
      )
      await index.close()
    }
    expect(reached).toBeGreaterThan(0)
    const index = await openIdentityIndex({ folder, memoryBytesMax })
    expect(index.size).toBe(reached * 50)
    await index.close()
    expect(readdirSync(folder).length).toBeLessThan(40)
  })

  it('says that it is unavailable on a full disk, and opens at its last position', async () => {
    // A limit of the file size stands for a full disk: 64 blocks of 1 KiB.
    const child = spawn('bash', [
      '-c',
      'ulimit -f 64; exec "$@"',
      '-',
      process.execPath,
      writer,
      folder,
      '20000',
    ])
    let told = ''
    child.stderr.on('data', (chunk) => (told += chunk))
    await once(child, 'exit')
    expect(told).toContain('identities.unavailable')
    const index = await openIdentityIndex({ folder })
    expect(index.rebuilt).toBeUndefined()
    expect(index.position).toBeGreaterThan(0)
    expect(check(index, numbered(0, index.position * 50)).every((each) => each === 1)).toBe(true)
    await index.close()
  })

  it('judges right over many identities, many merges and a restart', async () => {
    const memoryBytesMax = 4 * 1024 * 1024
    const count = 400_000
    const batch = 20_000
    let index = await openIdentityIndex({ folder, memoryBytesMax })
    for (let from = 0; from < count; from += batch) {
      const both = numbered(from, from + batch)
      expect(check(index, both).every((each) => each === 0)).toBe(true)
      add(index, both)
      await index.advance(from + 1)
    }
    await index.close()
    index = await openIdentityIndex({ folder, memoryBytesMax })
    expect(index.size).toBe(count)
    for (let from = 0; from < count; from += batch * 4) {
      expect(check(index, numbered(from, from + batch)).every((each) => each === 1)).toBe(true)
      expect(check(index, numbered(from, from + batch, 1)).every((each) => each === 2)).toBe(true)
    }
    await index.close()
  })
})
