import { describe, expect, it } from 'vitest'
import { rowKinds } from '../../../src/log/keys.ts'
import { ledgerUnits } from '../../../src/money/ledgerUnits.ts'
import type { SqlEngine } from '../../../src/projections/engine/port.ts'
import { batchTotals, moneyDigests } from '../../../src/projections/usage/batchTotals.ts'
import { createUsageWriter } from '../../../src/projections/usage/writer.ts'
import { columnsDigest } from '../../../src/usage/columnsDigest.ts'
import { call as callKind } from '../../../src/usage/kinds/call.ts'
import { callDigests, moneyOfCalls } from '../../../src/usage/moneyDigest.ts'
import { collect } from '../../support/collect.ts'
import { call, toCallColumns } from '../support/calls.ts'
import { unique, uniqueKey } from '../support/store.ts'
import { openUsageTables } from '../support/usageTables.ts'

describe.each([
  ['read by whole keys', undefined],
  ['read by revisions', 1],
])('the digest of a batch by columns, %s,', (_, runMin) => {
  let engine: SqlEngine
  openUsageTables((opened) => {
    engine = opened
  })

  it('is that of the rows in their order, in however many parts they are and whatever the engine reads first', async () => {
    await engine.command('SYSTEM STOP MERGES')
    const columns = toCallColumns(Array.from({ length: 3_000 }, (_, row) => call({ id: `${row}` })))
    const digest = columnsDigest(callKind.columns, columns)
    const key = { partition: 'local', revision: 0, attempt: uniqueKey() }
    await createUsageWriter(engine).insert(key, { call: columns })
    const names = callKind.columns.map(({ name }) => name).join(', ')
    for (const part of [2, 0, 1]) {
      await engine.command(
        `INSERT INTO calls (partition, revision, attempt, row, ${names}) SELECT partition, 1, attempt, row, ${names} FROM calls WHERE revision = 0 AND row % 3 = ${part}`,
      )
    }
    const batches = [key, { ...key, revision: 1 }].map((each) => ({
      ...each,
      algorithm: 'sha256-columns' as const,
    }))
    const totals = await collect(batchTotals(engine, batches, rowKinds, runMin))
    expect(totals.map(({ totals: { call } }) => [call.rows, call.digest])).toEqual([
      [3_000, digest],
      [3_000, digest],
    ])
    const money = callDigests(columns).moneyDigest
    expect((await collect(moneyDigests(engine, batches, runMin))).map((of) => of.digest)).toEqual([
      money,
      money,
    ])
  })

  it('by money is another where a column of a call by which corrections move money is another, and no other', async () => {
    const columns = toCallColumns(Array.from({ length: 5 }, (_, row) => call({ id: `${row}` })))
    const key = { partition: unique('changed'), revision: 0, attempt: uniqueKey() }
    await createUsageWriter(engine).insert(key, { call: columns })
    const names = callKind.columns.map(({ name }) => name).join(', ')
    const keys = [key]
    for (const [at, { name, type }] of callKind.columns.entries()) {
      const value =
        { key16: `reverse(${name})`, text: `concat(${name}, 'x')` }[type as string] ?? `${name} + 1`
      await engine.command(
        `INSERT INTO calls (partition, revision, attempt, row, ${names}) SELECT partition, ${at + 1}, attempt, row, ${names}
        FROM (SELECT * REPLACE (if(row = 3, ${value}, ${name}) AS ${name}) FROM calls WHERE partition = '${key.partition}' AND revision = 0)`,
      )
      keys.push({ ...key, revision: at + 1 })
    }
    const [sound, ...changed] = await collect(moneyDigests(engine, keys, runMin))
    const differing = callKind.columns.filter((_, at) => changed[at]!.digest !== sound!.digest)
    expect(differing).toEqual(moneyOfCalls.columns)
  })

  it('is the last that is computed where the caller stops at it', async () => {
    const columns = toCallColumns([call({ id: 'one' })])
    const partition = unique('stopped')
    const batches = Array.from({ length: 6 }, (_, revision) => ({
      ...{ partition, revision, attempt: uniqueKey() },
      // Batches of two algorithms are never read together.
      ...(revision % 2 === 0 && { algorithm: 'sha256-columns' as const }),
    }))
    for (const batch of batches) await createUsageWriter(engine).insert(batch, { call: columns })
    let [open, begun] = [0, 0]
    const asked = Promise.withResolvers<void>()
    const counted: SqlEngine = {
      ...engine,
      rows: (sql, read, parameters) => engine.rows(sql, read, parameters),
      session: async (use) => {
        open++
        // The sizes of the batches, and the first of them.
        const isFirst = begun++ < 2
        const result = await engine.session(use)
        if (!isFirst) await asked.promise
        open--
        return result
      },
    }
    for await (const totals of batchTotals(counted, batches, ['call'], runMin)) {
      expect(totals.totals.call.rows).toBe(1)
      expect(open).toBeGreaterThan(0)
      setTimeout(asked.resolve, 20)
      break
    }
    expect(open).toBe(0)
  })

  it.each([
    ['a gap', 'row + (row >= 2)'],
    ['one twice', 'if(row = 3, 2, row)'],
    ['another first', 'row + 1'],
  ])(
    'is another where the numbers of rows have %s: they say which rows a close excluded',
    async (_, changed) => {
      const columns = toCallColumns(Array.from({ length: 5 }, (_, row) => call({ id: `${row}` })))
      const key = { partition: unique('misnumbered'), revision: 0, attempt: uniqueKey() }
      await createUsageWriter(engine).insert(key, { call: columns })
      const names = callKind.columns.map(({ name }) => name).join(', ')
      await engine.command(
        `INSERT INTO calls (partition, revision, attempt, row, ${names}) SELECT partition, 1, attempt, toUInt32(${changed}), ${names} FROM calls WHERE partition = '${key.partition}'`,
      )
      for (const algorithm of [{}, { algorithm: 'sha256-columns' as const }]) {
        const batches = [key, { ...key, revision: 1 }].map((each) => ({ ...each, ...algorithm }))
        const [sound, misnumbered] = await collect(batchTotals(engine, batches, rowKinds, runMin))
        expect(sound!.totals.call.digest).toMatch(/^[0-9a-f]{64}$/)
        expect(misnumbered!.totals.call.rows).toBe(5)
        expect(misnumbered!.totals.call.digest).not.toBe(sound!.totals.call.digest)
      }
      const [sound, misnumbered] = await collect(moneyDigests(engine, [key, { ...key, revision: 1 }], runMin))
      expect(sound!.digest).toBe(callDigests(columns).moneyDigest)
      expect(misnumbered!.digest).toBe('')
    },
  )

  it('is of the rows of its attempt alone, where others have the same revision or one between', async () => {
    const key = { partition: unique('attempts'), revision: 0, attempt: uniqueKey() }
    const rows = Array.from({ length: 4 }, (_, row) => call({ id: `${row}` }))
    await createUsageWriter(engine).insert(key, { call: toCallColumns(rows) })
    const names = callKind.columns.map(({ name }) => name).join(', ')
    for (const [revision, attempt, condition] of [
      [1, key.attempt, 'row < 2'],
      [1, uniqueKey(), 'row >= 2'],
      [2, uniqueKey(), '1'],
      [3, key.attempt, '1'],
    ]) {
      await engine.command(
        `INSERT INTO calls (partition, revision, attempt, row, ${names}) SELECT partition, ${revision}, unhex('${attempt}'), row, ${names}
        FROM calls WHERE partition = '${key.partition}' AND revision = 0 AND ${condition}`,
      )
    }
    const batches = [0, 1, 3].map((revision) => ({ ...key, revision, algorithm: 'sha256-columns' as const }))
    const columns = [rows, rows.slice(0, 2), rows].map(toCallColumns)
    const totals = await collect(batchTotals(engine, batches, rowKinds, runMin))
    expect(totals.map(({ totals: { call } }) => [call.rows, call.digest])).toEqual(
      columns.map((each) => [each.length, columnsDigest(callKind.columns, each)]),
    )
    const money = await collect(moneyDigests(engine, batches, runMin))
    expect(money.map(({ digest }) => digest)).toEqual(columns.map((each) => callDigests(each).moneyDigest))
  })

  it.each([
    ['says nothing of currencies', []],
    ['names one currency', ['USD']],
    ['names another currency', ['GBP']],
    ['names two', ['USD', 'EUR']],
  ])('comes with the sums of the rows where the log %s', async (_, named) => {
    const calls = ['USD', 'USD', 'EUR'].map((currency, row) => call({ id: `${row}`, currency, amount: 5n }))
    const [partition, attempt] = [unique('summed'), uniqueKey()]
    const algorithm = 'sha256-columns' as const
    const sums = new Map(named.map((currency) => [currency, ledgerUnits(7n)]))
    const none = { rows: 0, sums: new Map(), digest: '' }
    const totals = { call: { ...none, sums }, correction: none, posting: none, description: none }
    const batchOf = (revision: number) => ({ partition, revision, attempt, algorithm, totals })
    const writer = createUsageWriter(engine)
    await writer.insert(batchOf(0), { call: toCallColumns(calls) })
    await writer.insert(batchOf(1), { call: toCallColumns(calls.slice(0, 2)) })
    const found = await collect(batchTotals(engine, [2, 1, 0].map(batchOf), rowKinds, runMin))
    expect(found.map((of) => [of.totals.call.rows, Object.fromEntries(of.totals.call.sums)])).toEqual([
      [0, {}],
      [2, { USD: 10n }],
      [3, { USD: 10n, EUR: 5n }],
    ])
  })
})
