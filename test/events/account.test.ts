import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseAccount, parseEvmAccount, toChecksumAddress } from '../../src/events/account.ts'
import { parseEvent } from '../../src/events/parse.ts'
import { event, expectRefused, type Json } from '../registry/support.ts'
import { runs } from '../support/properties.ts'

/** From EIP-55 itself. */
const checksummed = [
  '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed',
  '0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359',
  '0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB',
  '0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb',
  '0x52908400098527886E0F7030069857D2E4169EE7',
  '0xde709f2102306220921060314715629080e2fb77',
]
const address = checksummed[0]!
const lower = address.toLowerCase()
const broken = address.replace('5aA', '5AA')
const zero = `0x${'0'.repeat(40)}`

const parsedData = (type: string, data: Json) => parseEvent(event(type, data)).data

describe('an EVM address', () => {
  it.each(checksummed)('with a valid EIP-55 checksum is accepted: %s', (text) => {
    expect(parseEvmAccount(text)).toBe(text.toLowerCase())
    expect(toChecksumAddress(text.toLowerCase())).toBe(text)
  })

  it('in one case only needs no checksum', () => {
    expect(parseEvmAccount(lower)).toBe(lower)
    expect(parseEvmAccount(`0x${address.slice(2).toUpperCase()}`)).toBe(lower)
  })

  it('in mixed case without a valid checksum is refused, whichever letter is wrong', () => {
    fc.assert(
      fc.property(fc.nat(39), (at) => {
        const char = address[at + 2]!
        const other = char === char.toLowerCase() ? char.toUpperCase() : char.toLowerCase()
        const spoilt = `${address.slice(0, at + 2)}${other}${address.slice(at + 3)}`
        if (spoilt !== address) expectRefused(() => parseEvmAccount(spoilt), 'address.checksum')
      }),
      runs('cheap'),
    )
  })

  it('is refused if it is zero or malformed', () => {
    expectRefused(() => parseEvmAccount(zero), 'address.zero')
    for (const text of [
      '',
      '0x',
      lower.slice(2),
      `${lower}0`,
      lower.slice(0, -1),
      lower.replace('0x', '0X'),
      `${lower}\n`,
      `0x${'g'.repeat(40)}`,
    ]) {
      expectRefused(() => parseEvmAccount(text), 'address.malformed')
    }
  })
})

describe('a chain of a currency', () => {
  const bound = (chain: unknown) => parsedData('currency.bound', { currency: 'X', chain, token: address })

  it('is an eip155 chain, its token in lower case inside', () => {
    expect(bound('eip155:8453')).toEqual({ currency: 'X', chain: 'eip155:8453', token: lower })
  })

  it('is refused if it is not on eip155', () => {
    for (const chain of ['solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp', 'cosmos:cosmoshub-3', 'eip1559:1']) {
      expectRefused(() => bound(chain), 'chain.unsupported', '/data/chain')
    }
  })

  it('is refused if it is malformed, also with a leading zero in its number', () => {
    for (const chain of [
      'eip155',
      'eip155:',
      'eip155:01',
      'eip155:0',
      'eip155:0x1',
      'eip155:-1',
      `eip155:${'1'.repeat(33)}`,
      'EIP155:1',
      'eip155:1:2',
      '1',
    ]) {
      expectRefused(() => bound(chain), 'chain.malformed', '/data/chain')
    }
  })
})

describe('an account', () => {
  it('is CAIP-10, with an EVM address in lower case', () => {
    expect(parseAccount(`eip155:1:${address}`)).toEqual({ chain: 'eip155:1', address: lower })
  })

  it('of another chain is kept as written', () => {
    const solana = 'solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp:7S3P4HxJpyyigGzodYwHtCxZyUQe9JiBMHyRWXArAaKv'
    expect(parseAccount(solana).address).toBe('7S3P4HxJpyyigGzodYwHtCxZyUQe9JiBMHyRWXArAaKv')
    expect(parseAccount('hedera:mainnet:0.0.1234567890-zbhlt').chain).toBe('hedera:mainnet')
  })

  it('is refused if it is malformed', () => {
    for (const text of [
      '',
      lower,
      'eip155:1',
      `eip155:1:${lower}:x`,
      `ab:1:x`,
      `ninechars:1:x`,
      'abc:1:',
      'abc:1:a b',
      `abc:1:${'x'.repeat(129)}`,
      `abc:${'x'.repeat(33)}:x`,
    ]) {
      expectRefused(() => parseAccount(text), 'account.malformed')
    }
    expectRefused(() => parseAccount(`eip155:01:${lower}`), 'chain.malformed')
    expectRefused(() => parseAccount(`eip155:1:${broken}`), 'address.checksum')
    expectRefused(() => parseAccount(`eip155:1:${zero}`), 'address.zero')
    expectRefused(() => parseAccount('eip155:1:bob'), 'address.malformed')
  })
})

describe('a payee id that is an account', () => {
  const named: readonly [string, (payee: string) => Json, string][] = [
    ['fee.set', (payee) => ({ share: '0', payee, effectiveFrom: '2025-01-01T00:00:00Z' }), '/data/payee'],
    ['payee.registered', (payee) => ({ payee }), '/data/payee'],
    ['payee.bound', (payee) => ({ payee, account: `eip155:1:${lower}` }), '/data/payee'],
    ['asset.registered', (payee) => ({ asset: 'model:a', owner: payee }), '/data/owner'],
    [
      'contribution.recorded',
      (payee) => ({ asset: 'model:a', contributions: [{ payee, units: 1 }] }),
      '/data/contributions/0/payee',
    ],
    [
      'version.released',
      (payee) => ({ asset: 'model:a', version: '1', holders: [{ payee, share: '1' }] }),
      '/data/holders/0/payee',
    ],
    [
      'version.released',
      (payee) => ({
        asset: 'model:a',
        version: '1',
        contributorShare: '1',
        contributors: [{ payee, units: 1 }],
      }),
      '/data/contributors/0/payee',
    ],
  ]

  it.each(named)('is refused in %s if no one can hold it', (type, data, path) => {
    expectRefused(() => parsedData(type, data(`eip155:1:${broken}`)), 'address.checksum', path)
    expectRefused(() => parsedData(type, data(`eip155:1:${zero}`)), 'address.zero', path)
    expectRefused(() => parsedData(type, data('eip155:1:bob')), 'address.malformed', path)
    expect(JSON.stringify(parsedData(type, data(`eip155:2:${address}`)))).toContain(address)
  })

  it('has that account on its chain, and no other can be bound there', () => {
    const payee = `eip155:1:${address}`
    const other = checksummed[1]!
    for (const type of ['payee.bound', 'payee.registered']) {
      expectRefused(
        () => parsedData(type, { payee, account: `eip155:1:${other}` }),
        'payee.accountFixed',
        '/data/account',
      )
      expect(parsedData(type, { payee, account: `eip155:1:${lower}` })).toMatchObject({ payee })
      expect(parsedData(type, { payee, account: `eip155:10:${other}` })).toMatchObject({ payee })
    }
  })

  it('holds for accounts of other chains too', () => {
    expectRefused(
      () => parsedData('payee.bound', { payee: 'cosmos:hub-3:abc', account: 'cosmos:hub-3:def' }),
      'payee.accountFixed',
    )
  })

  it('is a plain name if it only resembles an account', () => {
    for (const payee of ['eip155:1', `eip155:1:${zero}:x`, 'EIP155:1:bob', 'org:lab', 'a:b:c']) {
      expect(parsedData('payee.registered', { payee })).toEqual({ payee })
    }
  })
})
