/** What a bound key may send. Requests and streams to Kafka use the same checks. */
import { describe, expect, test } from 'vitest'
import { createFormat } from '../../src/decoding/formats/index.ts'
import { decodeAll } from '../../src/decoding/records/decoder.ts'
import { eventTypes } from '../../src/events/types.ts'
import type { EventBounds, EventPermissions } from '../../src/ingest/answers.ts'
import { OutgoingReader } from '../../src/kafka/send/outgoing.ts'
import { createMemoryIngest, eventText } from '../support/memoryIngest.ts'

const account = 'eip155:8453:0x9fc3da866e7df3a1c57ade1a97c9f00a70f010c8'
/** One of each type. The asset model:acme/base is ann's, and model:zeta/base is zoe's. */
const ofEachType: Readonly<Record<string, object>> = {
  'currency.registered': { currency: 'EUR', decimals: 2 },
  'currency.bound': { currency: 'USDC', chain: 'eip155:8453', token: `0x${'11'.repeat(20)}` },
  'fee.set': { share: '0.9', payee: 'ann', effectiveFrom: '2026-01-01T00:00:00Z' },
  'payee.registered': { payee: 'ann', name: 'Ann' },
  'payee.bound': { payee: 'ann', account },
  'asset.registered': { asset: 'model:acme/new', owner: 'ann' },
  'contribution.recorded': { asset: 'model:acme/base', contributions: [{ payee: 'cat', units: '1' }] },
  'version.released': { asset: 'model:acme/base', version: '1' },
  'rate.set': {
    asset: 'model:acme/base',
    currency: 'USDC',
    effectiveFrom: '2026-01-01T00:00:00Z',
    perCall: '1',
  },
  'cost.set': {
    ...{ asset: 'model:acme/base', payee: 'gpu', currency: 'USDC' },
    ...{ effectiveFrom: '2026-01-01T00:00:00Z', share: '0.1' },
  },
  'holding.transferred': {
    ...{ asset: 'model:acme/base', from: 'ann', to: 'cat' },
    ...{ share: '0.1', effectiveFrom: '2026-01-01T00:00:00Z' },
  },
  'clause.agreed': {
    ...{ clause: 'one', payee: 'ann', to: 'cat', currency: 'USDC' },
    ...{ share: '0.1', effectiveFrom: '2026-01-01T00:00:00Z' },
  },
  'clause.ended': { clause: 'one', at: '2027-01-01T00:00:00Z' },
  'reserve.set': { currency: 'USDC', share: '0.1', days: 30, effectiveFrom: '2026-01-01T00:00:00Z' },
  'payout.set': { currency: 'USDC', threshold: '50', effectiveFrom: '2026-01-01T00:00:00Z' },
  'payee.held': { payee: 'ann', effectiveFrom: '2026-01-01T00:00:00Z' },
  'payee.cleared': { payee: 'ann', effectiveFrom: '2026-01-01T00:00:00Z' },
  'withholding.set': { share: '0.1', to: 'tax', effectiveFrom: '2026-01-01T00:00:00Z' },
  'call.metered': { asset: 'model:acme/base', amount: '1', currency: 'USDC' },
  'call.refunded': { call: { source: '/test', id: 'c' } },
  'call.disputed': { call: { source: '/test', id: 'c' } },
  'dispute.closed': { dispute: { source: '/test', id: 'd' } },
  'transfer.recorded': { from: 'ann', to: 'zoe', amount: '1', currency: 'USDC' },
  'payment.recorded': { payee: 'ann', amount: '1', currency: 'USDC' },
  'deposit.recorded': { payee: 'ann', amount: '1', currency: 'USDC' },
  'payment.described': {
    payment: {
      ...{ chain: 'eip155:8453', token: `0x${'11'.repeat(20)}` },
      ...{ payer: `0x${'22'.repeat(20)}`, nonce: '1' },
    },
    asset: 'model:acme/base',
  },
}
const corrections = ['call.refunded', 'call.disputed', 'dispute.closed']
const registered = [
  eventText('currency.registered', 'r1', { currency: 'USDC', decimals: 6 }),
  eventText('asset.registered', 'r2', { asset: 'model:acme/base', owner: 'ann' }),
  eventText('asset.registered', 'r3', { asset: 'model:zeta/base', owner: 'zoe' }),
]

async function world() {
  const memory = await createMemoryIngest()
  await memory.requests.submit(Buffer.from(registered.join('\n')), { origin: 'request' })
  return memory
}

/** The code of each event's refusal, '' for an accepted one: by ingestion, and by what sends to Kafka. */
async function codesOf(lines: readonly string[], bounds: EventBounds): Promise<string[]> {
  const { requests, refused } = await world()
  const allowed = { calls: true, registry: true, bounds }
  const body = Buffer.from(lines.join('\n'))
  const results = await requests.submit(body, { origin: 'request', allowed })
  const codes = results.map(({ fault }) => fault?.code ?? '')
  expect(await refused.count()).toBe(0)
  expect(await codesOnTheWayToKafka(body, allowed)).toEqual(codes)
  return codes
}

