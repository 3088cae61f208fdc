/** What every `UsageReader` answers. The reference reads the same rows in the slow, obvious way. */
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AssetId, VersionName } from '../../../src/events/ids.ts'
import type { DigestedBatch } from '../../../src/log/batchLog.ts'
import type { BatchKey, RowKey } from '../../../src/log/keys.ts'
import type { UsageEngine } from '../../../src/projections/index.ts'
import { addSums } from '../../../src/settlement/close/checkpoint.ts'
import type {
  BatchTotals,
  CallFilter,
  CallKey,
  CallReach,
  EpochEnd,
  RowKeyOfIdentity,
  SettledBefore,
  SettlementWindow,
  UsageReader,
  UsageScope,
} from '../../../src/usage/reader.ts'
import { collect } from '../../support/collect.ts'
import { callsDigestOf, columnsDigestOf } from '../../support/digestReference.ts'
import { id } from '../../support/id.ts'
import type { MemoryUsage } from '../../support/memoryUsage.ts'
import { runs } from '../../support/properties.ts'
import { repeatedRows } from '../../support/repeatedRows.ts'
import { arbitraryWorld, insertWorld } from '../support/arbitraryWorld.ts'
import { batchOf, call } from '../support/calls.ts'
import { type OpenStore, unique, uniqueKey } from '../support/store.ts'
import {
  bucketDigests,
  createWorld,
  type HashedRow,
  hashHex,
  referenceSettledDigest,
} from '../support/world.ts'

const second = 1_000_000
const start = 1_700_000_000 * second
const far = start + 1_000 * second
/** With these ids the hash of some hashes ends in a zero byte, so a hash that loses its last byte is found. */
const digestIds = 'digest-1'
const noOthers = {
  correction: { rows: 0, sums: new Map(), digest: expect.any(String) },
  posting: { rows: 0, sums: new Map(), digest: expect.any(String) },
  description: { rows: 0, sums: new Map(), digest: expect.any(String) },
}
const noDigest = 'c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470'

