import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseAssetId, type VersionName } from '../../src/events/ids.ts'
import { parseTime } from '../../src/events/time.ts'
import type { Fee, Registry, Version } from '../../src/registry/model.ts'
import {
  feeAt,
  feeBoundaries,
  isResolvable,
  latestVersion,
  resolveVersion,
  settlementBoundaries,
} from '../../src/registry/resolve.ts'
import { id } from '../support/id.ts'
import { runs } from '../support/properties.ts'
import { decideAll, fewTimes, registryEvents } from './randomRegistry.ts'
import { apply, given, type Json, model } from './support.ts'

const released = (version: string, releasedAt: string) =>
  ['version.released', { asset: 'model:a/m', version, releasedAt: `${releasedAt}T00:00:00Z` }] as const
const fee = (share: string, from: string, payee = 'platform') =>
  ['fee.set', { share, payee, effectiveFrom: `${from}T00:00:00Z` } as Json] as const
const asset = parseAssetId
const day = (text: string) => parseTime(`${text}T00:00:00Z`)

const versionAt = (registry: Registry, version: string, text: string) =>
  resolveVersion(registry, { asset: asset('model:a/m'), version: id(version), time: day(text) })?.version
    .version

describe('the version of a call', () => {
  const registry = given(
    model,
    released('b', '2025-02-01'),
    released('a', '2025-01-01'),
    released('c', '2025-02-01'),
  )
  const at = (text: string, version = '') => versionAt(registry, version, text)

  it('is the one named, whenever it was released', () => {
    expect(at('2024-01-01', 'b')).toBe('b')
    expect(at('2026-01-01', 'a')).toBe('a')
    expect(at('2026-01-01', 'x')).toBeUndefined()
  })

  it('is else the latest released by its time', () => {
    expect(at('2025-01-01')).toBe('a')
    expect(at('2025-01-31')).toBe('a')
  })

  it('is, of those released at the same time, the later recorded', () => {
    expect(at('2025-02-01')).toBe('c')
    expect(at('2030-01-01', '')).toBe('c')
  })

  it('is else the earliest released, of equal ones the first recorded', () => {
    expect(at('2024-12-31')).toBe('a')
    const equal = given(model, released('first', '2025-01-01'), released('second', '2025-01-01'))
    expect(versionAt(equal, '', '2024-01-01')).toBe('first')
    expect(versionAt(equal, '', '2025-01-01')).toBe('second')
  })

  it('is unknown while the asset has no version', () => {
    const empty = given(model)
    expect(versionAt(empty, '', '2025-01-01')).toBeUndefined()
    expect(versionAt(given(), '1', '2025-01-01')).toBeUndefined()
    expect([isResolvable(empty, 'model:a/m'), isResolvable(empty, 'model:x')]).toEqual([false, false])
  })

  it('as of an earlier registry event is what it was then', () => {
    fc.assert(
      fc.property(registryEvents, fc.nat(40), fewTimes, (events, cut, time) => {
        const { state, facts } = decideAll(events)
        const earlier = decideAll(events.slice(0, cut)).state
        fc.pre(earlier.count > 0 && earlier.count < facts.length)
        for (const asset of state.assets.ids()) {
          for (const version of ['', '1', '2'].map((text) => id<VersionName | ''>(text))) {
            const call = { asset, version, time: parseTime(time) }
            const then = resolveVersion(earlier, call)
            const now = resolveVersion(state, call, earlier.count - 1)
            expect([now?.version.index, now?.by]).toEqual([then?.version.index, then?.by])
          }
        }
        expect(feeAt(state, parseTime(time), earlier.count - 1)).toEqual(feeAt(earlier, parseTime(time)))
      }),
    )
  })

  it('agrees with the boundaries at any time', () => {
    fc.assert(
      fc.property(registryEvents, fewTimes, fc.integer({ min: -1, max: 1 }), (events, time, shift) => {
        const { state } = decideAll(events)
        const moment = parseTime(time) + shift
        for (const asset of state.assets.ids()) {
          const found = resolveVersion(state, { asset, version: '', time: moment })?.version
          expect(found).toBe(slowVersion(state, asset, moment))
          const boundaries = settlementBoundaries(state).boundaries.filter((entry) => entry.asset === asset)
          expect(boundaries.findLast(({ from }) => from <= moment)?.version).toBe(found?.index)
          expect(boundaries.map(({ from }) => from)).toEqual(
            [...new Set(boundaries.map(({ from }) => from))].sort((a, b) => a - b),
          )
          expect(isResolvable(state, asset)).toBe(found !== undefined)
        }
      }),
      runs(100),
    )
  })
})

