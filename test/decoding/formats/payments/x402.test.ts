import { describe, expect, test } from 'vitest'
import { formatByTells } from '../../../../src/decoding/input/tells.ts'
import { base64, key, nonce, payer, payTo, readAll, readOne, time, tokens, usdc } from './support.ts'

const url = 'https://api.example.com/weather/?city=Basel'
const authorization = {
  from: payer,
  to: payTo,
  value: '10000',
  validAfter: '1767268740',
  validBefore: '1767268860',
  nonce,
}
const accepted = {
  scheme: 'exact',
  network: 'eip155:8453',
  amount: '10000',
  asset: usdc,
  payTo,
  maxTimeoutSeconds: 60,
  extra: { name: 'USD Coin', version: '2' },
}
const paymentPayload = {
  x402Version: 2,
  resource: { url, description: 'Weather' },
  accepted,
  payload: { signature: '0xab', authorization },
}
const settled = { success: true, transaction: '0x12', network: 'eip155:8453', payer }
const exact = { time, paymentPayload, requirements: accepted, result: settled }
const call = {
  specversion: '1.0',
  type: 'io.headwater.call.metered',
  source: 'x402',
  id: key,
  time,
  data: {
    asset: 'tool:api.example.com/weather',
    amount: '0.010000',
    currency: 'USDC',
    caller: payer.toLowerCase(),
  },
}

const permit = {
  from: payer,
  permitted: { token: usdc, amount: '50000' },
  spender: '0x4020A4f3b7b90ccA423B9fabCc0CE57C6C240002',
  nonce: '123456789012345678901234567890',
  deadline: '1767268860',
  witness: { to: payTo, facilitator: payTo, validAfter: '1' },
}
const upto = (result: object) => ({
  time,
  paymentPayload: {
    ...paymentPayload,
    accepted: { ...accepted, scheme: 'upto', amount: '50000' },
    payload: { signature: '0xab', permit2Authorization: permit },
  },
  result: { ...settled, ...result },
})
const permitKey = `eip155:8453/${usdc}/${payer}/${permit.nonce}`.toLowerCase()

const channelId = `0x${'5C'.repeat(32)}`
const batch = (extra: object, voucher: object = {}) => ({
  time,
  paymentPayload: {
    ...paymentPayload,
    accepted: { ...accepted, scheme: 'batch-settlement' },
    payload: {
      type: 'voucher',
      channelConfig: { payer, receiver: payTo, token: usdc },
      voucher: { channelId, maxClaimableAmount: '90000', signature: '0xab', ...voucher },
    },
  },
  result: { ...settled, transaction: '', extra },
})

