/** Payments that gateways describe become calls when they are final, once, and with what was recorded first. */
import { describe, expect, it } from 'vitest'
import { paymentDecoders } from '../../../src/chain/payments/decoders.ts'
import type { ChainBlock, ChainEvent, ChainLog, Listed } from '../../../src/chain/source/decoder.ts'
import { parseEvent } from '../../../src/events/index.ts'
import {
  canceled,
  chain,
  hashOf,
  Ledger,
  nonceOf,
  payer,
  proxyCall,
  registryWithUsdc,
  shop,
  transaction,
  transfer,
  unknownToken,
  usdc,
  used,
} from './support.ts'

const source = `chain:${chain}/${shop}`
const undescribed = `tool:undescribed/${shop}`
const keyOf = (nonce: string) => `${chain}/${usdc}/${payer}/${nonce}`

function watch(ledger = new Ledger(), settings: object = {}, registry = registryWithUsdc()) {
  const config = { address: shop, mode: 'proven' as const, from: 1, within: 10, ...settings }
  const [decoder] = paymentDecoders([config as never], chain, ledger)
  const events: ChainEvent[] = []
  const listed: Listed[] = []
  const known: string[] = []
  const at = new Map<string, ChainBlock>()
  return {
    at,
    ledger,
    known,
    decoder: decoder!,
    events,
    listed,
    /** Reads the blocks from one up to another as the source does. */
    async read(blocks: Readonly<Record<number, readonly ChainLog[]>>, to: number, from = 1) {
      for (let number = from; number <= to; number++) {
        const logs = blocks[number] ?? []
        if (logs.length === 0 && decoder!.waitsFrom?.() === undefined) continue
        const block = { chain, number, hash: hashOf(number), time: 1_767_225_600 + number }
        const decoded = await decoder!.decode(block, logs, { registry, recorded: -1, allLogs: undefined })
        for (const event of decoded.events) parseEvent(event)
        events.push(...decoded.events)
        listed.push(...decoded.listed)
        known.push(...(decoded.known ?? []))
        for (const [id, own] of decoded.at ?? []) at.set(id, own)
      }
    },
  }
}

const paid = (nonce: number, value = 1_500_000n, hash = nonce) =>
  transaction(hashOf(hash), [used(payer, nonceOf(nonce)), transfer(payer, shop, value)])

describe('a described payment', () => {
  it('is a call with the amount and time of the chain, and the rest as described', async () => {
    const { ledger, read, events, listed, decoder } = watch()
    ledger.describe(keyOf(nonceOf(1)), {
      ...{ version: '2' as never, caller: 'agent', inputTokens: 5, cacheReadTokens: 0 },
      providerCallId: 'purchase-1',
    })
    await read({ 3: paid(1) }, 3)
    expect(events).toEqual([
      {
        specversion: '1.0',
        id: keyOf(nonceOf(1)),
        source,
        type: 'io.headwater.call.metered',
        time: '2026-01-01T00:00:03Z',
        data: {
          ...{ asset: 'tool:lab/search', version: '2', caller: 'agent', providerCallId: 'purchase-1' },
          ...{ tokens: { input: 5, cacheRead: 0 }, amount: '1.5', currency: 'USDC' },
        },
      },
    ])
    expect(listed).toEqual([])
    expect(decoder.waitsFrom?.()).toBeUndefined()
  })

  it('counts what was paid, not what was authorized', async () => {
    const { ledger, read, events } = watch()
    ledger.describe(keyOf('7'))
    // 10 were permitted.
    await read({ 1: transaction(hashOf(1), [transfer(payer, shop, 5n)], await proxyCall('upto')) }, 1)
    expect(events).toMatchObject([{ id: keyOf('7'), data: { asset: 'tool:lab/search', amount: '0.000005' } }])
  })

  it('is the same call when a stranger sends it first, in a transaction of its own', async () => {
    const calls = await Promise.all(
      [1, 99].map(async (hash) => {
        const { ledger, read, events } = watch()
        ledger.describe(keyOf(nonceOf(1)))
        await read({ 3: paid(1, 7n, hash) }, 3)
        return events
      }),
    )
    expect(calls[0]).toEqual(calls[1])
  })

  it('may be described after it is final: it waits, and the checkpoint with it', async () => {
    const { ledger, read, events, decoder, at } = watch()
    const blocks = { 2: paid(1), 4: paid(2), 5: paid(3) }
    ledger.describe(keyOf(nonceOf(2)))
    await read(blocks, 5)
    expect(events.map(({ id }) => id)).toEqual([keyOf(nonceOf(2))])
    expect(decoder.waitsFrom?.()).toBe(2)
    ledger.describe(keyOf(nonceOf(1)))
    await read(blocks, 6, 6)
    // The source learns in which block it is.
    expect(at.get(keyOf(nonceOf(1)))).toMatchObject({ number: 2, hash: hashOf(2) })
    expect(events.map(({ id, time }) => [id, time]).at(-1)).toEqual([
      keyOf(nonceOf(1)),
      '2026-01-01T00:00:02Z',
    ])
    expect(decoder.waitsFrom?.()).toBe(5)
  })
})

