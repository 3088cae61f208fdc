/**
 * Question: what does the usage store add to a bare columnar insert, and how fast is what a close asks of it?
 *
 * Size: 1,048,576 calls in batches of 65,536, over 50,000 assets with 2 versions each; books of 100,000 payees. Quick: a
 * quarter of both. The peer of the insert is the same columns into a table without keys, order, deduplication or
 * indexes, synced to disk alike.
 *
 * Estimate, on 2 cores: 50 ms a batch, 1.3 M rows/s, 0.8 of bare: the Bloom filter over ids is what is added. Sums by
 * version 0.5 s a million; digests of older builds 1.2 µs a row, nearly all of it Keccak of 280 bytes; one call by id 5
 * ms. The digests by SHA-256 0.25 µs of one core each, whose peer is to read all columns (a third of it), and 0.2 µs at
 * ingestion.
 */

import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BalanceLine } from '../src/books/port.ts'
import { parseEvmAccount } from '../src/events/account.ts'
import { parseCurrencyCode, parsePayeeId } from '../src/events/ids.ts'
import type { DigestedBatch } from '../src/log/batchLog.ts'
import type { BatchKey } from '../src/log/keys.ts'
import type { SettledAlgorithm } from '../src/log/manifest.ts'
import { allLedgerUnits, zeroLedgerUnits } from '../src/money/ledgerUnits.ts'
import { openEmbeddedEngine } from '../src/projections/engine/embedded.ts'
import { openUsage, type UsageEngine } from '../src/projections/index.ts'
import { batchTotals } from '../src/projections/usage/batchTotals.ts'
import { inputColumns } from '../src/projections/usage/columnTypes.ts'
import { settledDigest } from '../src/projections/usage/settledDigest.ts'
import type { TextColumn } from '../src/usage/columns.ts'
import { columnsDigest } from '../src/usage/columnsDigest.ts'
import { type CallColumns, call } from '../src/usage/kinds/call.ts'
import type { SettlementWindow } from '../src/usage/reader.ts'
import { epochLines } from '../test/support/epochLines.ts'
import { noContracts } from '../test/support/noContracts.ts'
import type { Measurement } from './measurement.ts'
import { scopeOf, start, windowOf } from './support/usageWindow.ts'

const batchRows = 65_536