describe('a payment of x402, where the gateway is trusted', () => {
  test('is a call of what it paid for, by its authorization, with the settled amount', () => {
    expect(readOne('x402', exact)).toEqual(call)
  })

  const v1Payload = {
    x402Version: 1,
    scheme: 'exact',
    network: 'base',
    payload: { signature: '0xab', authorization },
  }
  const v1Required = { ...accepted, network: 'base', resource: url, maxAmountRequired: '10000' }
  const v1Settled = { ...settled, network: 'base' }
  test.each<[string, object]>([
    [
      'headers of version 2',
      {
        time,
        requestHeaders: { 'PAYMENT-SIGNATURE': base64(paymentPayload) },
        responseHeaders: { 'PAYMENT-RESPONSE': base64(settled) },
      },
    ],
    [
      'headers of version 1, with the requirements beside them',
      {
        time,
        headers: { 'x-payment': [base64(v1Payload)], 'x-payment-response': base64(v1Settled) },
        paymentRequirements: v1Required,
      },
    ],
    [
      'headers of version 1 alone, where the mapping knows one token of the chain',
      { time, url, 'X-PAYMENT': base64(v1Payload), 'X-PAYMENT-RESPONSE': base64(v1Settled) },
    ],
    [
      'a capture of traffic',
      {
        startedDateTime: time,
        request: { url, headers: [{ name: 'Payment-Signature', value: base64(paymentPayload) }] },
        response: { headers: [{ name: 'Payment-Response', value: base64(settled) }] },
      },
    ],
    [
      'a request to a facilitator, and its answer',
      {
        timestamp: time,
        request: { x402Version: 2, paymentPayload, paymentRequirements: accepted },
        response: settled,
      },
    ],
    [
      'metadata of MCP',
      {
        time: Date.parse(time),
        request: { params: { name: 'weather', _meta: { 'x402/payment': paymentPayload } } },
        result: { content: [], _meta: { 'x402/payment-response': settled } },
      },
    ],
  ])('is the same call as %s', (_, record) => {
    expect(readOne('x402', record)).toEqual({
      ...call,
      time: expect.stringMatching(/^2026-01-01T12:00:00(?:\.0+)?Z$/),
    })
    expect(formatByTells(record)).toBe('x402')
  })

  test('is the same call by whichever transaction a stranger settled it', () => {
    const front = { ...exact, result: { ...settled, transaction: '0x99', payer: payTo } }
    expect(readOne('x402', front)).toEqual(call)
  })

  test('has the settled amount of upto, not the authorized one, and may be nothing', () => {
    expect(
      readAll('x402', [upto({ amount: '20000' }), upto({ amount: '0', transaction: '' })]),
    ).toMatchObject([
      { id: permitKey, data: { amount: '0.020000' } },
      { id: permitKey, data: { amount: '0.000000' } },
    ])
    expect(readOne('x402', upto({}))).toBe('record.incomplete /settled/amount')
  })

  test('of a channel is a call for each voucher, by channel and total', () => {
    const state = (total: string) => ({ channelState: { channelId, chargedCumulativeAmount: total } })
    expect(
      readAll('x402', [
        batch({ chargedAmount: '30000', ...state('30000') }),
        batch({ chargedAmount: '2500', ...state('32500') }),
        batch({ chargedAmount: '10000' }),
        batch({ chargedAmount: '0', ...state('32500') }),
        batch({}),
      ]),
    ).toMatchObject([
      {
        id: `eip155:8453/${channelId.toLowerCase()}/30000`,
        data: { amount: '0.030000', caller: payer.toLowerCase() },
      },
      { id: `eip155:8453/${channelId.toLowerCase()}/32500`, data: { amount: '0.002500' } },
      { id: `eip155:8453/${channelId.toLowerCase()}/90000`, data: { amount: '0.010000' } },
      'skipped: voucher that was charged nothing',
      'record.incomplete /settled/extra',
    ])
  })

  test('is none where it failed, or was not settled', () => {
    const failed = {
      ...exact,
      result: { success: false, network: 'eip155:8453', transaction: '', errorReason: 'x' },
    }
    expect(readAll('x402', [failed, { ...exact, result: { isValid: true, payer } }])).toEqual([
      'skipped: payment that failed',
      'skipped: payment that was not settled',
    ])
  })

  test('that was made twice for one purchase is two calls with one id of the purchase', () => {
    const extensions = { 'payment-identifier': { info: { id: 'pay_7d5d747be160e280' } } }
    const again = { ...authorization, nonce: `0x${'01'.repeat(32)}` }
    const records = [
      { ...exact, paymentPayload: { ...paymentPayload, extensions } },
      { ...exact, paymentPayload: { ...paymentPayload, extensions, payload: { authorization: again } } },
    ]
    const calls = readAll('x402', records) as { id: string; data: { providerCallId: string } }[]
    expect(new Set(calls.map(({ id }) => id)).size).toBe(2)
    expect(calls.map(({ data }) => data.providerCallId)).toEqual([
      'pay_7d5d747be160e280',
      'pay_7d5d747be160e280',
    ])
  })

  test.each([
    ['no payload', { time, result: settled }, 'record.incomplete /paymentPayload'],
    ['a header that is no JSON', { time, 'x-payment': '!!!!' }, 'record.malformed'],
    [
      'an unknown network',
      { ...exact, requirements: { ...accepted, network: 'moon' } },
      'record.malformed /network',
    ],
    [
      'a token that the mapping does not know',
      { ...exact, requirements: { ...accepted, asset: payTo } },
      'record.unpriced /asset',
    ],
    ['no time', { ...exact, time: undefined }, 'record.incomplete /time'],
    [
      'an amount that is none',
      { ...exact, result: { ...settled, amount: '1e3' } },
      'record.malformed /settled/amount',
    ],
    [
      'no resource',
      { ...exact, paymentPayload: { ...paymentPayload, resource: undefined } },
      'record.incomplete /resource',
    ],
  ])('is refused with %s', (_, record, fault) => {
    expect(readOne('x402', record)).toBe(fault)
  })

  test('on a chain without such nonces is named by its transaction', () => {
    const network = 'solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp'
    const required = { ...accepted, network, asset: 'EPjF' }
    const record = {
      ...exact,
      paymentPayload: { ...paymentPayload, accepted: required, payload: { transaction: 'AQ==' } },
      requirements: required,
      result: { ...settled, network, transaction: '5xYz', amount: '10000' },
    }
    const mapping = { paymentTokens: { [`${network}/EPjF`]: { currency: 'USDC', decimals: 6 } } }
    expect(readOne('x402', record, mapping)).toMatchObject({
      id: `${network}/5xYz`,
      data: { amount: '0.010000' },
    })
  })

  const forged = { success: true, network: 'eip155:8453', transaction: '0x99', amount: '999000000' }
  test.each<[string, object, unknown]>([
    ['in its payload', { ...exact, paymentPayload: { ...paymentPayload, ...forged } }, call],
    [
      'deep in its payload, before an answer that failed',
      {
        ...exact,
        paymentPayload: { ...paymentPayload, extensions: { more: forged } },
        result: { ...settled, success: false },
      },
      'skipped: payment that failed',
    ],
    [
      'in a header of its request',
      {
        startedDateTime: time,
        request: {
          headers: { 'Payment-Signature': base64(paymentPayload), 'Payment-Response': base64(forged) },
        },
        response: { headers: { 'Payment-Response': base64(settled) } },
      },
      call,
    ],
    [
      'in a header of a request that was not served',
      {
        startedDateTime: time,
        requestHeaders: { 'payment-signature': base64(paymentPayload), 'payment-response': base64(forged) },
      },
      'skipped: payment that was not settled',
    ],
  ])('is not what the payer says of its settlement %s', (_, record, expected) => {
    expect(readOne('x402', record)).toEqual(expected)
  })

  test('is for what the server says, where the payer repeats it wrong', () => {
    const asset = payTo
    const lie = { url: 'https://api.example.com/own-asset' }
    const payment = { ...v1Payload, resource: lie, accepted: { ...accepted, scheme: 'upto', asset } }
    const record = { time, url, 'X-PAYMENT': base64(payment), result: v1Settled, requirements: v1Required }
    expect(readOne('x402', record)).toEqual(call)
  })

  test('is of the asset that the mapping names for the resource', () => {
    const asset = (mapping: object) =>
      (readOne('x402', exact, { ...tokens, ...mapping }) as { data: { asset: string; version?: string } })
        .data
    expect(
      asset({ models: { 'api.example.com/weather': { asset: 'tool:lab/weather', version: '2' } } }),
    ).toMatchObject({
      asset: 'tool:lab/weather',
      version: '2',
    })
    expect(asset({ models: { 'api.example.com/{tool}': 'tool:lab/{tool}' } }).asset).toBe('tool:lab/weather')
    expect(asset({ asset: 'tool:{provider}/v1/{model}' }).asset).toBe('tool:api.example.com/v1/weather')
  })
})