export function readerContract(name: string, open: OpenStore, worlds = 6): void {
  describe(`usage reader: ${name}`, () => {
    let store: Awaited<ReturnType<OpenStore>>
    let usage: UsageEngine
    beforeAll(async () => {
      store = await open()
      usage = store.usage
    })
    afterAll(() => store.dispose())

    const newKey = (partition: string, revision: number): BatchKey => ({
      partition,
      revision,
      attempt: uniqueKey(),
    })
    const scopeOf = (watermarks: [string, number][], rest: Partial<UsageScope> = {}): UsageScope => ({
      watermarks: new Map(watermarks),
      strayAttempts: [],
      excludedRows: [],
      ...rest,
    })
    const windowOf = (scope: UsageScope, rest: Partial<SettlementWindow> = {}): SettlementWindow => ({
      scope,
      until: far,
      releasedKeys: [],
      boundaries: [{ asset: id('model:acme/one'), from: 0, version: 1 }],
      named: [{ asset: id('model:acme/one'), version: id('v1'), index: 2 }],
      fees: [{ from: 0, feeGroup: 0 }],
      ...rest,
    })

    it('lists the attempts that have rows, up to the watermarks', async () => {
      const partition = unique('partition')
      const keys = [newKey(partition, 0), newKey(partition, 1), newKey(partition, 1), newKey(partition, 2)]
      const world = createWorld(usage.writer)
      for (const key of keys) await world.insert(key, [call({ id: 'a' })])
      const listed = await usage.reader.listAttempts(new Map([[partition, 1]]))
      expect(new Set(listed.map((key) => key.attempt))).toEqual(
        new Set(keys.slice(0, 3).map((key) => key.attempt)),
      )
      expect(await usage.reader.listAttempts(new Map())).toEqual([])
      expect(await usage.reader.listAttempts(new Map([[unique('none'), 5]]))).toEqual([])
    })

    it('gives totals of batches in the order of the request, of a missing batch as empty', async () => {
      const partition = unique('partition')
      const [first, second, missing] = [newKey(partition, 0), newKey(partition, 1), newKey(partition, 2)]
      const world = createWorld(usage.writer)
      await world.insert(first, [
        call({ id: 'a', amount: 1n << 159n }),
        call({ id: 'b', amount: 1n << 159n }),
      ])
      await world.insert(second, [call({ id: 'c', currency: 'EUR' }), call({ id: 'd', amount: 5n })])
      const totals = await collect(usage.reader.batchTotals([second, missing, first]))
      const digestOf = (key: BatchKey) =>
        hashHex(
          rowsOf(world.reference)
            .filter((row) => row.attempt === key.attempt)
            .map((row) => row.rowHash)
            .join(''),
        )
      expect(totals).toEqual([
        {
          ...second,
          totals: {
            call: {
              rows: 2,
              sums: new Map([
                ['EUR', 10n],
                ['USD', 5n],
              ]),
              digest: digestOf(second),
            },
            ...noOthers,
          },
        },
        { ...missing, totals: { call: { rows: 0, sums: new Map(), digest: noDigest }, ...noOthers } },
        {
          ...first,
          totals: {
            call: { rows: 2, sums: new Map([['USD', 1n << 160n]]), digest: digestOf(first) },
            ...noOthers,
          },
        },
      ])
      expect(await collect(usage.reader.batchTotals([]))).toEqual([])
    })

    it('gives batches the digest of their algorithm, whatever lies between them', async () => {
      const partitions = [unique('partition'), unique('partition')]
      const world = createWorld(usage.writer)
      const batches: DigestedBatch[] = []
      for (let revision = 0; revision < 30; revision++) {
        for (const partition of partitions) {
          const key = newKey(partition, revision * (1 + (revision % 4)))
          await world.insert(
            key,
            Array.from({ length: 1 + (revision % 3) }, (_, row) =>
              call({ id: `${row}`, amount: BigInt(revision) }),
            ),
          )
          // What a killed process left under the same revision.
          await usage.writer.insert({ ...key, attempt: uniqueKey() }, batchOf([call({ id: 'stray' })]))
          batches.push(revision % 5 === 0 ? key : { ...key, algorithm: 'sha256-columns' })
        }
      }
      const rowsOfBatch = ({ attempt }: BatchKey) =>
        rowsOf(world.reference).filter((row) => row.attempt === attempt)
      const expected = batches.map((batch) => {
        const rows = rowsOfBatch(batch)
        return batch.algorithm === undefined
          ? hashHex(rows.map((row) => row.rowHash).join(''))
          : columnsDigestOf(rows)
      })
      const digests = async (some: readonly DigestedBatch[]) =>
        (await collect(usage.reader.batchTotals(some))).map(({ totals }) => totals.call.digest)
      expect(await digests(batches)).toEqual(expected)
      expect(await digests(batches.slice(6, 12))).toEqual(expected.slice(6, 12))
      const missing = { ...newKey(partitions[0]!, 1_000), algorithm: 'sha256-columns' } as const
      expect(await digests([missing])).toEqual([columnsDigestOf([])])
    })

    it('uses the named version, else the default at the time of the call, and leaves out calls without either', async () => {
      const partition = unique('partition')
      const at = (seconds: number) => start + seconds * second
      await createWorld(usage.writer).insert(newKey(partition, 0), [
        call({ id: 'named', version: 'v1', amount: 1n }),
        call({ id: 'named again', version: 'v1', amount: 128n }),
        call({ id: 'before the first', time: at(-9), amount: 2n }),
        call({ id: 'just before', time: at(5) - 1, amount: 4n }),
        call({ id: 'at the moment', time: at(5), amount: 8n }),
        call({ id: 'later of equal', time: at(7), amount: 16n }),
        call({ id: 'unknown version', version: 'v9', amount: 32n }),
        call({ id: 'unknown asset', asset: 'model:nobody/knows', amount: 64n }),
      ])
      const boundaries = [
        [0, 10],
        [at(5), 11],
        [at(6), 12],
        [at(6), 13],
      ].map(([from, version]) => ({ asset: id<AssetId>('model:acme/one'), from: from!, version: version! }))
      const sums = await usage.reader.directSums(windowOf(scopeOf([[partition, 0]]), { boundaries }))
      const amounts = sums.map((sum) => [sum.version, sum.calls, sum.amount])
      expect(amounts).toEqual([
        [2, 2, 129n],
        [10, 2, 6n],
        [11, 1, 8n],
        [13, 1, 16n],
      ])
    })

    it('divides by the fee in force at the time of the call', async () => {
      const partition = unique('partition')
      await createWorld(usage.writer).insert(newKey(partition, 0), [
        call({ id: 'a', time: start - 1, amount: 1n }),
        call({ id: 'b', time: start, amount: 2n }),
        call({ id: 'c', time: start + 1, version: 'v1', amount: 4n }),
      ])
      const fees = [
        { from: 0, feeGroup: 4 },
        { from: start, feeGroup: 6 },
      ]
      const sums = await usage.reader.directSums(windowOf(scopeOf([[partition, 0]]), { fees }))
      expect(sums.map((sum) => [sum.version, sum.feeGroup, sum.amount])).toEqual([
        [1, 4, 1n],
        [1, 6, 2n],
        [2, 6, 4n],
      ])
    })

    it('settles every call in one epoch: of older batches those that were pending and those that resolve now', async () => {
      const [old, recent] = [unique('partition'), unique('partition')]
      const world = createWorld(usage.writer)
      const at = start + 100 * second
      const asset = 'model:late/comer'
      await world.insert(newKey(old, 0), [
        call({ id: 'settled before', time: at - 1, amount: 1n }),
        call({ id: 'of age at the last moment', time: at, amount: 2n }),
        call({ id: 'released', time: at - 1, asset, amount: 4n }),
        call({ id: 'released, of age', time: at + 1, asset, amount: 8n }),
        call({ id: 'not of age yet', time: far, amount: 16n }),
      ])
      const older = newKey(old, 1)
      await world.insert(older, [call({ id: 'settled before too', time: at - 1, amount: 32n })])
      await world.insert(newKey(old, 2), [call({ id: 'late', time: at - 1, amount: 64n })])
      await world.insert(newKey(recent, 0), [call({ id: 'on time', time: at, amount: 128n })])
      const window = windowOf(
        scopeOf([
          [old, 2],
          [recent, 0],
        ]),
        {
          previous: { until: at, watermarks: new Map([[old, 1]]) },
          boundaries: [
            { asset: id('model:acme/one'), from: 0, version: 1 },
            { asset: id(asset), from: 0, version: 5 },
          ],
          releasedKeys: [{ asset: id(asset), version: '' }],
        },
      )
      const sums = await usage.reader.directSums(window)
      expect(sums.map((sum) => [sum.version, sum.late, sum.amount])).toEqual([
        [1, false, 2n + 128n],
        [1, true, 64n],
        [5, false, 8n],
        [5, true, 4n],
      ])
      const batches = await usage.reader.settlingBatches(window)
      expect(batches.map((key) => key.revision)).toEqual([0])
      await expectSettledDigests(usage.reader, world.reference, window)
    })

    it('sums beyond 64 and 160 bits exactly', async () => {
      const partition = unique('partition')
      const most = (1n << 160n) - 1n
      const calls = Array.from({ length: 1_000 }, (_, row) => call({ id: `${row}`, amount: most }))
      await createWorld(usage.writer).insert(newKey(partition, 0), calls)
      const scope = scopeOf([[partition, 0]])
      expect((await usage.reader.directSums(windowOf(scope)))[0]!.amount).toBe(most * 1_000n)
      expect((await usage.reader.keySums(scope, far))[0]!.amount).toBe(most * 1_000n)
      expect((await usage.reader.pendingSums(scope, start))[0]!.amount).toBe(most * 1_000n)
    })

    it('gives empty answers for an empty scope', async () => {
      const empty = scopeOf([])
      const window = windowOf(empty, { boundaries: [], named: [], fees: [] })
      expect(await usage.reader.directSums(window)).toEqual([])
      expect(await usage.reader.keySums(empty, far)).toEqual([])
      expect(await usage.reader.pendingSums(empty, 0)).toEqual([])
      expect(await usage.reader.newestTime(empty)).toBeUndefined()
      expect(await repeatedRows(usage.reader, empty)).toEqual([])
      expect(await usage.reader.settlingBatches(window)).toEqual([])
      expect(await usage.reader.settledDigest(window)).toBe(referenceSettledDigest([]))
      expect(await usage.reader.settledDigest(window, 'sha256-calls')).toBe(callsDigestOf([]))
      expect(await usage.reader.findCalls(unique('nowhere'))).toEqual([])
    })

    it('finds calls that were sent twice, with their amount by pairs of sources, and the first examples', async () => {
      const partition = unique('partition')
      const world = createWorld(usage.writer)
      const rows = Array.from({ length: 2_000 }, (_, row) => call({ id: `twice-${row}`, source: 'eu' }))
      await world.insert(newKey(partition, 0), rows)
      const again = rows.map((row, index) => ({ ...row, source: index % 2 === 0 ? 'litellm' : 'other' }))
      await world.insert(newKey(partition, 1), again)
      const window = windowOf(scopeOf([[partition, 1]]))
      const { sums, examples } = await usage.reader.suspectedCalls(window, undefined, {
        pairs: 1,
        examples: 3,
      })
      expect(sums).toEqual([
        { by: 'call', source: 'litellm', like: 'eu', currency: 'USD', calls: 1_000, amount: 10_000n },
        { by: 'call', source: '', like: '', currency: 'USD', calls: 1_000, amount: 10_000n },
      ])
      expect(examples.map(({ id, source, like }) => [id, source, like])).toEqual([
        ['twice-0', 'litellm', { source: 'eu', id: 'twice-0' }],
        ['twice-1', 'other', { source: 'eu', id: 'twice-1' }],
        ['twice-2', 'litellm', { source: 'eu', id: 'twice-2' }],
      ])
    })

    it('gives the same digest for the same settled calls, however they were batched', async () => {
      const calls = Array.from({ length: 3_000 }, (_, row) => call({ id: `${digestIds}-${row}` }))
      const [one, many] = [unique('partition'), unique('partition')]
      const world = createWorld(usage.writer)
      await world.insert(newKey(one, 0), calls)
      for (const [revision, part] of [calls.slice(1_000).reverse(), calls.slice(0, 1_000)].entries()) {
        await world.insert(newKey(many, revision), part)
      }
      const digest = await usage.reader.settledDigest(windowOf(scopeOf([[one, 0]])))
      const rows = rowsOf(world.reference).filter((row) => row.partition === one)
      expect(bucketDigests(rows).some((bucket) => bucket.endsWith('00'))).toBe(true)
      expect(digest).toBe(referenceSettledDigest(rows))
      expect(await usage.reader.settledDigest(windowOf(scopeOf([[many, 1]])))).toBe(digest)
      expect(await usage.reader.settledDigest(windowOf(scopeOf([[many, 0]])))).not.toBe(digest)
      const byCalls = (partition: string, last: number) =>
        usage.reader.settledDigest(windowOf(scopeOf([[partition, last]])), 'sha256-calls', [])
      expect(await byCalls(one, 0)).toBe(callsDigestOf(rows))
      expect(await byCalls(many, 1)).toBe(callsDigestOf(rows))
      expect(await byCalls(many, 0)).not.toBe(callsDigestOf(rows))
    })

    it('finds what registry events reach back over: of their assets, names and times, and not settled yet', async () => {
      const partition = unique('partition')
      const asset = `model:acme/${unique('asset')}`
      // No other test has calls of this time.
      const base = far + Math.floor(Math.random() * 1e6) * 1_000 * second
      const world = createWorld(usage.writer)
      await world.insert(newKey(partition, 0), [
        call({ id: 'b', asset, time: base + 10 }),
        call({ id: 'a', asset, time: base + 10 }),
        call({ id: 'named', asset, version: 'v1', time: base + 5 }),
      ])
      await world.insert(newKey(partition, 1), [
        call({ id: 'later', asset, time: base + 20 }),
        call({ id: 'priced', asset, time: base + 30, priced: true }),
        call({ id: 'other asset', asset: `${asset}/other`, time: base + 7 }),
      ])
      const [from, before] = [base, base + 100]
      const own: AssetId[] = [id(asset)]
      const reaches: CallReach[] = [
        { calls: 'all', assets: own, from, before },
        { calls: 'unnamed', assets: own, from, before },
        { calls: 'priced', assets: own, from, before },
        { calls: 'all', from, before },
        { calls: 'unnamed', assets: own, from, before: base + 10 },
        { calls: 'all', assets: [id(unique('model:none'))], from, before },
        { calls: 'all', assets: [...own, id(`${asset}/other`)], from: base + 6, before },
        { calls: 'all', assets: own, currency: id('USD'), from, before },
        { calls: 'all', assets: own, currency: id('EUR'), from, before },
      ]
      const found = async (settled: SettledBefore | undefined) =>
        (await usage.reader.reachedCalls(reaches, settled)).map((of) => of && [of.calls, of.first.id])
      expect(await found(undefined)).toEqual([
        [5, 'named'],
        [4, 'a'],
        [1, 'priced'],
        [6, 'named'],
        undefined,
        undefined,
        [5, 'other asset'],
        [5, 'named'],
        undefined,
      ])
      const settled = { watermarks: new Map([[partition, 0]]), until: base + 15, releasedKeys: [] }
      expect(await found(settled)).toEqual([
        [2, 'later'],
        [2, 'later'],
        [1, 'priced'],
        [3, 'other asset'],
        undefined,
        undefined,
        [3, 'other asset'],
        [2, 'later'],
        undefined,
      ])
      const released = { ...settled, releasedKeys: [{ asset: own[0]!, version: id<VersionName>('v1') }] }
      expect((await found(released))[0]).toEqual([3, 'named'])
      for (const which of [undefined, settled, released]) {
        expect((await usage.reader.reachedCalls(reaches, which)).slice(0, 3)).toEqual(
          (await world.reference.reachedCalls(reaches, which)).slice(0, 3),
        )
      }
    })

    it('answers as the reference does, for any batches, strays, exclusions and epochs', async () => {
      await fc.assert(
        fc.asyncProperty(arbitraryWorld, async ({ batches, window }) => {
          const prefix = unique('partition')
          const world = createWorld(usage.writer)
          const { keys, ...filled } = await insertWorld(world.insert, prefix, batches, window)
          await compare(usage, world.reference, filled.window, keys)
        }),
        // On a server a smaller counterexample would come after the time limit.
        { ...runs(worlds), endOnFailure: true },
      )
    })

    async function compare(
      { reader }: UsageEngine,
      reference: MemoryUsage,
      window: SettlementWindow,
      keys: readonly BatchKey[],
    ): Promise<void> {
      const { scope, until, previous } = window
      expect(sorted(await reader.directSums(window))).toEqual(sorted(await reference.directSums(window)))
      expect(sorted(await reader.waitingKeys(window))).toEqual(sorted(await reference.waitingKeys(window)))
      const times = reference.rows.map(({ time }) => time).sort((a, b) => a - b)
      const middle = times[times.length >> 1] ?? until
      const named = reference.rows.slice(0, 2).map(({ asset, version }) => ({ asset, version }))
      const filters: CallFilter[] = [
        { from: middle },
        { before: middle },
        { keys: named },
        { priced: true },
        { upTo: new Map([...scope.watermarks].map(([partition]) => [partition, 0])), before: middle },
        { after: new Map([...scope.watermarks].map(([partition]) => [partition, 0])), from: times[0] ?? 0 },
      ]
      // One of them in each world: there are many worlds.
      const only = filters[reference.rows.length % filters.length]!
      expect(sorted(await reader.directSums(window, only))).toEqual(
        sorted(await reference.directSums(window, only)),
      )
      expect(sorted(await reader.keySums(scope, until))).toEqual(
        summed(await reference.keySums(scope, until)),
      )
      expect(sorted(await reader.pendingSums(scope, until))).toEqual(
        summed(await reference.pendingSums(scope, until)),
      )
      expect(await reader.newestTime(scope)).toBe(await reference.newestTime(scope))
      expect(sorted(await reader.settlingBatches(window))).toEqual(
        sorted(await reference.settlingBatches(window)),
      )
      await compareSince(reader, reference, window)
      const listed = await reader.listAttempts(scope.watermarks)
      expect(sorted(listed)).toEqual(sorted(await reference.listAttempts(scope.watermarks)))
      for (const since of [undefined, previous?.watermarks]) {
        const repeated = (await repeatedRows(reference, scope, { since })).map((row) => pickRepeated(row))
        for (const rowsMax of [1, 3, 1_000])
          expect(sorted(await repeatedRows(reader, scope, { since, rowsMax }))).toEqual(sorted(repeated))
      }
      for (const since of [undefined, sinceOf(window)]) {
        const limits = { pairs: 1_000, examples: 1_000 }
        const found = await reader.suspectedCalls(window, since, limits)
        const expected = await reference.suspectedCalls(window, since, limits)
        expect(sorted(found.examples)).toEqual(sorted(expected.examples))
        expect(sorted(found.sums)).toEqual(sorted(expected.sums))
      }
      await expectSettledDigests(reader, reference, window)
      const totals = await collect(reader.batchTotals(keys))
      const expected = await collect(reference.batchTotals(keys))
      expect(totals.map(withoutDigest)).toEqual(expected.map(withoutDigest))
    }
  })
}