export async function run(options: { quick: boolean }): Promise<Measurement[]> {
  const batchCount = options.quick ? 4 : 16
  const assets = options.quick ? 12_500 : 50_000
  const folder = mkdtempSync(join(tmpdir(), 'headwater-bench-'))
  try {
    const batches = Array.from({ length: batchCount }, (_, batch) => callsOf(batch, assets))
    const bare = await insertBare(join(folder, 'bare'), batches)
    const usage = await openUsage({ path: join(folder, 'usage') })
    const { keys, rowsPerSecond } = await insert(usage, batches)
    const size = `${batchCount * batchRows} calls`
    const found = [
      {
        name: 'usage rows inserted, durable',
        size,
        value: Math.round(rowsPerSecond),
        unit: 'rows/s',
        peer: 'bare columnar insert',
        peerValue: Math.round(bare),
        ratio: rowsPerSecond / bare,
      },
      ...(await measureReads(usage, keys, assets, size)),
      ...(await measureBooks(usage, assets * 2)),
      measureOwnDigest(batches[0]!),
    ]
    await usage.close()
    return [...found, ...(await measureDigests(join(folder, 'usage'), keys, windowOf(scopeOf(keys), assets)))]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function insert(usage: UsageEngine, batches: readonly CallColumns[]) {
  await usage.writer.insert({ partition: 'warm', revision: 0, attempt: key16() }, { call: batches[0]! })
  const keys = batches.map((_, revision) => ({ partition: 'local', revision, attempt: key16() }))
  const ms = await timed(async () => {
    for (const [index, columns] of batches.entries())
      await usage.writer.insert(keys[index]!, { call: columns })
  })
  return { keys, rowsPerSecond: (batches.length * batchRows * 1_000) / ms }
}

async function insertBare(path: string, batches: readonly CallColumns[]): Promise<number> {
  const engine = await openEmbeddedEngine(path)
  const structure = inputColumns(call.columns, batches[0]!).map((column) => `${column.name} ${column.type}`)
  await engine.command(
    `CREATE TABLE calls (${structure}) ENGINE = MergeTree ORDER BY tuple() SETTINGS fsync_after_insert = 1`,
  )
  const warm = {
    table: 'calls',
    columns: inputColumns(call.columns, batches[0]!),
    literals: {},
    token: key16(),
  }
  await engine.insert(warm)
  const ms = await timed(async () => {
    for (const columns of batches) {
      await engine.insert({
        table: 'calls',
        columns: inputColumns(call.columns, columns),
        literals: {},
        token: key16(),
      })
    }
  })
  await engine.close()
  return (batches.length * batchRows * 1_000) / ms
}

async function measureReads(
  { reader }: UsageEngine,
  keys: readonly BatchKey[],
  assets: number,
  size: string,
): Promise<Measurement[]> {
  const scope = scopeOf(keys)
  const window = windowOf(scope, assets)
  const rows = keys.length * batchRows
  const groups = (await reader.directSums(window)).length
  const sums = await timed(() => reader.directSums(window))
  const repeated = await timed(() => reader.repeatedIdentities(scope, {}, () => {}))
  const one = await median(() =>
    reader.findCalls(`call-1-${Math.floor(Math.random() * batchRows)}-abcdef0123456789`),
  )
  const rate = (ms: number) => Math.round((rows * 1_000) / ms)
  return [
    {
      name: 'direct revenue by version',
      size: `${size}, ${groups} sums`,
      value: Math.round(sums),
      unit: 'ms',
    },
    { name: 'search for repeated identities', size, value: rate(repeated), unit: 'rows/s' },
    { name: 'one call by its id, median', size, value: Math.round(one * 10) / 10, unit: 'ms' },
  ]
}

/** The digest of a batch at ingestion, once its columns are there. */
function measureOwnDigest(batch: CallColumns): Measurement {
  const cpu = Array.from({ length: 9 }, () => {
    const began = process.cpuUsage()
    columnsDigest(call.columns, batch)
    return cpuSince(began)
  })
  const micros = (Math.min(...cpu) * 1_000) / batchRows
  return {
    name: 'digest of a batch at ingestion',
    size: `${batchRows} calls`,
    value: Math.round(micros * 1_000) / 1_000,
    unit: 'µs of one core a call',
  }
}

/** What a second of one core does, by the time that all threads of this process were at work. */
async function measureDigests(
  path: string,
  keys: readonly BatchKey[],
  window: SettlementWindow,
): Promise<Measurement[]> {
  const engine = await openEmbeddedEngine(path)
  const rows = keys.length * batchRows
  const size = `${rows} calls, one core`
  const rateOf = async (work: () => Promise<unknown>) => {
    const cpu: number[] = []
    for (let round = 0; round < 5; round++) {
      const began = process.cpuUsage()
      await work()
      cpu.push(cpuSince(began))
    }
    return (rows * 1_000) / cpu.sort((one, other) => one - other)[2]!
  }
  const none = { rows: 0, sums: new Map(), digest: '' }
  const call = { ...none, rows: batchRows, sums: new Map([['USD', zeroLedgerUnits]]) }
  const recorded = { call, correction: none, posting: none, description: none }
  const totalsOf = (algorithm: Pick<DigestedBatch, 'algorithm'>) => async () => {
    const batches = keys.map((key) => ({ ...key, ...algorithm, totals: recorded }))
    for await (const found of batchTotals(engine, batches))
      if (found.totals.call.rows !== batchRows) throw new Error('rows are missing')
  }
  const settled = (algorithm?: SettledAlgorithm) => () => settledDigest(engine, window, algorithm, [])
  const everyColumn = `SELECT count() FROM calls WHERE partition = 'local' AND NOT ignore(*) SETTINGS max_threads = 1`
  const peerValue = await rateOf(() => engine.bytes(everyColumn))
  const found: Measurement[] = []
  for (const [name, work] of [
    ['batches reconciled by columns', totalsOf({ algorithm: 'sha256-columns' })],
    ['settled digest, sha256-calls', settled('sha256-calls')],
    ['batches of older builds reconciled, hash by hash', totalsOf({})],
    ['settled digest of version 1', settled()],
  ] as const) {
    const value = await rateOf(work)
    const peer = { peer: 'reading every column', peerValue: Math.round(peerValue) }
    found.push({ name, size, value: Math.round(value), unit: 'rows/s', ...peer, ratio: value / peerValue })
  }
  await engine.close()
  return found
}

/** Milliseconds. */
function cpuSince(began: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(began)
  return (user + system) / 1_000
}

async function measureBooks({ books }: UsageEngine, payees: number): Promise<Measurement[]> {
  const key = { epoch: 1, attempt: key16() }
  const usd = parseCurrencyCode('USD')
  const account = parseEvmAccount(`0x${'ab'.repeat(20)}`)
  const balances: BalanceLine[] = Array.from({ length: payees }, (_, payee) => ({
    payee: parsePayeeId(`payee-${payee}`),
    currency: usd,
    ...allLedgerUnits({
      earned: BigInt(payee) << 40n,
      late: 0n,
      paid: BigInt(payee) << 39n,
      carried: BigInt(payee),
      ...noContracts,
    }),
    account,
  }))
  const lines = epochLines({ balances })
  const write = await timed(() => books.write(key, lines))
  const read = await timed(async () => {
    for await (const _ of books.eachBalance([key]));
  })
  const one = await median(() => books.lastLines([key], parsePayeeId('payee-77')))
  const size = `${payees} payees`
  return [
    { name: 'balances written, durable', size, value: Math.round((payees * 1_000) / write), unit: 'lines/s' },
    { name: 'balances read', size, value: Math.round((payees * 1_000) / read), unit: 'lines/s' },
    { name: 'balance of one payee, median', size, value: Math.round(one * 10) / 10, unit: 'ms' },
  ]
}

function callsOf(batch: number, assets: number): CallColumns {
  const amount = Buffer.alloc(batchRows * 32)
  for (let row = 0; row < batchRows; row++)
    amount.writeBigUInt64LE(BigInt(row) * 1_000_000_000_000n, row * 32)
  const tokens = (count: bigint) => new BigInt64Array(batchRows).fill(count)
  return {
    length: batchRows,
    identity: randomBytes(batchRows * 16),
    content: randomBytes(batchRows * 16),
    source: texts(() => 'gateway/eu-1'),
    id: texts((row) => `call-${batch}-${row}-abcdef0123456789`),
    time: BigInt64Array.from({ length: batchRows }, (_, row) =>
      BigInt(start + (batch * batchRows + row) * 1_000),
    ),
    asset: texts((row) => `model:org/m${(row * 7 + batch * 13) % assets}`),
    version: texts((row) => (row % 3 === 0 ? '' : `1.${row % 2}`)),
    currency: texts(() => 'USD'),
    amount,
    priced: new Uint8Array(batchRows),
    inputTokens: tokens(1_000n),
    outputTokens: tokens(200n),
    cacheReadTokens: tokens(-1n),
    cacheWriteTokens: tokens(-1n),
    caller: texts((row) => `team-${row % 5_000}`),
    agent: texts(() => ''),
    traceId: texts((row) => createHash('md5').update(`${batch} ${row}`).digest('hex')),
    providerCallId: texts(() => ''),
  }
}

function texts(of: (row: number) => string): TextColumn {
  const parts = Array.from({ length: batchRows }, (_, row) => Buffer.from(of(row)))
  const offsets = new Int32Array(batchRows + 1)
  parts.forEach((part, row) => {
    offsets[row + 1] = offsets[row]! + part.length
  })
  return { offsets, bytes: Buffer.concat(parts) }
}

function key16(): string {
  return randomBytes(16).toString('hex')
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await work()
  return performance.now() - began
}

async function median(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = []
  for (let round = 0; round < 15; round++) times.push(await timed(work))
  return times.sort((a, b) => a - b)[7]!
}