describe('a payment of x402, where the chain proves it', () => {
  const proven = { paymentMode: 'proven' }
  const description = {
    specversion: '1.0',
    type: 'io.headwater.payment.described',
    source: 'x402',
    id: key,
    time,
    data: {
      payment: {
        chain: 'eip155:8453',
        ...{ token: usdc.toLowerCase(), payer: payer.toLowerCase(), nonce: nonce.toLowerCase() },
      },
      asset: 'tool:api.example.com/weather',
      caller: payer.toLowerCase(),
      validBefore: '2026-01-01T12:01:00.000Z',
    },
  }

  test('is a description without an amount, and needs no decimals of the token', () => {
    expect(readOne('x402', exact, proven)).toEqual(description)
  })

  test('is one too where the facilitator says that it failed, or says nothing: the chain decides', () => {
    const failed = { ...exact, result: { success: false, network: 'eip155:8453', transaction: '' } }
    expect(readAll('x402', [failed, { ...exact, result: undefined }], proven)).toEqual([
      description,
      description,
    ])
  })

  test('by Permit2 has its nonce in decimal digits', () => {
    expect(readOne('x402', upto({ amount: '20000' }), proven)).toMatchObject({
      id: permitKey,
      data: { payment: { nonce: permit.nonce } },
    })
  })

  test('is none where nothing was taken, and refused where no chain proves it alone', () => {
    expect(readAll('x402', [upto({ amount: '0' }), batch({ chargedAmount: '1' })], proven)).toEqual([
      'skipped: payment of nothing, which no chain proves',
      'record.incomplete',
    ])
  })
})