async function codesOnTheWayToKafka(body: Buffer, allowed: EventPermissions) {
  const format = createFormat('auto', undefined, 'request')
  const reader = new OutgoingReader(format, allowed, { eventBytesMax: { calls: 10_000, registry: 10_000 } })
  const owners: Readonly<Record<string, string>> = { 'model:acme/base': 'ann', 'model:zeta/base': 'zoe' }
  const codes: string[] = []
  for (const block of decodeAll(body, format)) {
    for (const read of reader.read(block)) {
      if ('skipped' in read || 'reading' in read) continue
      const sent =
        read.ownedAsset === undefined ? read : await reader.judgeOwner(read, async (asset) => owners[asset])
      codes.push(sent.fault?.code ?? '')
      expect(sent.outgoing === undefined).toBe(sent.fault !== undefined)
    }
  }
  return codes
}

const line = (type: string, data: object = ofEachType[type]!, rest: object = {}) =>
  eventText(type, `id of ${type}`, data, rest)

describe('a bound key', () => {
  test('is tested with an event of each type', () => {
    expect(Object.keys(ofEachType).map((type) => `io.headwater.${type}`)).toEqual(eventTypes)
  })

  test.each<[bound: string, bounds: EventBounds, allowed: readonly string[]]>([
    ['nothing', {}, Object.keys(ofEachType)],
    [
      'an asset',
      { assets: ['model:acme/*'] },
      [
        ...['asset.registered', 'contribution.recorded', 'version.released', 'rate.set', 'cost.set'],
        ...['holding.transferred', 'call.metered', 'payment.described'],
      ],
    ],
    ['another asset', { assets: ['model:zeta/*', 'model:acme'] }, []],
    [
      'an owner',
      { owners: ['ann'] },
      [
        'payee.registered',
        'payee.bound',
        'asset.registered',
        'contribution.recorded',
        'version.released',
        'rate.set',
        'cost.set',
        'holding.transferred',
        'clause.agreed',
        'call.metered',
        ...corrections,
        'payment.described',
      ],
    ],
    ['another owner', { owners: ['zoe', 'an'] }, ['call.metered', ...corrections, 'payment.described']],
    [
      'an asset of another owner',
      { assets: ['model:acme/*'], owners: ['zoe'] },
      ['call.metered', 'payment.described'],
    ],
  ])('to %s sends only events that concern it', async (_, bounds, allowed) => {
    const types = Object.keys(ofEachType)
    const codes = await codesOf(
      types.map((type) => line(type)),
      bounds,
    )
    expect(types.filter((_type, index) => codes[index] === '')).toEqual(allowed)
    for (const code of codes) expect(['', 'access.type', 'access.asset', 'access.owner']).toContain(code)
  })

  test("may not release, price or describe another owner's asset, nor one that is not registered", async () => {
    const bounds = { owners: ['ann'] }
    const theirs = { ...ofEachType['version.released'], asset: 'model:zeta/base' }
    const unknown = { ...ofEachType['rate.set'], asset: 'model:acme/unknown' }
    expect(await codesOf([line('version.released', theirs), line('rate.set', unknown)], bounds)).toEqual([
      'access.owner',
      'access.owner',
    ])
  })

  test('corrects calls of its own sources only', async () => {
    const bounds = { sources: ['/gateways/a'] }
    const own = { source: '/gateways/a' }
    const of = (source: string) => ({ call: { source, id: 'c' } })
    const lines = [
      line('call.refunded', of('/gateways/a'), own),
      line('call.refunded', of('/gateways/b'), own),
      line('call.disputed', of('/gateways/b'), { ...own, id: 'd' }),
      line('dispute.closed', { dispute: { source: '/gateways/b', id: 'd' } }, { ...own, id: 'e' }),
    ]
    expect(await codesOf(lines, bounds)).toEqual(['', 'access.source', 'access.source', 'access.source'])
    const { requests } = await world()
    const allowed = { calls: true, registry: false, bounds }
    const [, refused] = await requests.submit(Buffer.from(lines.join('\n')), { origin: 'request', allowed })
    expect(refused!.fault).toMatchObject({ path: '/data/call/source' })
  })

  test('moves no balance with a key for calls', async () => {
    const { requests } = await world()
    const types = [
      'call.metered',
      ...corrections,
      'transfer.recorded',
      'payment.recorded',
      'deposit.recorded',
    ]
    const body = Buffer.from(types.map((type) => line(type)).join('\n'))
    const results = await requests.submit(body, {
      origin: 'request',
      allowed: { calls: true, registry: false },
    })
    expect(results.map(({ fault }) => fault?.code ?? '')).toEqual([
      ...Array(4).fill(''),
      ...Array(3).fill('auth.scope'),
    ])
  })

  test('may release an asset that it registers in the same request', async () => {
    const { requests } = await world()
    const lines = [
      line('asset.registered'),
      line('version.released', { asset: 'model:acme/new', version: '1' }),
    ]
    const results = await requests.submit(Buffer.from(lines.join('\n')), {
      origin: 'request',
      allowed: { calls: false, registry: true, bounds: { owners: ['ann'] } },
    })
    expect(results.map(({ status }) => status)).toEqual(['accepted', 'accepted'])
  })

  test("sends under its own sources only, whichever way a call is written, so it can't take another's ids", async () => {
    const bounds = { sources: ['/gateways/a', '/gateways/a/*'] }
    const call = (source: string) => line('call.metered', undefined, { source })
    const odd = (text: string) => text.replace('"data"', '"\\u0064ata"')
    const sources = [
      '/gateways/a',
      '/gateways/a/eu',
      '/gateways/ab',
      '/gateways/b',
      '/gateways',
      '/gateways/ä',
    ]
    const expected = ['', '', ...Array.from({ length: 4 }, () => 'access.source')]
    expect(await codesOf(sources.map(call), bounds)).toEqual(expected)
    expect(
      await codesOf(
        sources.map((source) => odd(call(source))),
        bounds,
      ),
    ).toEqual(expected)
    const fee = line('fee.set', undefined, { source: '/gateways/b' })
    expect(await codesOf([fee], bounds)).toEqual(['access.source'])
  })

  test('of a chain source is free to that source alone, whichever way an event is written or of whatever type', async () => {
    const odd = (text: string) => text.replace('"data"', '"\\u0064ata"')
    const call = (source: string) => line('call.metered', undefined, { source })
    const sources = ['chain:eip155:1/0x', 'chain:', 'chain', 'Chain:x', 'chai:n']
    const expected = ['access.chainSource', 'access.chainSource', '', '', '']
    expect(await codesOf(sources.map(call), {})).toEqual(expected)
    expect(
      await codesOf(
        sources.map((source) => odd(call(source))),
        {},
      ),
    ).toEqual(expected)
    const types = Object.keys(ofEachType).map((type) => line(type, undefined, { source: 'chain:x' }))
    expect(new Set(await codesOf(types, {}))).toEqual(new Set(['access.chainSource']))
    const { requests } = await world()
    const results = await requests.submit(Buffer.from([call('chain:x'), odd(call('chain:y'))].join('\n')), {
      origin: 'chain',
      allowed: { calls: true, registry: true, chain: true },
    })
    expect(results.map(({ status }) => status)).toEqual(['accepted', 'accepted'])
  })

  test('I22: occupies no identity with what it may not send: the true call is accepted after it', async () => {
    const { requests, refused } = await world()
    const text = (amount: string) =>
      Buffer.from(line('call.metered', { ...ofEachType['call.metered'], amount }, { source: '/gateways/b' }))
    const bounds = { sources: ['/gateways/a'] }
    const squatter = { origin: 'request', allowed: { calls: true, registry: false, bounds } }
    expect((await requests.submit(text('0'), squatter))[0]).toMatchObject({
      fault: { code: 'access.source' },
    })
    expect((await requests.submit(text('250'), { origin: 'request' }))[0]).toMatchObject({
      status: 'accepted',
    })
    expect(await refused.count()).toBe(0)
  })

  test("mints no revenue for an asset that is not its own, not even by a gateway's record", async () => {
    const { requests, usage } = await world()
    const record = {
      id: 'chat-1',
      call_type: 'acompletion',
      status: 'success',
      model: 'own',
      custom_llm_provider: 'mallory',
      startTime: 1_767_225_600,
      endTime: 1_767_225_601,
      prompt_tokens: 10,
      completion_tokens: 5,
      response_cost: 1_000_000,
    }
    const results = await requests.submit(Buffer.from(JSON.stringify(record)), {
      origin: 'request',
      format: 'litellm',
      allowed: { calls: true, registry: false, bounds: { assets: ['model:acme/*'] } },
    })
    expect(results).toMatchObject([{ status: 'rejected', fault: { code: 'access.asset' } }])
    expect(usage.rows).toEqual([])
  })

  test('takes no chain source by a mapping', async () => {
    const { requests, usage } = await world()
    const event = { source: 'chain:{of}', id: '{id}', time: '{time}', asset: 'model:acme/base' }
    const results = await requests.submit(Buffer.from('of,id,time,amount\nx,1,2026-01-01T00:00:00Z,1\n'), {
      origin: 'request',
      format: 'csv',
      mapping: { event: { ...event, amount: '{amount}', currency: 'USDC' } },
    })
    expect(results).toMatchObject([{ status: 'rejected', fault: { code: 'access.chainSource' } }])
    expect(usage.rows).toEqual([])
  })
})