/** What a reader answers that goes on from a checkpoint of the epoch before, as the reference does and as from all rows. */
async function compareSince(
  reader: UsageReader,
  reference: MemoryUsage,
  window: SettlementWindow,
): Promise<void> {
  const { scope, until, previous } = window
  expect(sorted(await reader.waitingBatches(window))).toEqual(sorted(await reference.waitingBatches(window)))
  if (previous === undefined) return
  const ended = { ...window, scope: { ...scope, watermarks: previous.watermarks }, until: previous.until }
  const { previous: _, ...whole } = ended
  const names = new Set(window.releasedKeys.map(({ asset, version }) => JSON.stringify([asset, version])))
  const unreleased = {
    ...whole,
    named: whole.named.filter((key) => !names.has(JSON.stringify([key.asset, key.version]))),
  }
  const boundaries = whole.boundaries.filter(({ asset }) => !names.has(JSON.stringify([asset, ''])))
  const waiting = await reference.waitingBatches({ ...unreleased, boundaries })
  // Runs of a manifest may name batches in which nothing waits.
  for (const named of [waiting, await reference.listAttempts(previous.watermarks)]) {
    const since = { ...previous, waiting: named }
    expect(sorted(await reader.countAttempts(previous.watermarks))).toEqual(
      expect.arrayContaining(sorted(await reference.countAttempts(previous.watermarks))),
    )
    const sums = await reader.keySums(scope, until, since)
    expect(sums).toEqual(await reference.keySums(scope, until, since))
    expect(addSums(await reference.keySums(ended.scope, previous.until), sums)).toEqual(
      await reference.keySums(scope, until),
    )
    expect(sorted(await reader.pendingSums(scope, until, since))).toEqual(
      summed(await reference.pendingSums(scope, until)),
    )
    expect(await reader.newestTime(scope, since)).toBe(await reference.newestTime(scope))
    const from = { ...window, previous: since }
    expect(sorted(await reader.directSums(from))).toEqual(sorted(await reference.directSums(window)))
    expect(sorted(await reader.settlingBatches(from))).toEqual(
      sorted(await reference.settlingBatches(window)),
    )
    expect(await reader.settledDigest(from)).toBe(referenceSettledDigest(settledBy(reference, window)))
    expect(await reader.settledDigest(from, 'sha256-calls')).toBe(callsDigestOf(settledBy(reference, window)))
    expect(sorted(await reader.waitingBatches(from))).toEqual(sorted(await reference.waitingBatches(window)))
  }
}