describe('a payment without a description', () => {
  it('counts for an asset that is not registered after the set number of blocks, and is listed', async () => {
    const { read, events, listed, decoder } = watch()
    await read({ 2: paid(1) }, 11)
    expect(events).toEqual([])
    expect(decoder.waitsFrom?.()).toBe(2)
    await read({}, 12, 12)
    expect(events).toMatchObject([
      { id: keyOf(nonceOf(1)), time: '2026-01-01T00:00:02Z', data: { asset: undescribed, amount: '1.5' } },
    ])
    expect(listed).toMatchObject([{ kind: 'paymentUndescribed', place: keyOf(nonceOf(1)) }])
    expect(decoder.waitsFrom?.()).toBeUndefined()
  })

  it('counts for the asset of the address, where one is configured', async () => {
    const { read, events } = watch(new Ledger(), { asset: 'tool:shop/all', within: 0 })
    await read({ 2: paid(1) }, 2)
    expect(events).toMatchObject([{ data: { asset: 'tool:shop/all' } }])
  })

  it('does not wait where it has no nonce, by which it could be described', async () => {
    const { read, events, listed } = watch()
    await read({ 2: transaction(hashOf(2), [transfer(payer, shop, 2_000_000n)]) }, 2)
    expect(events).toMatchObject([
      { id: `${chain}/${hashOf(2)}/0`, data: { asset: undescribed, amount: '2' } },
    ])
    expect(listed).toEqual([])
  })

  it('of nothing does not wait, so that many of them take no places of others', async () => {
    const { ledger, read, events, listed, decoder } = watch()
    ledger.describe(keyOf(nonceOf(2)))
    await read({ 2: [...paid(1, 0n), ...paid(2, 0n), ...paid(3)] }, 2)
    expect(events).toMatchObject([
      { id: keyOf(nonceOf(1)), data: { asset: undescribed, amount: '0' } },
      { id: keyOf(nonceOf(2)), data: { asset: 'tool:lab/search', amount: '0' } },
    ])
    expect(listed).toMatchObject([{ kind: 'paymentUndescribed', place: keyOf(nonceOf(1)) }])
    expect(listed[0]?.what).toContain('a payment of nothing does not wait')
    expect(decoder.waitsFrom?.()).toBe(2)
  })

  it('is asked for seldom while it waits: at its block, and after 1, 2, 4, 8 … blocks', async () => {
    const { ledger, read } = watch(new Ledger(), { within: 1_000 })
    await read({ 1: paid(1) }, 900)
    expect(ledger.asked).toBe(11)
  })
})

describe('what was recorded stands', () => {
  it('after a restart from before it, whatever a description that comes later says', async () => {
    const ledger = new Ledger()
    const blocks = { 2: paid(1), 5: paid(2) }
    const first = watch(ledger)
    await first.read(blocks, 13)
    expect(first.events).toHaveLength(1)
    ledger.record(first.events)
    ledger.describe(keyOf(nonceOf(1)))
    // The checkpoint of the process that died was before block 2.
    const second = watch(ledger)
    await second.read(blocks, 30)
    expect(second.events.map(({ id }) => id)).toEqual([keyOf(nonceOf(2))])
    // The source learns that the chain still has it.
    expect(second.known).toEqual([keyOf(nonceOf(1))])
  })
})

describe('a payment is listed, and no call', () => {
  it('in a token of no registered currency', async () => {
    const { read, events, listed } = watch()
    await read({ 2: transaction(hashOf(2), [transfer(payer, shop, 5n, unknownToken)]) }, 2)
    expect(events).toEqual([])
    expect(listed).toMatchObject([{ kind: 'tokenUnknown', place: `${hashOf(2)}/0` }])
  })

  it('of more than an amount can be', async () => {
    const { read, events, listed } = watch()
    await read({ 2: paid(1, 1n << 150n) }, 2)
    expect(events).toEqual([])
    expect(listed).toMatchObject([{ kind: 'amountTooLarge' }])
  })

  it('where its payer cancelled the authorization after it was described', async () => {
    const { ledger, read, events, listed } = watch()
    ledger.describe(keyOf(nonceOf(1)))
    await read({ 2: transaction(hashOf(2), [canceled(payer, nonceOf(1)), canceled(payer, nonceOf(2))]) }, 2)
    expect(events).toEqual([])
    expect(listed).toMatchObject([{ kind: 'paymentCancelled', place: keyOf(nonceOf(1)) }])
  })
})

describe('the source of an address', () => {
  it('stops where the decimals of a token are not those of its currency', async () => {
    const ledger = new Ledger()
    ledger.decimals = 18
    const { read, events } = watch(ledger)
    await expect(read({ 2: paid(1) }, 2)).rejects.toMatchObject({ code: 'chain.decimals' })
    expect(events).toEqual([])
  })

  it('makes no calls in trusting mode', () => {
    const config = { address: shop, mode: 'trusting' as const, from: 1 }
    expect(paymentDecoders([config], chain, new Ledger())).toEqual([])
  })

  it('wants transfers to the address with the rest of their transactions, and cancellations', () => {
    const { decoder } = watch(new Ledger(), { tokens: [usdc] })
    expect(decoder.filters()).toMatchObject([
      {
        addresses: [usdc],
        topics: [[expect.any(String)], undefined, [expect.stringContaining('aaaa')]],
        siblings: true,
        calldata: true,
      },
      { addresses: [usdc], topics: [[expect.any(String)]] },
    ])
  })
})
