import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createCompactionPace } from '../../src/identities/compactionPace.ts'
import { compareIdentities, entryWords, wordsOf } from '../../src/identities/entry.ts'
import {
  addToFilter,
  createFilter,
  type Filter,
  filterBlocks,
  filterCandidates,
  foldFilter,
} from '../../src/identities/filter.ts'
import { chooseMerge, fanout, isOverfull, levelOf } from '../../src/identities/levels.ts'
import { createSorter } from '../../src/identities/sort.ts'
import { runs as propertyRuns } from '../support/properties.ts'
import { numbered } from './support.ts'

describe('sorting a partition', () => {
  const sorter = createSorter()
  /** The slow obvious way: stable, the first of an identity stays. */
  const reference = (input: Uint32Array): number[][] => {
    const entries = Array.from({ length: input.length / entryWords }, (_, number) =>
      Array.from(input.subarray(number * entryWords, (number + 1) * entryWords)),
    )
    const words = (entry: number[]): Uint32Array => Uint32Array.from(entry)
    const sorted = entries.toSorted((a, b) => compareIdentities(words(a), 0, words(b), 0))
    return sorted.filter(
      (entry, at) => at === 0 || compareIdentities(words(entry), 0, words(sorted[at - 1]!), 0) !== 0,
    )
  }
  const sorted = (input: Uint32Array, prefixBits: number): number[][] => {
    const output = new Uint32Array(input.length)
    const kept = sorter.sort(input, input.length / entryWords, prefixBits, output)
    return reference(output.slice(0, kept * entryWords))
  }

  it('agrees with the obvious way, whatever the entries have in common', () => {
    const word = fc.oneof(
      { weight: 3, arbitrary: fc.nat(2) },
      { weight: 1, arbitrary: fc.integer({ min: 0, max: 0xffff_ffff }) },
    )
    const entry = fc.array(word, { minLength: entryWords, maxLength: entryWords })
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 300 }), fc.nat(4), (entries, prefixBits) => {
        const input = Uint32Array.from(entries.flat())
        // One prefix for all.
        for (let at = 0; at < input.length; at += entryWords)
          input[at] = prefixBits === 0 ? input[at]! : input[at]! >>> prefixBits
        const output = new Uint32Array(input.length)
        const kept = sorter.sort(input, entries.length, prefixBits, output)
        const expected = reference(input)
        expect(kept).toBe(expected.length)
        expect([...output.subarray(0, kept * entryWords)]).toEqual(expected.flat())
      }),
      propertyRuns('cheap'),
    )
  })

  it('agrees with the obvious way on many uniform entries', () => {
    const { identity, length } = numbered(0, 4_000)
    const ids = wordsOf(identity, length * 4)
    const input = new Uint32Array(length * entryWords)
    for (let number = 0; number < length; number++)
      input.set(ids.subarray(number * 4, number * 4 + 4), number * entryWords)
    expect(sorted(input, 0)).toEqual(reference(input))
  })
})

describe('a filter', () => {
  const idsOf = (from: number, to: number): Uint32Array =>
    wordsOf(numbered(from, to).identity, (to - from) * 4)
  const passing = (filter: Filter, ids: Uint32Array): number => {
    const count = ids.length / 4
    const pending = { numbers: Uint32Array.from({ length: count }, (_, i) => i), count }
    return filterCandidates(filter, ids, pending, new Uint32Array(count))
  }
  const known = 4_000
  const filterOf = (bitsPerEntry: number): Filter => {
    const filter = createFilter(filterBlocks(known, bitsPerEntry))
    const ids = idsOf(0, known)
    for (let number = 0; number < known; number++) addToFilter(filter, ids, number * 4)
    return filter
  }

  it('passes every identity added, folded as often as it may be', () => {
    let filter: Filter | undefined = filterOf(12)
    for (let folds = 0; folds <= 4; folds++) {
      expect(passing(filter!, idsOf(0, known))).toBe(known)
      filter = foldFilter(filter!)
    }
  })

  it('passes 2 in 100 others at most at 12 bits an identity, and 12 in 100 at 6', () => {
    const others = idsOf(known, known + 10_000)
    const filter = filterOf(12)
    expect(passing(filter, others)).toBeLessThan(200)
    expect(passing(foldFilter(filter)!, others)).toBeLessThan(1_200)
  })

  it('is left out where so few bits would not pay', () => {
    expect(filterBlocks(1_000_000, 1.9)).toBe(0)
    expect(filterBlocks(1, 12)).toBe(16)
  })
})

describe('merging', () => {
  const runs = (...counts: number[]): { count: number }[] => counts.map((count) => ({ count }))

  it('takes the oldest runs of the lowest level that is full', () => {
    const large = runs(...Array.from({ length: fanout }, () => 500_000))
    const small = runs(...Array.from({ length: fanout + 2 }, (_, i) => 100 + i))
    expect(chooseMerge([...large, ...small])).toEqual(small.slice(0, fanout))
    expect(chooseMerge(large)).toEqual(large)
    expect(chooseMerge([...large.slice(1), ...small.slice(3)])).toBeUndefined()
  })

  it('gives a run of a higher level than those that it came from', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 31 }), (count) => {
        if (count >= 4_096) expect(levelOf(count * fanout)).toBe(levelOf(count) + 1)
        expect(levelOf(count + 1)).toBeGreaterThanOrEqual(levelOf(count))
      }),
      propertyRuns('cheap'),
    )
  })

  it('holds adding up only where a level has twice what it should', () => {
    expect(isOverfull(runs(...Array.from({ length: 2 * fanout - 1 }, () => 10), 5_000_000))).toBe(false)
    expect(isOverfull(runs(...Array.from({ length: 2 * fanout }, () => 10)))).toBe(true)
  })
})

describe('pacing', () => {
  it('waits while much is owed and some can be worked off, no longer', async () => {
    const pace = createCompactionPace()
    await pace.wait(10_000_000, () => true)
    pace.begin(1_000_000)
    let resumed = false
    const waiting = pace
      .wait(100_000, () => false)
      .then(() => {
        resumed = true
      })
    pace.worked(100_000)
    await new Promise((resolve) => setImmediate(resolve))
    expect(resumed).toBe(false)
    pace.worked(400_000)
    await waiting
    await pace.wait(10, () => false)
    const overfull = pace.wait(10, () => true)
    pace.worked(500_000)
    await overfull
  })
})
