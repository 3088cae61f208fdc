/** What every `UsageWriter` promises, and that rows are read as they were written. */
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DigestedBatch } from '../../../src/log/batchLog.ts'
import { type BatchKey, rowKinds } from '../../../src/log/keys.ts'
import type { UsageEngine } from '../../../src/projections/index.ts'
import { columnsDigest } from '../../../src/usage/columnsDigest.ts'
import { call as callKind } from '../../../src/usage/kinds/call.ts'
import { kinds } from '../../../src/usage/kinds.ts'
import { collect } from '../../support/collect.ts'
import { runs } from '../../support/properties.ts'
import { batchDigest, rowHashes } from '../../support/rowHashes.ts'
import { arbitraryCall } from '../support/arbitraryCall.ts'
import { arbitraryCorrection, arbitraryDescription, arbitraryPosting } from '../support/arbitraryOthers.ts'
import { batchOf, call, testIdentity, toCallColumns, toColumns } from '../support/calls.ts'
import { type OpenStore, unique, uniqueKey } from '../support/store.ts'
import { toRows } from '../support/world.ts'

const awkwardTexts = [
  '',
  'o\'brien \\ "x"',
  'tab\there\nand\0there',
  'é\u{1f600}',
  '\\N',
  '{x:String}',
  'NULL',
  ' ',
]

