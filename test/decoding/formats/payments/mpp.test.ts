import { describe, expect, test } from 'vitest'
import { formatByTells } from '../../../../src/decoding/input/tells.ts'
import { base64Url, key, nonce, payer, payTo, readAll, readOne, time, tokens, usdc } from './support.ts'

const request = { amount: '2500', currency: usdc, recipient: payTo, methodDetails: { chainId: 8453 } }
const challenge = {
  id: 'qB3wErTy',
  realm: 'api.example.com',
  method: 'evm',
  intent: 'charge',
  request: base64Url(request),
}
const credential = {
  challenge,
  payload: { type: 'authorization', from: payer, to: payTo, value: '2500', validBefore: '1767268860', nonce },
  source: `did:pkh:eip155:8453:${payer}`,
}
const receipt = {
  status: 'success',
  method: 'evm',
  timestamp: time,
  reference: '0x12',
  challengeId: 'qB3wErTy',
}
const url = 'https://api.example.com/search'
const charged = {
  url,
  request: { headers: { Authorization: `Payment ${base64Url(credential)}` } },
  response: { headers: { 'Payment-Receipt': base64Url(receipt) } },
}

const channelId = `0x${'0A'.repeat(32)}`
const session = (spent: string, more: object = {}, record: object = {}) => ({
  url,
  'payment-receipt': base64Url({
    ...{ status: 'success', method: 'tempo', intent: 'session', timestamp: time, reference: channelId },
    ...{ challengeId: 'c', channelId, acceptedCumulative: '100000', spent, units: 5, ...more },
  }),
  'www-authenticate': `Payment id="c", realm="api.example.com", method="tempo", intent="session", request="${base64Url({ ...request, amount: '100' })}"`,
  ...record,
})
const sessionId = (spent: string) => `eip155:8453/${channelId.toLowerCase()}/${spent}`

describe('a receipt of MPP', () => {
  test('is none by a receipt that the payer wrote', () => {
    const authorization = `Payment ${base64Url({ ...credential, ...receipt })}`
    const headers = { Authorization: authorization, 'Payment-Receipt': base64Url(receipt) }
    expect(readOne('mpp', { url, request: { headers } })).toBe('record.incomplete /receipt')
    expect(readOne('mpp', { url, authorization })).toBe('record.incomplete /receipt')
  })

  test('of a charge is a call by the authorization, with the amount of the challenge', () => {
    expect(readOne('mpp', charged)).toEqual({
      specversion: '1.0',
      type: 'io.headwater.call.metered',
      source: 'mpp',
      id: key,
      time,
      data: {
        asset: 'tool:api.example.com/search',
        ...{ amount: '0.002500', currency: 'USDC', caller: payer.toLowerCase() },
      },
    })
    expect(formatByTells(charged)).toBe('mpp')
  })

  test('of a charge is a description where the chain proves it', () => {
    expect(readOne('mpp', charged, { paymentMode: 'proven' })).toMatchObject({
      type: 'io.headwater.payment.described',
      id: key,
      data: { payment: { nonce: nonce.toLowerCase() }, validBefore: '2026-01-01T12:01:00.000Z' },
    })
  })

  test('without its credential is named by its challenge', () => {
    const record = { url, receipt: { ...receipt, externalId: 'order-7' }, challenge }
    expect(readOne('mpp', record)).toMatchObject({
      id: 'eip155:8453/qB3wErTy',
      data: { amount: '0.002500', providerCallId: 'order-7' },
    })
    expect(readOne('mpp', record, { paymentMode: 'proven' })).toBe('record.incomplete')
  })

  test('of a session is a call for what was spent since the receipt before, by channel and total', () => {
    expect(readAll('mpp', [session('100'), session('350'), session('350'), session('300')])).toMatchObject([
      // Of the first in an input only the challenge says what a call costs.
      { id: sessionId('100'), data: { amount: '0.000100' } },
      { id: sessionId('350'), data: { amount: '0.000250' } },
      'skipped: receipt of a session that was charged nothing',
      'record.malformed /receipt/spent',
    ])
  })

  test('of a session may say itself what the call cost', () => {
    expect(readOne('mpp', session('900', {}, { charged: '40' }))).toMatchObject({
      id: sessionId('900'),
      data: { amount: '0.000040' },
    })
    const alone = { ...session('900', { units: 1 }), 'www-authenticate': undefined }
    expect(readOne('mpp', alone, { paymentTokens: {} })).toMatch(/^record.unpriced/)
    expect(readOne('mpp', { ...alone, ...session('900'), 'www-authenticate': undefined })).toBe(
      'record.incomplete /charged',
    )
  })

  test('of a session is proven by no chain alone', () => {
    expect(readOne('mpp', session('1'), { ...tokens, paymentMode: 'proven' })).toBe('record.incomplete')
  })

  test('that is none, or of a payment that failed, is no call', () => {
    expect(readOne('mpp', { url, challenge })).toBe('record.incomplete /receipt')
    expect(readOne('mpp', { url, receipt: { ...receipt, status: 'failed' }, challenge })).toBe(
      'skipped: payment that failed',
    )
  })
})
