import { expect, it, test } from 'vitest'
import { plainEvent } from '../../src/events/plainEvent.ts'
import { event } from '../registry/support.ts'
import { registryEventText } from '../support/registryEvents.ts'
import { assertAsBySchema, expectAsBySchema } from '../support/shortWay.ts'

const expectSame = (value: unknown) => expectAsBySchema(plainEvent, value)

test('P: what the short way takes, the schema takes too, and reads as the same event', () => {
  assertAsBySchema(plainEvent, registryEventText)
})

const wallet = 'eip155:1:0x52908400098527886e0f7030069857d2e4169ee7'

it.each<[string, string, object]>([
  ['a payee with everything', 'payee.registered', { payee: 'ada', name: 'Ada é', account: wallet }],
  ['a payee alone', 'payee.registered', { payee: '火', name: null, account: null }],
  ['a payee that is its account', 'payee.registered', { payee: wallet, account: wallet }],
  [
    'an account in another spelling',
    'payee.bound',
    { payee: 'ada', account: wallet.toUpperCase().replace('EIP155:1:0X', 'eip155:1:0x') },
  ],
  ['an account of another kind of chain', 'payee.bound', { payee: 'a', account: 'cosmos:hub-4:cosmos1' }],
  [
    'contributions with counts as numbers and as texts',
    'contribution.recorded',
    {
      asset: 'dataset:a/d',
      contributions: [
        { payee: 'ada', units: 1e15 },
        { payee: 'b', units: '7', note: 1 },
      ],
    },
  ],
])('takes %s as the schema does', (_, type, data) => {
  expectSame(event(type, data))
})

it.each<[string, unknown]>([
  ['another type', event('asset.registered', { asset: 'model:a/m', owner: 'o' })],
  ['a type that every object has', { ...event('payee.bound', {}), type: 'toString' }],
  ['data as bytes', { ...event('payee.bound', {}), data_base64: 'e30=' }],
  ['a list as data', event('payee.registered', [])],
  ['no account to bind', event('payee.bound', { payee: 'ada' })],
  [
    'another account of a payee that is one',
    event('payee.bound', { payee: wallet, account: wallet.replace('0x5', '0x6') }),
  ],
  ['the zero address', event('payee.bound', { payee: 'ada', account: `eip155:1:0x${'0'.repeat(40)}` })],
  ['a payee that is no valid account', event('payee.registered', { payee: 'eip155:1:0x52' })],
  ['a control character', event('payee.registered', { payee: 'a\u0007' })],
  ['256 bytes', event('payee.registered', { payee: 'é'.repeat(128) })],
  ['no contributions', event('contribution.recorded', { asset: 'dataset:a/d', contributions: [] })],
  [
    'no units',
    event('contribution.recorded', { asset: 'dataset:a/d', contributions: [{ payee: 'a', units: 0 }] }),
  ],
  ['a list as a contribution', event('contribution.recorded', { asset: 'dataset:a/d', contributions: [[]] })],
  ['no event', null],
])('leaves %s to the schema', (_, value) => {
  expect(plainEvent(value)).toBeUndefined()
})
