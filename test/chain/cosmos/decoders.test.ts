/** Which events of a block become which of ours: transfers over IBC, and what the rules of the chains file map. */
import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { type CosmosBlock, readBlock } from '../../../src/chain/cosmos/answers.ts'
import { mappedEvents } from '../../../src/chain/cosmos/mapping.ts'
import { receivedTransfers } from '../../../src/chain/cosmos/transfers.ts'
import type { Registry } from '../../../src/registry/index.ts'
import {
  type AbciEvent,
  type AbciTransaction,
  CosmosChainDouble,
  cosmosNode,
  postToNodes,
  receipt,
  timeOf,
} from './node.ts'

const chain = 'cosmos:juno-1'
const receiver = 'juno1receiver'
const ibc = (path: string) => `ibc/${createHash('sha256').update(path).digest('hex').toUpperCase()}`
const registry = {
  currencies: new Map([
    ['ATOM', { code: 'ATOM', decimals: 6 }],
    ['JUNO', { code: 'JUNO', decimals: 6 }],
  ]),
} as unknown as Registry

async function blockOf(
  transactions: readonly AbciTransaction[],
  events: readonly AbciEvent[] = [],
): Promise<CosmosBlock> {
  const node = cosmosNode('http://one', new CosmosChainDouble('juno-1').mine(transactions, events))
  const ask = async (method: string) =>
    JSON.parse(await postToNodes([node])(node.url, JSON.stringify({ id: 1, method, params: ['1'] }))).result
  return readBlock({ chain, number: 1 }, await ask('commit'), await ask('block_results'))
}

const transfers = receivedTransfers({
  receiver,
  from: 1,
  currencies: {
    [ibc('transfer/channel-7/uatom')]: 'ATOM',
    [ibc('transfer/08-wasm-3/uatom')]: 'ATOM',
    ujuno: 'JUNO',
    [ibc('transfer/channel-5/uosmo')]: 'ATOM',
    'factory/juno1x/coin': 'JUNO',
  },
  memo: 'headwater',
})

async function transfersIn(...transactions: readonly AbciTransaction[]) {
  return transfers.decode(await blockOf(transactions), registry)
}

const memo = (value: unknown) => JSON.stringify({ headwater: value })

describe('a transfer over IBC', () => {
  it('is a call of the asset that its memo names, under the identity of its packet', async () => {
    const { events, listed } = await transfersIn({
      events: receipt({ receiver, sequence: 41, memo: memo({ asset: 'model:acme/chat', version: '2' }) }),
    })
    expect(listed).toEqual([])
    expect(events).toEqual([
      {
        specversion: '1.0',
        id: 'transfer/channel-7/transfer/channel-0/41',
        source: `chain:${chain}/${receiver}`,
        type: 'io.headwater.call.metered',
        time: timeOf(1),
        data: {
          asset: 'model:acme/chat',
          version: '2',
          currency: 'ATOM',
          amount: '1.5',
          caller: 'cosmos1sender',
        },
      },
    ])
  })

  it.each([
    ['', `tool:undescribed/${receiver}`],
    ['thanks', `tool:undescribed/${receiver}`],
    ['{"headwater":', `tool:undescribed/${receiver}`],
    ['[]', `tool:undescribed/${receiver}`],
    ['null', `tool:undescribed/${receiver}`],
    [memo(7), `tool:undescribed/${receiver}`],
    [memo('no asset'), `tool:undescribed/${receiver}`],
    [memo({ asset: 'model:a', version: 'no version' }), 'model:a'],
    [memo('tool:search'), 'tool:search'],
    [
      JSON.stringify({ wasm: {}, headwater: 'tool:search', big: 'x'.repeat(32_768) }),
      `tool:undescribed/${receiver}`,
    ],
  ])('with the memo %s counts for %s', async (text, asset) => {
    const { events } = await transfersIn({ events: receipt({ receiver, memo: text }) })
    expect(events.map(({ data }) => data.asset)).toEqual([asset])
    expect(events[0]!.data).not.toHaveProperty('version')
  })

  it.each([
    ['of a transaction that failed', { code: 5, events: receipt({ receiver }) }],
    ['that the application refused', { events: receipt({ receiver, success: 'false' }) }],
    ['to another account', { events: receipt({ receiver: 'juno1other' }) }],
    ['that is acknowledged on the sending chain', { events: receipt({ receiver }).slice(1) }],
    [
      'whose acknowledgement is in a transaction with a packet of other data',
      { events: [...receipt({ receiver: 'juno1other' }).slice(0, 1), ...receipt({ receiver }).slice(1)] },
    ],
    [
      'whose callback failed, which repeats events under a prefix',
      {
        events: receipt({ receiver }).map(({ type, attributes }) => ({
          type: type === 'fungible_token_packet' ? `ibccallbackerror-${type}` : type,
          attributes: attributes.map(([key, value]) => [`ibccallbackerror-${key}`, value] as const),
        })),
      },
    ],
  ])('%s is no revenue', async (_, transaction) => {
    expect(await transfersIn(transaction)).toEqual({ events: [], listed: [] })
  })

  it('differs from others of its transaction by message and by data', async () => {
    const { events } = await transfersIn({
      events: [
        ...receipt({ receiver: 'juno1other', sequence: 1, message: '0' }),
        ...receipt({ receiver, sequence: 2, amount: '2000000', message: '1' }),
        ...receipt({ receiver, sequence: 3, amount: '3000000', message: '2' }),
      ],
    })
    expect(events.map(({ id, data }) => [id.split('/').at(-1), data.amount])).toEqual([
      ['2', '2'],
      ['3', '3'],
    ])
  })

  it.each([
    ['transfer/channel-0/ujuno', 'JUNO'],
    ['transfer/channel-0/transfer/channel-5/uosmo', 'ATOM'],
    ['transfer/channel-0/factory/juno1x/coin', 'JUNO'],
    ['uatom', 'ATOM'],
  ])('of %s that comes back, or comes the first time, is of its currency here', async (denom, currency) => {
    const { events } = await transfersIn({ events: receipt({ receiver, denom }) })
    expect(events.map(({ data }) => data.currency)).toEqual([currency])
  })

  it('in a token of no currency is listed', async () => {
    const { events, listed } = await transfersIn({ events: receipt({ receiver, denom: 'uosmo' }) })
    expect(events).toEqual([])
    expect(listed).toMatchObject([{ kind: 'tokenUnknown', place: 'transfer/channel-7/transfer/channel-0/1' }])
  })

  it('of version 2 has the clients in its identity, and the port of each payload', async () => {
    const [, packet] = receipt({ receiver })
    const { events } = await transfersIn({
      events: [
        {
          type: 'recv_packet',
          attributes: [
            ['packet_source_client', '07-tendermint-9'],
            ['packet_dest_client', '08-wasm-3'],
            ['packet_sequence', '12'],
            ['packet_timeout_timestamp', '1700000000'],
            ['encoded_packet_hex', packetHex()],
            ['msg_index', '0'],
          ],
        },
        packet!,
      ],
    })
    expect(events.map(({ id, data }) => [id, data.currency])).toEqual([
      ['transfer/08-wasm-3/transfer/07-tendermint-9/12', 'ATOM'],
    ])
  })
})

