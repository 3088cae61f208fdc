import { describe, expect, it } from 'vitest'
import { paymentsOf } from '../../../src/chain/payments/paymentsOf.ts'
import type { ChainLog } from '../../../src/chain/source/decoder.ts'
import {
  chain,
  hashOf,
  nonceOf,
  otherPayer,
  payer,
  proxies,
  proxyCall,
  shop,
  stranger,
  transaction,
  transfer,
  unknownToken,
  usdc,
  used,
} from './support.ts'

const keyOf = (nonce: string, from = payer, token = usdc) => `${chain}/${token}/${from}/${nonce}`
const found = (logs: readonly ChainLog[]) =>
  paymentsOf(chain, shop, logs).map(({ key, value, authorized }) => ({ key, value, authorized }))

describe('a payment by EIP-3009', () => {
  it('is its transfer, named by the authorization of the same token, payer and transaction', () => {
    const logs = transaction(hashOf(1), [used(payer, nonceOf(5)), transfer(payer, shop, 10_000n)])
    expect(found(logs)).toEqual([{ key: keyOf(nonceOf(5)), value: 10_000n, authorized: true }])
  })

  it('has the same key in whatever transaction, whichever sender it has', () => {
    const logs = [used(payer, nonceOf(5)), transfer(payer, shop, 10_000n)]
    const wrapped = [transfer(stranger, otherPayer, 1n), ...logs]
    expect(found(transaction(hashOf(2), wrapped))).toEqual(found(transaction(hashOf(1), logs)))
  })

  it('differs from others in its transaction: of other payers, tokens and payees', () => {
    const logs = transaction(hashOf(1), [
      transfer(payer, shop, 2n),
      used(payer, nonceOf(1)),
      transfer(payer, stranger, 1n),
      used(otherPayer, nonceOf(2)),
      used(payer, nonceOf(3)),
      transfer(otherPayer, shop, 3n),
      transfer(payer, shop, 4n, unknownToken),
      transfer(payer, shop, 5n),
    ])
    expect(found(logs)).toEqual([
      { key: `${chain}/${hashOf(1)}/0`, value: 2n, authorized: false },
      { key: keyOf(nonceOf(2), otherPayer), value: 3n, authorized: true },
      { key: `${chain}/${hashOf(1)}/6`, value: 4n, authorized: false },
      { key: keyOf(nonceOf(3)), value: 5n, authorized: true },
    ])
  })

  it('is named by an authorization that its token writes after the transfer', () => {
    const logs = [transfer(payer, shop, 1n), used(payer, nonceOf(1)), transfer(payer, shop, 2n)]
    expect(found(transaction(hashOf(1), logs)).map(({ key }) => key)).toEqual([
      `${chain}/${hashOf(1)}/0`,
      keyOf(nonceOf(1)),
    ])
    expect(found(transaction(hashOf(1), logs.slice(0, 2))).map(({ key }) => key)).toEqual([keyOf(nonceOf(1))])
  })
})

describe('authorizations of one payer in one transaction', () => {
  const first = used(payer, nonceOf(1))
  const second = used(payer, nonceOf(2))
  const fee = transfer(payer, stranger, 1n)
  const [one, two] = [transfer(payer, shop, 10n), transfer(payer, shop, 20n)]
  const both = [
    { key: keyOf(nonceOf(1)), value: 10n, authorized: true },
    { key: keyOf(nonceOf(2)), value: 20n, authorized: true },
  ]
  it.each([
    ['each before its transfer', [first, one, second, two]],
    ['both before both transfers', [first, second, one, two]],
    ['with a fee before each transfer', [first, fee, one, second, fee, two]],
    ['with a fee after each transfer', [first, one, fee, second, two, fee]],
    ['both before both transfers and their fees', [first, second, fee, one, fee, two]],
    ['each after its transfer', [one, first, two, second]],
    ['each after its fee and its transfer', [fee, one, first, fee, two, second]],
    ['both after both transfers', [one, two, first, second]],
  ])('name their transfers in order: %s', (_, logs) => {
    expect(found(transaction(hashOf(1), logs))).toEqual(both)
  })

  it('name no payment of another authorization where one pays a stranger', () => {
    expect(found(transaction(hashOf(1), [first, fee, second, two]))).toEqual(both.slice(1))
    expect(found(transaction(hashOf(1), [first, second, fee, two]))).toEqual(both.slice(1))
  })
})

describe('a payment by Permit2', () => {
  it.each([
    ['exact', false],
    ['exact', true],
    ['upto', false],
    ['upto', true],
  ] as const)(
    'through the %s proxy is named by owner and nonce (with permit: %s)',
    async (scheme, withPermit) => {
      const call = await proxyCall(scheme, { withPermit, nonce: (1n << 256n) - 1n })
      const logs = transaction(hashOf(1), [transfer(payer, shop, 4n)], call)
      expect(found(logs)).toEqual([
        { key: keyOf(((1n << 256n) - 1n).toString()), value: 4n, authorized: true },
      ])
    },
  )

  it('names one transfer of its owner, token and payee, and no other', async () => {
    const call = await proxyCall('upto')
    const logs = [transfer(otherPayer, shop, 1n), transfer(payer, shop, 2n), transfer(payer, shop, 3n)]
    expect(found(transaction(hashOf(1), logs, call)).map(({ key }) => key)).toEqual([
      `${chain}/${hashOf(1)}/0`,
      keyOf('7'),
      `${chain}/${hashOf(1)}/2`,
    ])
  })

  it('is a bare transfer where a stranger calls the proxy through a contract, whatever its calldata says', async () => {
    const { input } = await proxyCall('exact')
    const logs = transaction(hashOf(1), [transfer(payer, shop, 4n)], { to: stranger, input })
    expect(found(logs)).toMatchObject([{ key: `${chain}/${hashOf(1)}/0`, authorized: false }])
  })

  it('is read from no calldata that is too short or of another function', async () => {
    const { to, input } = await proxyCall('exact')
    for (const other of ['0x', input.slice(0, 10 + 5 * 64), `0xdeadbeef${input.slice(10)}`] as const) {
      const logs = transaction(hashOf(1), [transfer(payer, shop, 4n)], { to, input: other as `0x${string}` })
      expect(found(logs)).toMatchObject([{ authorized: false }])
    }
    expect(Object.values(proxies)).toContain(to)
  })
})

describe('what is no payment', () => {
  it.each([
    ['a transfer of nothing by anybody', [transfer(payer, shop, 0n)]],
    ['a transfer to another', [transfer(payer, stranger, 5n)]],
    ['a transfer to oneself', [transfer(shop, shop, 5n)]],
    [
      'a token that is no coin',
      [
        {
          ...transfer(payer, shop, 5n),
          topics: [...transfer(payer, shop, 5n).topics, nonceOf(1)],
          data: '0x' as const,
        },
      ],
    ],
  ])('is %s', (_, logs) => {
    expect(found(transaction(hashOf(1), logs))).toEqual([])
  })

  it('is not an authorized payment of nothing: that is a call', () => {
    const logs = transaction(hashOf(1), [used(payer, nonceOf(1)), transfer(payer, shop, 0n)])
    expect(found(logs)).toMatchObject([{ value: 0n, authorized: true }])
  })
})
