/** Corrections, postings and descriptions on their way into a batch, beside calls. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { identityOf } from '../../src/ingest/eventIdentity.ts'
import { createBatchLog } from '../../src/log/batchLog.ts'
import { batchRecorded } from '../../src/log/batchRecorded.ts'
import { otherKinds } from '../../src/log/keys.ts'
import { columnsDigest } from '../../src/usage/columnsDigest.ts'
import { kinds } from '../../src/usage/kinds.ts'
import { toColumns } from '../projections/support/calls.ts'
import { createMemoryIngest, eventText, registryLines } from '../support/memoryIngest.ts'
import { runs } from '../support/properties.ts'

const call = { source: '/test', id: 'c1' }
const money = { amount: '1.50', currency: 'USDC' }
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')

const metered = (id: string, amount = '1') =>
  eventText('call.metered', id, { asset: 'model:meta/llama', amount, currency: 'USDC' })
const payment = {
  chain: 'eip155:8453',
  token: `0x${'AB'.repeat(20)}`,
  payer: `0x${'cd'.repeat(20)}`,
  nonce: `0x${'EF'.repeat(32)}`,
}
const described = (id: string, more: object = {}) =>
  eventText('payment.described', id, { payment, asset: 'tool:lab/search', ...more })
const refunded = (id: string, data: object = { call, ...money }) => eventText('call.refunded', id, data)

async function world(rowsMax = 1_000) {
  const memory = await createMemoryIngest({ rowsMax })
  const send = async (...lines: readonly string[]) => {
    const results = await memory.requests.submit(Buffer.from(lines.join('\n')), { origin: 'test' })
    return results.map(({ status, fault }) => (fault ? `${status} ${fault.code} ${fault.path}` : status))
  }
  await send(...registryLines)
  return { ...memory, send }
}

describe('a correction', () => {
  test('is a row with what it says, and the identity of what it names', async () => {
    const { send, usage } = await world()
    expect(
      await send(
        refunded('r1'),
        refunded('r2', { call, reason: 'all' }),
        eventText('call.disputed', 'd1', { call, reason: 'fraud' }),
        eventText('dispute.closed', 'e1', { dispute: { source: '/test', id: 'd1' } }),
      ),
    ).toEqual(['accepted', 'accepted', 'accepted', 'accepted'])
    const target = hex(identityOf('C', '/test', 'c1'))
    const named = { targetSource: '/test', targetId: 'c1', target }
    expect(usage.corrections).toMatchObject([
      {
        id: 'r1',
        type: 'refunded',
        ...named,
        currency: 'USDC',
        amount: 1_500_000_000_000_000_000n,
        whole: false,
      },
      { id: 'r2', type: 'refunded', ...named, currency: '', amount: 0n, whole: true, reason: 'all' },
      { id: 'd1', type: 'disputed', ...named, currency: '', amount: 0n, whole: false, reason: 'fraud' },
      { id: 'e1', type: 'closed', targetId: 'd1', target: hex(identityOf('C', '/test', 'd1')), whole: false },
    ])
    expect(usage.corrections[2]!.identity).toBe(usage.corrections[3]!.target)
    expect(usage.rows).toEqual([])
  })

  test.each<[string, string, string]>([
    ['no call', refunded('x', {}), 'rejected event.missing /data/call'],
    ['a call without id', refunded('x', { call: { source: 's' } }), 'rejected event.missing /data/call/id'],
    ['an amount alone', refunded('x', { call, amount: '1' }), 'rejected event.missing /data/currency'],
    [
      'a currency that is not registered',
      refunded('x', { call, amount: '1', currency: 'EUR' }),
      'rejected currency.unknown /data/currency',
    ],
    [
      'too many digits',
      refunded('x', { call, amount: '0.0000000000001', currency: 'YEN' }),
      'rejected amount.tooPrecise /data/amount',
    ],
    [
      'an empty text',
      eventText('call.disputed', 'x', { call: { source: '', id: 'a' } }),
      'rejected text.length /data/call/source',
    ],
    ['no dispute', eventText('dispute.closed', 'x', { call }), 'rejected event.missing /data/dispute'],
  ])('with %s is refused, and leaves no identity behind', async (_, line, refusal) => {
    const { send, usage } = await world()
    expect(await send(line)).toEqual([refusal])
    expect(await send(refunded('x'))).toEqual(['accepted'])
    expect(usage.corrections).toHaveLength(1)
  })
})

describe('a posting', () => {
  test('is a row with its payees', async () => {
    const { send, usage } = await world()
    expect(
      await send(
        eventText('transfer.recorded', 't1', { from: 'ann', to: 'bob', ...money, reason: 'why' }),
        eventText('payment.recorded', 'p1', { payee: 'ann', ...money, reference: 'SEPA 1' }),
        eventText('deposit.recorded', 'q1', { payee: 'bob', ...money }),
      ),
    ).toEqual(['accepted', 'accepted', 'accepted'])
    const amount = 1_500_000_000_000_000_000n
    expect(usage.postings).toMatchObject([
      { id: 't1', type: 'transfer', payee: 'ann', to: 'bob', currency: 'USDC', amount, note: 'why' },
      { id: 'p1', type: 'payment', payee: 'ann', to: '', currency: 'USDC', amount, note: 'SEPA 1' },
      { id: 'q1', type: 'deposit', payee: 'bob', to: '', currency: 'USDC', amount, note: '' },
    ])
  })

  test.each<[string, object, string]>([
    ['one payee twice', { from: 'a', to: 'a', ...money }, 'rejected transfer.samePayee /data/to'],
    ['no amount', { from: 'a', to: 'b', currency: 'USDC' }, 'rejected event.missing /data/amount'],
    [
      'a currency that is not registered',
      { from: 'a', to: 'b', amount: '1', currency: 'X' },
      'rejected currency.unknown /data/currency',
    ],
    ['a payee that is not seen', { from: 'a', to: 'b\u200b', ...money }, 'rejected payee.unseen /data/to'],
    [
      'a payee that is not normal',
      { from: 'e\u0301', to: 'b', ...money },
      'rejected payee.notNormal /data/from',
    ],
  ])('with %s is refused', async (_, data, refusal) => {
    const { send, usage } = await world()
    expect(await send(eventText('transfer.recorded', 'x', data))).toEqual([refusal])
    expect(usage.postings).toEqual([])
  })
})

describe('identities', () => {
  test('are shared by calls and every other kind of row: the first stands, whichever kind', async () => {
    const { send, usage } = await world()
    const deposit = (id: string) => eventText('deposit.recorded', id, { payee: 'a', ...money })
    const conflict = 'conflict event.conflict /id'
    expect(await send(metered('1'), refunded('1'), refunded('2'), metered('2'), metered('2'))).toEqual([
      'accepted',
      conflict,
      'accepted',
      conflict,
      conflict,
    ])
    expect(
      await send(refunded('2'), deposit('2'), deposit('3'), refunded('3'), metered('1'), deposit('3')),
    ).toEqual(['duplicate', conflict, 'accepted', conflict, 'duplicate', 'duplicate'])
    expect(
      await send(
        described('1'),
        described('4'),
        described('4', { caller: 'c' }),
        metered('4'),
        described('4'),
      ),
    ).toEqual([conflict, 'accepted', conflict, conflict, 'duplicate'])
    const tables = [usage.rows, usage.corrections, usage.postings, usage.descriptions]
    expect(tables.map((rows) => rows.map(({ id }) => id))).toEqual([['1'], ['2'], ['3'], ['4']])
    // Registry events have a space of their own.
    expect(await send(eventText('asset.registered', '1', { asset: 'model:a/b', owner: 'o' }))).toEqual([
      'accepted',
    ])
  })

  test('of what the registry refuses are judged first, by the rows before it in the batch', async () => {
    const { send } = await world()
    const foreign = refunded('1', { call, amount: '1', currency: 'EUR' })
    expect(await send(foreign, metered('1'), foreign, refunded('1'))).toEqual([
      'rejected currency.unknown /data/currency',
      'accepted',
      'conflict event.conflict /id',
      'conflict event.conflict /id',
    ])
  })
})

describe('BatchRecorded', () => {
  test('of a batch of calls says nothing of other kinds', async () => {
    const { send, events } = await world()
    await send(metered('1'))
    const data = events.log.find(({ type }) => type === batchRecorded.type)!.data as object
    expect(Object.keys(data)).not.toContain('others')
  })

  test('has totals and a digest of each kind that has rows, and is read back so', async () => {
    const { send, events, usage } = await world()
    await send(metered('1', '2'), refunded('2'), refunded('3', { call }), metered('4', '5'))
    const [batch] = await createBatchLog(events).upTo(await events.head())
    expect(batch!.totals).toMatchObject({
      call: { rows: 2, sums: new Map([['USDC', 7_000_000_000_000_000_000n]]) },
      correction: { rows: 2, sums: new Map([['USDC', 1_500_000_000_000_000_000n]]) },
      posting: { rows: 0, sums: new Map() },
      description: { rows: 0, sums: new Map() },
    })
    const columns = toColumns('correction', usage.corrections)
    expect(batch!.totals.correction.digest).toBe(columnsDigest(kinds.correction.columns, columns, 2))
    expect(usage.corrections.map(({ row }) => row)).toEqual([2, 3])
  })
})

describe('a description of a payment', () => {
  test('is a row with the key of the payment in lower case and no money, whether its asset is known or not', async () => {
    const { send, usage } = await world()
    const more = {
      version: '1',
      caller: 'agent-7',
      tokens: { input: 3, output: '4' },
      traceId: 't',
      providerCallId: 'purchase-1',
      validBefore: '2026-01-01T00:10:00Z',
    }
    expect(
      await send(
        described('d1'),
        described('d2', more),
        described('d3', { payment: { ...payment, nonce: '7' } }),
      ),
    ).toEqual(['accepted', 'accepted', 'accepted'])
    const key = `eip155:8453/0x${'ab'.repeat(20)}/0x${'cd'.repeat(20)}`
    const none = { inputTokens: -1, outputTokens: -1, cacheReadTokens: -1, cacheWriteTokens: -1 }
    expect(usage.descriptions).toMatchObject([
      {
        ...{ payment: `${key}/0x${'ef'.repeat(32)}`, asset: 'tool:lab/search', version: '', caller: '' },
        ...{ ...none, traceId: '', providerCallId: '', validBefore: -1, currency: '', amount: 0n },
      },
      {
        ...{ version: '1', caller: 'agent-7', inputTokens: 3, outputTokens: 4, cacheReadTokens: -1 },
        ...{ traceId: 't', providerCallId: 'purchase-1', validBefore: 1_767_226_200_000_000 },
      },
      { payment: `${key}/7` },
    ])
    expect([usage.rows, usage.corrections, usage.postings]).toEqual([[], [], []])
  })

  test('is a duplicate of one that differs in validBefore alone, and the first stands', async () => {
    const { send, usage } = await world()
    expect(await send(described('d1'), described('d1', { validBefore: '2026-01-01T00:10:00Z' }))).toEqual([
      'accepted',
      'duplicate',
    ])
    expect(usage.descriptions).toMatchObject([{ validBefore: -1 }])
  })

  test.each([
    ['event.missing', '/data/payment', { payment: undefined }],
    ['chain.unsupported', '/data/payment/chain', { payment: { ...payment, chain: 'solana:x' } }],
    ['address.zero', '/data/payment/payer', { payment: { ...payment, payer: `0x${'0'.repeat(40)}` } }],
    ['nonce.malformed', '/data/payment/nonce', { payment: { ...payment, nonce: '0x12' } }],
    ['nonce.malformed', '/data/payment/nonce', { payment: { ...payment, nonce: (1n << 256n).toString() } }],
    ['asset.malformed', '/data/asset', { asset: 'lab' }],
  ])('is refused by its form: %s at %s', async (code, path, data) => {
    const { send } = await world()
    expect(await send(described('d', data))).toEqual([`rejected ${code} ${path}`])
  })
})

test('P: events in any batches give the same rows and answers, and each batch its totals', async () => {
  const id = fc.constantFrom('1', '2', '3', '4', '5', '6', '7', '8')
  const line = fc.oneof(
    { weight: 4, arbitrary: id.map((name) => metered(name)) },
    { weight: 1, arbitrary: id.map((name) => metered(name, '2')) },
    {
      weight: 3,
      arbitrary: fc.tuple(id, id).map(([name, of]) => refunded(name, { call: { source: '/test', id: of } })),
    },
    { weight: 1, arbitrary: id.map((name) => eventText('call.disputed', name, { call })) },
    { weight: 2, arbitrary: id.map((name) => eventText('payment.recorded', name, { payee: 'p', ...money })) },
    { weight: 1, arbitrary: id.map((name) => refunded(name, { call, amount: '1', currency: 'EUR' })) },
    { weight: 2, arbitrary: id.map((name) => described(name)) },
    { weight: 1, arbitrary: fc.constant('{"specversion":"1.0"}') },
  )
  const namesOf = (rows: readonly { partition: string; revision: number; attempt: string; row: number }[]) =>
    rows.map(({ partition: _p, revision: _r, attempt: _a, row: _n, ...values }) => values)
  await fc.assert(
    fc.asyncProperty(
      fc.array(line, { maxLength: 40 }),
      fc.integer({ min: 1, max: 12 }),
      async (lines, size) => {
        const [whole, parts] = [await world(), await world(size)]
        const expected = await whole.send(...lines)
        const answers: string[] = []
        for (let at = 0; at < lines.length; at += size)
          answers.push(...(await parts.send(...lines.slice(at, at + size))))
        expect(answers).toEqual(expected)
        for (const kind of ['rows', 'corrections', 'postings', 'descriptions'] as const)
          expect(namesOf(parts.usage[kind])).toEqual(namesOf(whole.usage[kind]))
        for (const { events, usage } of [whole, parts]) {
          for (const batch of await createBatchLog(events).upTo(await events.head())) {
            const tables = {
              call: usage.rows,
              correction: usage.corrections,
              posting: usage.postings,
              description: usage.descriptions,
            }
            let first = 0
            for (const kind of ['call', ...otherKinds] as const) {
              const rows = (tables[kind] as { attempt: string; row: number }[]).filter(
                ({ attempt }) => attempt === batch.attempt,
              )
              const { rows: count, digest } = batch.totals[kind]
              expect(count).toBe(rows.length)
              expect(rows.map(({ row }) => row)).toEqual(rows.map((_, index) => first + index))
              if (count > 0)
                expect(digest).toBe(columnsDigest(kinds[kind].columns, toColumns(kind, rows), first))
              first += count
            }
          }
        }
      },
    ),
    runs(60, 12),
  )
})