/** Packet{1: 12, 2: source, 3: destination, 5: Payload{1: port, 2: port, 3: version, 4: encoding, 5: value}}. */
function packetHex(): string {
  const bytes = (number: number, value: Buffer) =>
    Buffer.concat([Buffer.of((number << 3) | 2, value.length), value])
  const text = (number: number, value: string) => bytes(number, Buffer.from(value))
  const payload = Buffer.concat([
    ...[text(1, 'transfer'), text(2, 'transfer'), text(3, 'ics20-1'), text(4, 'application/x-protobuf')],
    bytes(5, Buffer.of(10, 0)),
  ])
  const head = Buffer.of(8, 12)
  return Buffer.concat([head, text(2, '07-tendermint-9'), text(3, '08-wasm-3'), bytes(5, payload)]).toString(
    'hex',
  )
}

describe('a rule of the chains file', () => {
  const registered: AbciEvent = {
    type: 'wasm-asset_registered',
    attributes: [
      ['_contract_address', 'juno1registry'],
      ['name', 'acme/pile'],
      ['owner', 'cosmos:juno-1:juno1owner'],
      ['fee', '2500000'],
    ],
  }
  const rule = {
    type: 'wasm-asset_registered',
    where: { _contract_address: 'juno1registry' },
    event: 'asset.registered',
    data: {
      asset: 'dataset:{name}',
      owner: { attribute: 'owner', optional: false },
      metadataUri: { attribute: 'uri', optional: true },
    },
  }
  const decoder = (...rules: Parameters<typeof mappedEvents>[0]['rules']) =>
    mappedEvents({ watched: 'registry', from: 1, rules })

  it('makes an event of each that it is for, named by height, transaction and place', async () => {
    const block = await blockOf(
      [{ events: [{ type: 'tx', attributes: [] }, registered] }, { code: 1, events: [registered] }],
      [registered],
    )
    const { events, listed } = decoder(rule).decode(block, registry)
    expect(listed).toEqual([])
    expect(events.map(({ id }) => id)).toEqual(['1/0/1', '1/block/0'])
    expect(events[0]).toEqual({
      specversion: '1.0',
      id: '1/0/1',
      source: `chain:${chain}/registry`,
      type: 'io.headwater.asset.registered',
      time: timeOf(1),
      data: { asset: 'dataset:acme/pile', owner: 'cosmos:juno-1:juno1owner' },
    })
  })

  it('takes lists, objects and amounts, and lists what lacks a field', async () => {
    const call = {
      type: registered.type,
      where: {},
      event: 'call.metered',
      data: {
        asset: 'dataset:{name}',
        currency: 'JUNO',
        amount: { attribute: 'fee', optional: false, atomsOf: 'JUNO' },
        tokens: { input: 3 },
      },
    }
    const block = await blockOf([
      { events: [registered, { type: registered.type, attributes: [['name', 'x']] }] },
    ])
    const { events, listed } = decoder(rule, call).decode(block, registry)
    expect(events.map(({ id, type }) => [id, type])).toEqual([
      ['1/0/0', 'io.headwater.asset.registered'],
      ['1/0/0/1', 'io.headwater.call.metered'],
    ])
    expect(events[1]!.data).toEqual({
      asset: 'dataset:acme/pile',
      currency: 'JUNO',
      amount: '2.5',
      tokens: { input: 3 },
    })
    expect(listed).toMatchObject([{ kind: 'unmapped', place: '1/0/1' }])
    expect(listed[0]!.what).toContain('it has no attribute fee')
  })
})