/** In each algorithm, whether or not the keys in suspense are known. */
async function expectSettledDigests(
  reader: UsageReader,
  reference: MemoryUsage,
  window: SettlementWindow,
): Promise<void> {
  const rows = settledBy(reference, window)
  expect(await reader.settledDigest(window)).toBe(referenceSettledDigest(rows))
  expect(await reader.settledDigest(window, 'sha256-calls')).toBe(callsDigestOf(rows))
  const resolves = ({ asset, version }: CallKey) =>
    version === ''
      ? window.boundaries.some((boundary) => boundary.asset === asset)
      : window.named.some((named) => named.asset === asset && named.version === version)
  const suspense = (await reference.keySums(window.scope, window.until)).filter((key) => !resolves(key))
  expect(await reader.settledDigest(window, 'sha256-calls', suspense)).toBe(callsDigestOf(rows))
}

/** An epoch before that of the window's previous one. */
function sinceOf({ previous }: SettlementWindow): EpochEnd | undefined {
  if (previous === undefined) return undefined
  const earlier = [...previous.watermarks].map(([partition, last]) => [partition, last - 1] as const)
  return { until: previous.until - 2 * second, watermarks: new Map(earlier.filter(([, last]) => last >= 0)) }
}

/** The reference's digest is its own. */
function withoutDigest({ totals, ...key }: BatchTotals) {
  const { digest: _digest, ...call } = totals.call
  return { ...key, call }
}

