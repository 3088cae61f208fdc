import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type OpenIdentityIndex, openIdentityIndex } from '../../src/identities/index.ts'
import { runs, tries } from '../support/properties.ts'
import { add, type Batch, batchOf, check, hash16, numbered, referenceIndex, take } from './support.ts'

/** Memtables of 16 entries: a handful of batches makes runs and merges. */
const tinyMemory = 4_096

describe('the identity index', () => {
  let folder: string
  let index: OpenIdentityIndex
  const open = async (memoryBytesMax = tinyMemory): Promise<OpenIdentityIndex> => {
    index = await openIdentityIndex({ folder, memoryBytesMax })
    return index
  }
  const reopen = async (memoryBytesMax?: number): Promise<OpenIdentityIndex> => {
    await index.close()
    return open(memoryBytesMax)
  }
  /** Adds identities `0 … count − 1` in batches, with positions 1, 2, … */
  const fill = async (count: number, batch = 20): Promise<void> => {
    for (let from = 0; from < count; from += batch) {
      add(index, numbered(from, Math.min(count, from + batch)))
      await index.advance(index.position + 1)
    }
  }
  const runFiles = (): string[] =>
    readdirSync(folder)
      .filter((name) => name.startsWith('run-'))
      .sort()

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'headwater-identities-'))
    await open()
  })
  afterEach(async () => {
    await index.close().catch(() => undefined)
    rmSync(folder, { recursive: true })
  })

  describe('judges', () => {
    it('an identity never added as new, as often as it is asked', () => {
      expect(check(index, numbered(0, 3))).toEqual([0, 0, 0])
      expect(check(index, numbered(0, 3))).toEqual([0, 0, 0])
      expect(index.size).toBe(0)
    })

    it('the same content as duplicate, other content as conflict', () => {
      add(index, numbered(0, 3))
      expect(check(index, numbered(0, 4))).toEqual([1, 1, 1, 0])
      expect(check(index, numbered(0, 4, 1))).toEqual([2, 2, 2, 0])
    })

    it('repetitions within a batch against the first of them', () => {
      const item = (id: number, content: number) => ({ identity: hash16(id), content: hash16(content) })
      const batch = batchOf([item(1, 7), item(2, 7), item(1, 7), item(1, 8), item(2, 9), item(1, 7)])
      expect(check(index, batch)).toEqual([0, 0, 1, 2, 2, 1])
    })

    it('repetitions of a known identity against what is known, not against the batch', () => {
      const item = (content: number) => ({ identity: hash16(1), content: hash16(content) })
      add(index, batchOf([item(7)]))
      expect(check(index, batchOf([item(8), item(8), item(7)]))).toEqual([2, 2, 1])
    })

    it('arrays that are not aligned to words', () => {
      add(index, numbered(0, 5))
      const { identity, content, length } = numbered(0, 6)
      const shifted = (bytes: Uint8Array): Uint8Array => {
        const moved = new Uint8Array(bytes.length + 1).subarray(1)
        moved.set(bytes)
        return moved
      }
      expect(check(index, { identity: shifted(identity), content: shifted(content), length })).toEqual([
        1, 1, 1, 1, 1, 0,
      ])
    })

    it('no more than `length` of longer arrays', () => {
      const { identity, content } = numbered(0, 5)
      index.add(identity, content, 2)
      const out = new Uint8Array(5).fill(9)
      index.check(identity, content, 3, out)
      expect([...out]).toEqual([1, 1, 0, 9, 9])
    })

    it('an empty batch', () => {
      expect(check(index, numbered(0, 0))).toEqual([])
    })

    it('batches of changing lengths one after the other', () => {
      for (const length of [1, 100, 3, 1_000, 2, 100]) {
        expect(check(index, numbered(0, length))).toEqual(Array.from({ length }, () => 0))
      }
    })
  })

  it('keeps the first content where an identity is added twice', () => {
    add(index, numbered(0, 1))
    add(index, numbered(0, 1, 1))
    expect(index.size).toBe(1)
    expect(check(index, numbered(0, 1))).toEqual([1])
  })

  it('keeps the first content where an identity is in several runs, and one entry once they are merged', async () => {
    for (let version = 0; version < 30; version++) {
      add(index, numbered(0, 20, version))
      await index.advance(version + 1)
      expect(check(index, numbered(0, 20))).toEqual(Array.from({ length: 20 }, () => 1))
    }
    await index.close()
    await open()
    await index.close()
    expect(index.size).toBeLessThan(30 * 20)
  })

  it('takes a batch larger than its memory table', async () => {
    add(index, numbered(0, 5_000))
    await index.advance(1)
    expect(check(index, numbered(0, 5_000))).toEqual(Array.from({ length: 5_000 }, () => 1))
    expect(check(await reopen(), numbered(0, 5_000, 1))).toEqual(Array.from({ length: 5_000 }, () => 2))
  })

  it('finds everything in many runs, merged and not', async () => {
    const count = tries(1_000, 400)
    await fill(count)
    expect(index.size).toBe(count)
    expect(check(index, numbered(0, count + 1))).toEqual([...Array.from({ length: count }, () => 1), 0])
    expect(check(index, numbered(0, count + 1, 1))).toEqual([...Array.from({ length: count }, () => 2), 0])
  })

  it('stays at few runs', async () => {
    await fill(tries(1_000, 600))
    await index.close()
    // 600 entries in tables of about 20 would be 30 files.
    expect(runFiles().length).toBeLessThan(16)
  })

  it('agrees with a map, whatever is added, judged and restarted in whatever order', async () => {
    const step = fc.oneof(
      {
        weight: 8,
        arbitrary: fc.record({ ids: fc.array(fc.tuple(fc.nat(200), fc.nat(1)), { maxLength: 40 }) }),
      },
      { weight: 1, arbitrary: fc.constant('reopen' as const) },
      { weight: 2, arbitrary: fc.constant('turn' as const) },
    )
    // Uniform identities, as real ones are, and crowded ones, which share long prefixes.
    const shapes = {
      uniform: hash16,
      crowded: (id: number) => Uint8Array.from(hash16(id), (byte, at) => (at < 13 ? byte & 1 : byte)),
    }
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 25 }),
        fc.constantFrom('uniform' as const, 'crowded' as const),
        fc.constantFrom(0, tinyMemory, 65_536),
        async (steps, shape, memory) => {
          const place = mkdtempSync(join(folder, 'property-'))
          const reference = referenceIndex()
          let real = await openIdentityIndex({ folder: place, memoryBytesMax: memory })
          for (const [number, each] of steps.entries()) {
            if (each === 'turn') await new Promise((resolve) => setTimeout(resolve, 1))
            else if (each === 'reopen') {
              await real.close()
              real = await openIdentityIndex({ folder: place, memoryBytesMax: memory })
            } else {
              const items = each.ids.map(([id, content]) => ({
                identity: shapes[shape](id),
                content: hash16(content),
              }))
              const batch = batchOf(items)
              expect(take(real, batch)).toEqual(take(reference, batch))
              await real.advance(number + 1)
            }
            expect(real.size).toBe(reference.size)
          }
          await real.close()
        },
      ),
      runs(100, 25),
    )
  })

  describe('on disk', () => {
    it('is there after a restart, with its position', async () => {
      add(index, numbered(0, 5))
      await index.advance(42)
      await reopen()
      expect(index).toMatchObject({ position: 42, size: 5, rebuilt: undefined })
      expect(check(index, numbered(0, 6))).toEqual([1, 1, 1, 1, 1, 0])
    })

    it('loses nothing where several say at once how far it is, while a full table is being written', async () => {
      let known = 0
      for (let round = 0; round < tries(20, 6); round++) {
        const advanced: Promise<void>[] = []
        for (let i = 0; i < 4; i++) {
          add(index, numbered(known, known + 20))
          known += 20
          advanced.push(index.advance(known))
        }
        while (advanced.length > 0) {
          await Promise.race([...advanced, new Promise((resolve) => setImmediate(resolve))])
          expect(check(index, numbered(0, known)).indexOf(0)).toBe(-1)
          await advanced.shift()
          expect(check(index, numbered(0, known)).indexOf(0)).toBe(-1)
        }
      }
      expect((await reopen()).size).toBe(known)
      expect(check(index, numbered(0, known)).indexOf(0)).toBe(-1)
    })

    it.each([
      { had: 'identities in memory', first: 3 },
      { had: 'nothing in memory', first: 0 },
    ])(
      'has every identity up to its position where some come while it closes, with $had',
      async ({ first }) => {
        await reopen(1 << 20)
        add(index, numbered(0, first))
        await index.advance(1)
        let closed = false
        const closing = index.close().finally(() => (closed = true))
        // As a read of the log goes on that was under way.
        let next = first
        for (; !closed; next++) {
          add(index, numbered(next, next + 1))
          await index.advance(2 + next - first)
          await new Promise(setImmediate)
        }
        await closing
        await open()
        expect(next).toBeGreaterThan(first)
        const seen = check(index, numbered(0, first + index.position - 1))
        expect(seen.filter((status) => status !== 1)).toHaveLength(0)
      },
    )

    it('keeps a position reached without new identities', async () => {
      await index.advance(7)
      expect((await reopen()).position).toBe(7)
    })

    it('without closing has what its last manifest says, and a position that fits', async () => {
      await fill(400)
      // As a kill would leave it, save that the first one goes on.
      const other = await openIdentityIndex({ folder: copyOf(folder), memoryBytesMax: tinyMemory })
      expect(other.rebuilt).toBeUndefined()
      expect(other.position).toBeGreaterThan(0)
      const known = check(other, numbered(0, 400))
      expect(known.slice(0, other.position * 20)).toEqual(
        Array.from({ length: other.position * 20 }, () => 1),
      )
      await other.close()
    })

    it('removes files that the manifest does not name, and nothing else', async () => {
      await fill(200)
      await index.close()
      const strays = ['run-0000099999.ids', 'manifest.json.new']
      for (const name of strays) writeFileSync(join(folder, name), 'half of it')
      writeFileSync(join(folder, 'notes.txt'), 'of another program')
      await open()
      expect(index).toMatchObject({ size: 200, rebuilt: undefined })
      const left = readdirSync(folder)
      expect(left.filter((name) => strays.includes(name))).toEqual([])
      expect(left).toContain('notes.txt')
    })

    it('refuses a newer format', async () => {
      await index.close()
      const { createHash } = await import('node:crypto')
      const body = JSON.stringify({ format: 2, position: 0, nextRun: 1, runs: [] })
      const sum = createHash('sha256').update(body).digest('hex')
      writeFileSync(join(folder, 'manifest.json'), `${body}\n${sum}\n`)
      await expect(open()).rejects.toMatchObject({ code: 'data.newer' })
    })
  })

  describe('damaged', () => {
    const flip = (name: string, at: number): void => {
      const path = join(folder, name)
      const bytes = readFileSync(path)
      bytes[at < 0 ? bytes.length + at : at]! ^= 1
      writeFileSync(path, bytes)
    }
    const cases: [string, () => void][] = [
      ['in its manifest', () => flip('manifest.json', 20)],
      ['without its manifest', () => rmSync(join(folder, 'manifest.json'))],
      ['without one of its runs', () => rmSync(join(folder, runFiles()[0]!))],
      ['in the header of a run', () => flip(runFiles()[0]!, 9)],
      ['in the entries of a run', () => flip(runFiles()[0]!, 4_096 + 33)],
      ['in the filter of a run', () => flip(runFiles()[0]!, -1)],
      [
        'in the length of a run',
        () => truncateSync(join(folder, runFiles()[0]!), statSync(join(folder, runFiles()[0]!)).size - 1),
      ],
      ['in an empty run', () => truncateSync(join(folder, runFiles()[0]!), 0)],
    ]
    it.each(cases)('%s, it starts empty, says why, and can be built again', async (_, damage) => {
      await fill(100)
      await index.close()
      damage()
      await open()
      expect(index).toMatchObject({ position: 0, size: 0 })
      expect(index.rebuilt).toMatch(/damaged|missing|wrong length|cut short/)
      expect(runFiles()).toEqual([])
      await fill(100)
      await reopen()
      expect(index).toMatchObject({ size: 100, rebuilt: undefined })
    })

    it('while it is open, it says so once it reads the place, and starts empty the next time', async () => {
      await fill(100)
      await reopen()
      for (const name of runFiles()) truncateSync(join(folder, name), 4_096)
      expect(() => check(index, numbered(0, 100))).toThrowError(
        expect.objectContaining({ code: 'identities.damaged' }),
      )
      await expect(index.advance(1_000)).rejects.toMatchObject({ code: 'identities.damaged' })
      await reopen()
      expect(index).toMatchObject({ position: 0, size: 0 })
    })

    it('entries are noticed when they are merged', async () => {
      await fill(100)
      await reopen()
      for (const name of runFiles()) flip(name, 4_096 + 5)
      await expect(fill(3_000)).rejects.toMatchObject({ code: 'identities.damaged' })
      await reopen()
      expect(index).toMatchObject({ position: 0, size: 0 })
    })
  })

  it('stays right and within its memory where filters and directories do not fit', async () => {
    const memory = 20_000
    await reopen(memory)
    await fill(10_000, 500)
    const known: Batch = numbered(0, 10_000)
    expect(check(index, known).every((judged) => judged === 1)).toBe(true)
    expect(check(index, numbered(10_000, 20_000)).every((judged) => judged === 0)).toBe(true)
    await index.close()
    await open(memory)
    // Work space for the batches comes on top; a fresh index has none.
    expect(index.memoryBytes).toBeLessThanOrEqual(memory)
    expect(check(index, known).every((judged) => judged === 1)).toBe(true)
  })

  it('treats wrong use as a bug', async () => {
    await index.advance(5)
    await expect(index.advance(4)).rejects.toThrow(/^bug/)
    const { identity, content } = numbered(0, 2)
    expect(() => index.check(identity, content, 2, new Uint8Array(1))).toThrow(/^bug/)
    expect(() => index.add(identity, content, 3)).toThrow(/^bug/)
  })
})

function copyOf(folder: string): string {
  const copy = mkdtempSync(join(folder, 'copy-'))
  // A folder changes while it is copied; what a manifest names is there until the next manifest is.
  for (const name of ['manifest.json', ...readdirSync(folder).filter((each) => each.startsWith('run-'))]) {
    writeFileSync(join(copy, name), readFileSync(join(folder, name)))
  }
  return copy
}
