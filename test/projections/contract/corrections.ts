/** What every `UsageReader` answers about corrections and postings. The reference looks at every correction for each call. */
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { PayeeId } from '../../../src/events/ids.ts'
import { type BatchKey, batchName } from '../../../src/log/keys.ts'
import { ledgerUnits } from '../../../src/money/ledgerUnits.ts'
import type { UsageEngine } from '../../../src/projections/index.ts'
import { addSums } from '../../../src/settlement/close/directSums.ts'
import type { CorrectedSum } from '../../../src/usage/corrected.ts'
import type { CorrectionFilter } from '../../../src/usage/correctionLists.ts'
import type { StoredCorrection } from '../../../src/usage/kinds/correction.ts'
import type { DirectSum, PostingSum } from '../../../src/usage/reader.ts'
import { withIds } from '../../support/id.ts'
import { createMemoryLists } from '../../support/memoryLists.ts'
import { createMemoryUsage } from '../../support/memoryUsage.ts'
import { runs } from '../../support/properties.ts'
import { arbitraryCorrections, type CorrectedWorld } from '../support/arbitraryCorrections.ts'
import { call, testIdentity, toCallColumns, toColumns } from '../support/calls.ts'
import { type OpenStore, unique, uniqueKey } from '../support/store.ts'
import { toRows } from '../support/world.ts'

const correctionFilters: readonly CorrectionFilter[] = [
  { types: ['refunded'] },
  { types: ['disputed'], open: true },
  { types: ['refunded', 'disputed', 'closed'] },
]

export function correctionsContract(name: string, open: OpenStore, worlds = 12): void {
  describe(`corrections in a usage store: ${name}`, () => {
    let store: Awaited<ReturnType<OpenStore>>
    let usage: UsageEngine
    beforeAll(async () => {
      store = await open()
      usage = store.usage
    })
    afterAll(() => store.dispose())

    it('I31: give the sums of the reference, for any calls, refunds, disputes, closings, epochs, cards and cuts', async () => {
      const property = fc.asyncProperty(arbitraryCorrections(), async (world) => {
        const { window, query } = world
        const reference = await insertWorld(usage, world)
        const { reader } = usage
        const found = await reader.correctedSums(window, query)
        const expected = await reference.correctedSums(window, query)
        expect(found.corrections).toBe(expected.corrections)
        expect(summed(found.sums, query.instants)).toEqual(summed(expected.sums, query.instants))
        expect(sorted(await reader.directSums(window))).toEqual(sorted(await reference.directSums(window)))
        expect(posted(await reader.postingSums(window))).toEqual(posted(await reference.postingSums(window)))
        const lists = createMemoryLists(reference.rows, reference)
        for (const payee of new Set(reference.postings.flatMap((row) => [row.payee, row.to]))) {
          const of = { payee: payee as PayeeId, limit: 2 }
          expect(await usage.lists.postingsOf(window, of)).toEqual(await lists.postingsOf(window, of))
        }
        expect(await usage.lists.changedCalls(window, { limit: 3 })).toEqual(
          asStored(await lists.changedCalls(window, { limit: 3 })),
        )
        // Each costs several queries, and the worlds differ in everything else.
        const only = correctionFilters[world.batches.length % correctionFilters.length]!
        const filter = { ...only, counted: window.previous }
        const all = asStored(await lists.corrections(window.scope, filter, { limit: 1_000 }))
        expect(await usage.lists.corrections(window.scope, filter, { limit: 1_000 })).toEqual(all)
        const part = { limit: 2, ...(all[0] && { after: all[0] }) }
        expect(await usage.lists.corrections(window.scope, filter, part)).toEqual(all.slice(1, 3))
        expect(new Set(found.batches.map(batchName))).toEqual(new Set(expected.batches.map(batchName)))
        for (const kind of ['correction', 'posting'] as const) {
          const digest = await reader.countedDigest(kind, window)
          expect(digest).toBe(await reference.countedDigest(kind, window))
        }
      })
      await fc.assert(property, { ...runs(worlds), endOnFailure: true })
    }, 600_000)

    it.each([
      ['the end of the window', 4],
      ['a time after it', 9],
      ['a time in it', 3],
      ['a time in an earlier epoch', 1],
    ])('name the batch of a corrected call that an epoch saw, at %s', async (_, time) => {
      const partition = unique('pending')
      const [seen, newer] = [0, 1].map((revision) => ({ partition, revision, attempt: uniqueKey() }))
      const ofCall = { source: 'x', id: 'a' }
      const [other, ...calls] = ['b', 'a'].map((name) => call({ source: 'x', id: name, time }))
      const world = {
        batches: [
          { key: seen!, calls, corrections: [], postings: [] },
          { key: newer!, calls: [other!], corrections: [refundOf(ofCall, newer!, 3)], postings: [] },
        ],
      }
      const reference = await insertWorld(usage, world)
      const window = {
        ...{ boundaries: [], named: [], fees: [{ from: 0, feeGroup: 0 }], releasedKeys: [] },
        scope: { watermarks: new Map([[partition, 1]]), strayAttempts: [], excludedRows: [] },
        ...{ until: 4, previous: { until: 2, watermarks: new Map([[partition, 0]]) } },
      }
      const query = { ends: [window.previous], instants: [], cardOf: () => 0 }
      const { batches } = await usage.reader.correctedSums(window, query)
      expect(batches).toEqual([seen])
      expect((await reference.correctedSums(window, query)).batches).toEqual(batches)
    })
  })
}