/** The rule as it is written, without any index. */
function slowVersion({ versions }: Registry, asset: string, time: number): Version | undefined {
  const own = [...versions].filter((version) => version.asset === asset)
  const byThen = own.filter(({ releasedAt }) => releasedAt <= time)
  const latest = Math.max(...byThen.map(({ releasedAt }) => releasedAt))
  const earliest = Math.min(...own.map(({ releasedAt }) => releasedAt))
  return (
    byThen.findLast(({ releasedAt }) => releasedAt === latest) ??
    own.find(({ releasedAt }) => releasedAt === earliest)
  )
}

describe('the latest version', () => {
  it('is the latest by releasedAt of those recorded, of equal ones the later recorded', () => {
    const registry = given(model, released('a', '2025-02-01'), released('b', '2025-01-01'))
    expect(latestVersion(registry, asset('model:a/m'))?.version).toBe('a')
    apply(registry, ...released('c', '2025-02-01'))
    expect(latestVersion(registry, asset('model:a/m'))?.version).toBe('c')
    expect(latestVersion(registry, asset('model:x'))).toBeUndefined()
  })
})

describe('versions by name', () => {
  it('come with the index of each version', () => {
    const registry = given(model, released('a', '2025-02-01'), released('b', '2025-01-01'))
    expect(settlementBoundaries(registry).named).toEqual([
      { asset: 'model:a/m', version: 'a', index: 0 },
      { asset: 'model:a/m', version: 'b', index: 1 },
    ])
  })
})

describe('the fee of a call', () => {
  it('is the latest by effectiveFrom at its time, of equal ones the later recorded', () => {
    const registry = given(fee('0.2', '2025-02-01'), fee('0.1', '2025-01-01'), fee('0.3', '2025-02-01'))
    const { fees, feeGroups } = feeBoundaries(registry)
    expect(fees.map(({ from, feeGroup }) => [from, feeGroups[feeGroup]!.share])).toEqual([
      [0, 0],
      [day('2025-01-01'), 1e8],
      [day('2025-02-01'), 3e8],
    ])
  })

  it('has a group by share and payee, and none has a group of its own', () => {
    const registry = given(
      fee('0.1', '2025-01-01'),
      fee('0', '2025-02-01'),
      fee('0.1', '2025-03-01'),
      fee('0.1', '2025-04-01', 'other'),
      fee('0.1', '2025-05-01', 'other'),
    )
    expect(feeBoundaries(registry)).toEqual({
      feeGroups: [
        { share: 0, payee: '' },
        { share: 1e8, payee: 'platform' },
        { share: 0, payee: 'platform' },
        { share: 1e8, payee: 'other' },
      ],
      fees: [
        { from: 0, feeGroup: 0 },
        { from: day('2025-01-01'), feeGroup: 1 },
        { from: day('2025-02-01'), feeGroup: 2 },
        { from: day('2025-03-01'), feeGroup: 1 },
        { from: day('2025-04-01'), feeGroup: 3 },
      ],
    })
  })

  it('agrees with the boundaries at any time', () => {
    fc.assert(
      fc.property(registryEvents, fewTimes, fc.integer({ min: -1, max: 1 }), (events, time, shift) => {
        const { state } = decideAll(events)
        const moment = parseTime(time) + shift
        const found = slowFee(state.fees, moment)
        expect(feeAt(state, moment)).toBe(found)
        const { fees, feeGroups } = feeBoundaries(state)
        expect(fees.every(({ from }, at) => at === 0 || from > fees[at - 1]!.from)).toBe(true)
        const group = feeGroups[fees.findLast(({ from }) => from <= moment)!.feeGroup]
        expect(group).toEqual({ share: found?.share ?? 0, payee: found?.payee ?? '' })
      }),
      runs(100),
    )
  })
})

function slowFee(fees: readonly Fee[], time: number): Fee | undefined {
  const byThen = fees.filter(({ effectiveFrom }) => effectiveFrom <= time)
  const latest = Math.max(...byThen.map(({ effectiveFrom }) => effectiveFrom))
  return byThen.findLast(({ effectiveFrom }) => effectiveFrom === latest)
}
