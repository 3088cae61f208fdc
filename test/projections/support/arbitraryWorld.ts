/** Any batches on any partitions, some of them strays, and a window over them, with or without an epoch before. */
import fc from 'fast-check'
import type { AssetId, VersionName } from '../../../src/events/ids.ts'
import type { BatchKey, RowKey } from '../../../src/log/keys.ts'
import type { VersionBoundary } from '../../../src/registry/resolve.ts'
import type { SettlementWindow } from '../../../src/usage/reader.ts'
import { id } from '../../support/id.ts'
import { call, type TestCall } from './calls.ts'
import { uniqueKey } from './store.ts'

const second = 1_000_000
const start = 1_700_000_000 * second

interface WorldBatch {
  readonly partition: number
  readonly stray: boolean
  readonly calls: readonly TestCall[]
}

type WorldWindow = Omit<SettlementWindow, 'scope' | 'previous'> & {
  readonly previous?: { readonly until: number; readonly share: number }
  readonly excluded: readonly number[]
}

export async function insertWorld(
  insert: (key: BatchKey, calls: readonly TestCall[]) => Promise<void>,
  prefix: string,
  batches: readonly WorldBatch[],
  window: WorldWindow,
): Promise<{ window: SettlementWindow; keys: BatchKey[] }> {
  const next = new Map<string, number>()
  const keys: BatchKey[] = []
  const strayAttempts: BatchKey[] = []
  const rows: RowKey[] = []
  for (const batch of batches) {
    const partition = `${prefix}-${batch.partition}`
    const revision = next.get(partition) ?? 0
    const key = { partition, revision, attempt: uniqueKey() }
    await insert(key, batch.calls)
    keys.push(key)
    // A stray has the revision that a recorded batch gets later.
    if (batch.stray) strayAttempts.push(key)
    else next.set(partition, revision + 1)
    batch.calls.forEach((_, row) => {
      rows.push({ ...key, row })
    })
  }
  const excludedRows = rows.filter((_, index) => window.excluded.includes(index))
  const watermarks = new Map([...next].map(([partition, count]) => [partition, count - 1]))
  const { previous, excluded: _excluded, ...rest } = window
  const scope = { watermarks, strayAttempts, excludedRows }
  return { window: { ...rest, scope, ...previousOf(previous, watermarks) }, keys }
}

function previousOf(previous: WorldWindow['previous'], watermarks: ReadonlyMap<string, number>) {
  if (!previous) return {}
  const seen = [...watermarks]
    .map(([partition, last]) => [partition, Math.floor((last + 1) * previous.share) - 1] as const)
    .filter(([, last]) => last >= 0)
  return { previous: { until: previous.until, watermarks: new Map(seen) } }
}

const times = fc.integer({ min: 0, max: 5 }).map((step) => start + step * second)
const assets = fc.constantFrom('model:a', 'dataset:b', 'tool:ü').map((text) => id<AssetId>(text))
const versions = fc.constantFrom('', '1', '2').map((text) => id<VersionName | ''>(text))
const keysOf = fc.uniqueArray(fc.record({ asset: assets, version: versions }), {
  selector: (key) => JSON.stringify(key),
  maxLength: 6,
})

const arbitraryBatches: fc.Arbitrary<WorldBatch[]> = fc.array(
  fc.record({
    partition: fc.integer({ min: 0, max: 2 }),
    stray: fc.integer({ min: 0, max: 4 }).map((number) => number === 0),
    calls: fc.array(
      fc
        .record({
          id: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'),
          source: fc.constantFrom('x', 'y', 'z'),
          time: times,
          asset: assets,
          version: versions,
          currency: fc.constantFrom('USD', 'EUR'),
          amount: fc.oneof(fc.constantFrom(1n, 2n), fc.bigInt({ min: 0n, max: (1n << 160n) - 1n })),
          providerCallId: fc.constantFrom('', '', 'p', 'q'),
        })
        .map(call),
      { maxLength: 8 },
    ),
  }),
  { minLength: 1, maxLength: 7 },
)

const arbitraryWindow: fc.Arbitrary<WorldWindow> = fc
  .record({
    until: times,
    previous: fc.option(fc.record({ until: times, share: fc.constantFrom(0, 0.5, 1) })),
    releasedKeys: keysOf,
    named: keysOf,
    boundaries: fc.array(fc.record({ asset: assets, from: fc.oneof(fc.constant(0), times) }), {
      maxLength: 6,
    }),
    fees: fc.uniqueArray(times, { maxLength: 3 }),
    excluded: fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 4 }),
  })
  .map(({ previous, named, boundaries, fees, until, ...rest }) => ({
    ...rest,
    until: previous ? Math.max(until, previous.until) : until,
    ...(previous ? { previous } : {}),
    named: named.filter((key) => key.version !== '').map((key, index) => ({ ...key, index })),
    boundaries: reachingBack(boundaries),
    fees: [0, ...fees.sort((a, b) => a - b)].map((from, feeGroup) => ({ from, feeGroup })),
  }))

/** The first boundary of an asset is also its default for all earlier times. */
function reachingBack(boundaries: readonly Omit<VersionBoundary, 'version'>[]) {
  const seen = new Set<string>()
  return [...boundaries]
    .sort((a, b) => a.from - b.from)
    .map(({ asset, from }, version) => {
      const first = !seen.has(asset)
      seen.add(asset)
      return { asset, from: first ? 0 : from, version: version + 100 }
    })
}

export const arbitraryWorld = fc.record({ batches: arbitraryBatches, window: arbitraryWindow })