function rowsOf(reference: MemoryUsage): HashedRow[] {
  return reference.rows as HashedRow[]
}

/** Rows that the window settles, in the obvious way. */
function settledBy(
  reference: MemoryUsage,
  { scope, until, previous, ...window }: SettlementWindow,
): HashedRow[] {
  const upTo = (row: RowKey, revisions: ReadonlyMap<string, number>) =>
    row.revision <= (revisions.get(row.partition) ?? -1)
  const has = (keys: readonly { asset: string; version: string }[], row: HashedRow) =>
    keys.some((key) => key.asset === row.asset && key.version === row.version)
  return rowsOf(reference).filter((row) => {
    const stray = scope.strayAttempts.some((key) => key.attempt === row.attempt)
    const excluded = scope.excludedRows.some((key) => key.attempt === row.attempt && key.row === row.row)
    const before = previous && upTo(row, previous.watermarks) && row.time < previous.until
    const resolves =
      row.version === ''
        ? window.boundaries.some((entry) => entry.asset === row.asset)
        : has(window.named, row)
    const considered = upTo(row, scope.watermarks) && row.time < until && !stray && !excluded
    return considered && resolves && (!before || has(window.releasedKeys, row))
  })
}

function pickRepeated({ kind, row: number, ...row }: RowKeyOfIdentity) {
  const { partition, revision, attempt, identity, content, source, id, currency, amount } = row
  return { kind, partition, revision, attempt, row: number, identity, content, source, id, currency, amount }
}

function sorted<Item extends object>(items: readonly Item[]): Item[] {
  const nameOf = (item: Item) =>
    JSON.stringify(Object.entries(item).sort(), (_, value) =>
      typeof value === 'bigint' ? `${value}` : value,
    )
  return [...items].sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1))
}

/** Sums lines; the reference gives one line for each call. */
function summed<Line extends { calls: number; amount: bigint }>(lines: readonly Line[]): Line[] {
  const sums = new Map<string, Line>()
  for (const { calls, amount, ...key } of lines) {
    const name = JSON.stringify(key)
    const sum = sums.get(name) ?? { ...key, calls: 0, amount: 0n }
    sums.set(name, { ...key, calls: sum.calls + calls, amount: sum.amount + amount } as Line)
  }
  return sorted([...sums.values()])
}