function refundOf(target: { readonly source: string; readonly id: string }, key: BatchKey, time: number) {
  const identity = testIdentity({ source: 'x', id: 'refund' }).toString('hex')
  return withIds<StoredCorrection>({
    ...{ ...key, row: 1, identity, content: identity, source: 'x', id: 'refund', type: 'refunded', time },
    ...{ currency: 'USD', amount: ledgerUnits(1n), whole: false, reason: '' },
    ...{ target: testIdentity(target).toString('hex'), targetSource: target.source, targetId: target.id },
  })
}

/** Without what the reference keeps with a row beside the columns of the store. */
function asStored<Found>(found: Found): Found {
  const plain = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(plain)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(
      Object.entries(value)
        .filter(([field]) => field !== 'rowHash')
        .map(([field, of]) => [field, plain(of)]),
    )
  }
  return plain(found) as Found
}

async function insertWorld({ writer }: UsageEngine, { batches }: Pick<CorrectedWorld, 'batches'>) {
  const reference = createMemoryUsage()
  for (const { key, calls, corrections, postings } of batches) {
    const columns = toCallColumns(calls)
    const rows = {
      call: columns,
      ...(corrections.length > 0 && { correction: toColumns('correction', corrections) }),
      ...(postings.length > 0 && { posting: toColumns('posting', postings) }),
    }
    await writer.insert(key, rows)
    reference.rows.push(...toRows(key, calls, columns))
    reference.corrections.push(...corrections)
    reference.postings.push(...postings)
  }
  return reference
}

/** A store sums calls that resolve alike; the reference may not. */
function summed(sums: readonly CorrectedSum[], instants: readonly number[]) {
  const byName = new Map<string, Record<string, bigint>>()
  for (const { epoch, version, isNamed, currency, time, late, card, ...sum } of sums) {
    const instant = instants.filter((each) => each <= time).length
    const name = [epoch, version, isNamed, currency, instant, late, card].join(' ')
    const total = byName.get(name) ?? {}
    for (const [field, value] of numbersOf(sum)) total[field] = (total[field] ?? 0n) + value
    byName.set(name, total)
  }
  return byName
}

function numbersOf({
  calls,
  amount,
  cost,
  now,
  before,
}: Pick<CorrectedSum, 'calls' | 'amount' | 'cost' | 'now' | 'before'>) {
  const effects = Object.entries({ now, before }).flatMap(([when, effect]) =>
    Object.entries(effect).map(([field, value]) => [`${when} ${field}`, BigInt(value)] as const),
  )
  return [...Object.entries({ calls: BigInt(calls), amount, cost }), ...effects]
}

function sorted(sums: readonly DirectSum[]): string[] {
  return addSums([], sums)
    .map((sum) => JSON.stringify(Object.entries(sum).sort(), text))
    .sort()
}

function posted(sums: readonly PostingSum[]) {
  const byName = new Map<string, bigint>()
  for (const { type, payee, to, currency, amount } of sums) {
    const name = [type, payee, to, currency].join(' ')
    byName.set(name, (byName.get(name) ?? 0n) + amount)
  }
  return byName
}

function text(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value
}