export function writerContract(name: string, open: OpenStore): void {
  describe(`usage writer: ${name}`, () => {
    let store: Awaited<ReturnType<OpenStore>>
    let usage: UsageEngine
    beforeAll(async () => {
      store = await open()
      usage = store.usage
    })
    afterAll(() => store.dispose())

    const newKey = (revision = 0, partition = unique('partition')): BatchKey => ({
      partition,
      revision,
      attempt: uniqueKey(),
    })
    const totalsOf = async (...batches: DigestedBatch[]) => collect(usage.reader.batchTotals(batches))
    const rowsOf = async (...keys: BatchKey[]) =>
      (await totalsOf(...keys)).map(({ totals }) => totals.call.rows)

    it('keeps every column of a call unchanged', async () => {
      const key = newKey(7)
      const calls = awkwardTexts.map((text, index) =>
        call({
          id: `${key.partition}${text}`,
          source: `${text}s`,
          time: index % 2 ? 946_684_800_000_000 : 4_133_980_799_999_999,
          amount: index % 2 ? 0n : (1n << 160n) - 1n - BigInt(index),
          priced: index % 2 === 0,
          inputTokens: index,
          outputTokens: 10 ** 15,
          cacheReadTokens: -1,
          cacheWriteTokens: 0,
          asset: `model:a/${index}`,
          version: text.slice(0, 3),
          caller: text,
          agent: `${text}!`,
          traceId: `${text}?`,
          providerCallId: `${text}/`,
        }),
      )
      await usage.writer.insert(key, batchOf(calls))
      const expected = toRows(key, calls).map(({ rowHash: _hash, ...row }) => row)
      for (const row of expected) expect(await usage.reader.findCalls(row.id)).toEqual([row])
      expect(await usage.reader.findCalls(expected[1]!.id, expected[1]!.source)).toEqual([expected[1]])
      expect(await usage.reader.findCalls(expected[1]!.id, 'another')).toEqual([])
    })

    it('P: keeps corrections, postings and descriptions beside calls, numbered and digested after them', async () => {
      const partition = unique('partition')
      let revision = 0
      const rows = fc.tuple(
        fc.array(arbitraryCall, { maxLength: 6 }),
        fc.array(arbitraryCorrection, { maxLength: 6 }),
        fc.array(arbitraryPosting, { maxLength: 6 }),
        fc.array(arbitraryDescription, { maxLength: 6 }),
      )
      await fc.assert(
        fc.asyncProperty(rows, async ([calls, corrections, postings, descriptions]) => {
          const key = newKey(revision++, partition)
          const batch = {
            call: toCallColumns(calls),
            correction: toColumns('correction', corrections),
            posting: toColumns('posting', postings),
            description: toColumns('description', descriptions),
          }
          await usage.writer.insert(key, batch)
          const first = {
            call: 0,
            correction: calls.length,
            posting: calls.length + corrections.length,
            description: calls.length + corrections.length + postings.length,
          }
          const [totals] = await totalsOf({ ...key, algorithm: 'sha256-columns' })
          for (const kind of rowKinds) {
            const { rows, digest } = totals!.totals[kind]
            expect(rows).toBe(batch[kind].length)
            if (rows > 0) expect(digest).toBe(columnsDigest(kinds[kind].columns, batch[kind], first[kind]))
          }
          const expected = corrections.map((values, at) => ({
            ...key,
            row: first.correction + at,
            ...values,
          }))
          for (const row of expected) {
            const naming = await usage.reader.findCorrections(row.targetSource, row.targetId)
            expect(naming).toContainEqual(row)
            for (const { targetSource, targetId } of naming)
              expect([targetSource, targetId]).toEqual([row.targetSource, row.targetId])
            const found = await usage.reader.findRows('correction', row.id, row.source)
            expect(found.filter(({ attempt }) => attempt === key.attempt)).toContainEqual(row)
          }
          for (const [at, values] of postings.entries()) {
            const found = await usage.reader.findRows('posting', values.id, values.source)
            expect(found).toContainEqual({ ...key, row: first.posting + at, ...values })
          }
          for (const [at, values] of descriptions.entries()) {
            const found = await usage.reader.findRows('description', values.id, values.source)
            expect(found).toContainEqual({ ...key, row: first.description + at, ...values })
          }
          for (const kind of rowKinds) {
            const part = { from: first[kind], limit: 1_000 }
            const all = await usage.reader.batchRows(kind, key, part)
            expect(all.map(({ row }) => row)).toEqual(
              Array.from({ length: batch[kind].length }, (_, at) => first[kind] + at),
            )
            expect(await usage.reader.batchRows(kind, key, { from: first[kind] + 1, limit: 2 })).toEqual(
              all.slice(1, 3),
            )
          }
          const { identity } = await usage.writer.readIdentities([key])
          const all = rowKinds.map((kind) => batch[kind].identity)
          expect(Buffer.from(identity).equals(Buffer.concat(all))).toBe(true)
        }),
        runs(20),
      )
      const counted = await usage.writer.listBatches(partition, 0)
      await usage.writer.moveAside(counted)
      expect(await usage.writer.listBatches(partition, 0)).toEqual([])
      const held = (await usage.quarantine.list()).batches.filter((batch) => batch.partition === partition)
      expect(sorted(held).map(({ revision, rows }) => [revision, rows])).toEqual(
        sorted(counted).map(({ revision, rows }) => [revision, rows]),
      )
      await usage.quarantine.remove({ batches: held, books: [] })
    })

    it('says of rows that have other numbers that they are not what was recorded', async () => {
      const [one, two] = [newKey(0), newKey(0)]
      const corrections = fc.sample(arbitraryCorrection, { numRuns: 3, seed: 1 })
      const rows = toColumns('correction', corrections)
      await usage.writer.insert(one, { call: toCallColumns([]), correction: rows })
      await usage.writer.insert(two, { call: toCallColumns([call({ id: 'a' })]), correction: rows })
      const found = await totalsOf(
        { ...one, algorithm: 'sha256-columns' },
        { ...two, algorithm: 'sha256-columns' },
      )
      expect(found[0]!.totals.correction.digest).not.toBe(found[1]!.totals.correction.digest)
      expect(found.every(({ totals }) => totals.correction.digest.length === 64)).toBe(true)
    })

    it('adds nothing when a batch is repeated', async () => {
      const key = newKey()
      const columns = toCallColumns([call({ id: 'a' }), call({ id: 'b' })])
      await usage.writer.insert(key, { call: columns })
      await usage.writer.insert(key, { call: columns })
      await Promise.all([
        usage.writer.insert(key, { call: columns }),
        usage.writer.insert(key, { call: columns }),
      ])
      expect(await rowsOf(key)).toEqual([2])
    })

    it('keeps the same rows under another partition, revision or attempt apart', async () => {
      const key = newKey()
      const others = [
        key,
        { ...key, partition: unique('other') },
        { ...key, revision: 1 },
        { ...key, attempt: uniqueKey() },
      ]
      for (const other of others) await usage.writer.insert(other, batchOf([call({ id: 'a' })]))
      expect(await rowsOf(...others)).toEqual([1, 1, 1, 1])
    })

    it('accepts a batch without rows', async () => {
      const key = newKey()
      await usage.writer.insert(key, batchOf([]))
      expect(await usage.reader.listAttempts(new Map([[key.partition, 0]]))).toEqual([])
    })

    it('accepts columns that are views into larger buffers, longer than the batch', async () => {
      const key = newKey()
      const whole = toCallColumns([
        call({ id: 'first' }),
        call({ id: 'second', asset: 'tool:x', amount: 3n }),
      ])
      const shifted = new Uint8Array(new ArrayBuffer(1_008), 8, 1_000)
      const one = { ...whole, length: 1, id: { ...whole.id, bytes: shifted } }
      shifted.set(whole.id.bytes)
      await usage.writer.insert(key, { call: one })
      const [totals] = await totalsOf(key)
      const digest = batchDigest(rowHashes(callKind.columns, toCallColumns([call({ id: 'first' })])))
      expect(totals!.totals.call).toEqual({ rows: 1, sums: new Map([['USD', 10n]]), digest })
      expect(await usage.reader.findCalls('second')).toEqual([])
    })

    it('keeps batches apart that are written at the same time', async () => {
      const partition = unique('partition')
      const keys = Array.from({ length: 12 }, (_, revision) => newKey(revision, partition))
      const calls = keys.map((_, revision) =>
        Array.from({ length: revision + 1 }, (_, row) => call({ id: `${row}` })),
      )
      await Promise.all(keys.map((key, index) => usage.writer.insert(key, batchOf(calls[index]!))))
      expect(await rowsOf(...keys)).toEqual(keys.map((_, index) => index + 1))
    })

    const sorted = <Key extends BatchKey>(keys: readonly Key[]): Key[] =>
      [...keys].sort((a, b) => a.revision - b.revision || (a.attempt < b.attempt ? -1 : 1))

    it('lists the batches of a partition, and moves rows of attempts aside without losing one', async () => {
      const partition = unique('partition')
      const kept = newKey(0, partition)
      const strays = [newKey(0, partition), newKey(1, partition)]
      const elsewhere = newKey(0)
      for (const key of [kept, ...strays, elsewhere]) {
        await usage.writer.insert(key, batchOf([call({ id: 'a' }), call({ id: 'b', amount: 3n })]))
      }
      const counted = (keys: readonly BatchKey[]) => sorted(keys.map((key) => ({ ...key, rows: 2 })))
      expect(sorted(await usage.writer.listBatches(partition, 0))).toEqual(counted([kept, ...strays]))
      expect(sorted(await usage.writer.listBatches(partition, 1))).toEqual(counted([strays[1]!]))
      await usage.writer.moveAside([])
      await usage.writer.moveAside(strays)
      await usage.writer.moveAside(strays)
      expect(await rowsOf(kept, ...strays, elsewhere)).toEqual([2, 0, 0, 2])
      expect(await usage.reader.listAttempts(new Map([[partition, 9]]))).toEqual([kept])
      const held = (await usage.quarantine.list()).batches.filter((batch) => batch.partition === partition)
      expect(sorted(held)).toMatchObject(
        sorted(strays).map((key) => ({ ...key, rows: 2, sums: new Map([['USD', 13n]]) })),
      )
      await usage.quarantine.remove({ batches: held.slice(0, 1), books: [] })
      const left = (await usage.quarantine.list()).batches.filter((batch) => batch.partition === partition)
      expect(left).toEqual(held.slice(1))
    })

    it('reads identities and contents in row order', async () => {
      const key = newKey()
      const calls = Array.from({ length: 3_000 }, (_, row) => call({ id: `row-${row}` }))
      const columns = toCallColumns(calls)
      await usage.writer.insert(key, { call: columns })
      const other = newKey(key.revision + 1, key.partition)
      await usage.writer.insert(other, batchOf([call({ id: 'another' })]))
      await usage.writer.insert(newKey(0, key.partition), batchOf([call({ id: 'a third' })]))
      const { identity, content } = await usage.writer.readIdentities([key])
      expect(Buffer.from(identity).equals(Buffer.from(columns.identity))).toBe(true)
      expect(Buffer.from(content).equals(Buffer.from(columns.content))).toBe(true)
      expect(testIdentity(calls[2_999]!).equals(Buffer.from(identity.subarray(2_999 * 16)))).toBe(true)
      const both = await usage.writer.readIdentities([other, key])
      const another = testIdentity(call({ id: 'another' }))
      expect(Buffer.from(both.identity).equals(Buffer.concat([columns.identity, another]))).toBe(true)
      expect((await usage.writer.readIdentities([newKey()])).identity).toHaveLength(0)
    })

    it('computes the digest that ingestion computed, of as many rows as make some hash begin or end in zeros', async () => {
      const key = newKey()
      const columns = toCallColumns(Array.from({ length: 5_000 }, (_, row) => call({ id: `row-${row}` })))
      await usage.writer.insert(key, { call: columns })
      const hashes = rowHashes(callKind.columns, columns)
      const ends = (byte: number) => hashes.filter((_, index) => index % 32 === byte).includes(0)
      expect([ends(0), ends(31)]).toEqual([true, true])
      expect((await totalsOf(key))[0]!.totals.call.digest).toBe(batchDigest(hashes))
    })

    it('computes the digest that ingestion computed, whatever the rows hold', async () => {
      const partition = unique('partition')
      let revision = 0
      await fc.assert(
        fc.asyncProperty(fc.array(arbitraryCall, { minLength: 1, maxLength: 20 }), async (calls) => {
          const key = newKey(revision++, partition)
          const columns = toCallColumns(calls)
          await usage.writer.insert(key, { call: columns })
          const [totals] = await totalsOf(key)
          expect(totals!.totals.call.digest).toBe(batchDigest(rowHashes(callKind.columns, columns)))
          const [byColumns] = await totalsOf({ ...key, algorithm: 'sha256-columns' })
          expect(byColumns!.totals.call.digest).toBe(columnsDigest(callKind.columns, columns))
        }),
        runs(20),
      )
    })
  })
}
