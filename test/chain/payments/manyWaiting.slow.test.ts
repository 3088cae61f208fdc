/** The most payments that wait for their descriptions at a time. */
import { expect, it } from 'vitest'
import { paymentDecoders } from '../../../src/chain/payments/decoders.ts'
import { waitingMax } from '../../../src/chain/payments/waiting.ts'
import {
  chain,
  hashOf,
  Ledger,
  nonceOf,
  payer,
  registryWithUsdc,
  shop,
  transaction,
  transfer,
  usdc,
  used,
} from './support.ts'

const keyOf = (nonce: string) => `${chain}/${usdc}/${payer}/${nonce}`
const paid = (nonce: number) =>
  transaction(hashOf(nonce), [used(payer, nonceOf(nonce)), transfer(payer, shop, 1_500_000n)])

it('a payment waits no longer where 100,000 later ones wait, and is listed', async () => {
  expect(waitingMax).toBe(100_000)
  const config = { address: shop, mode: 'proven', from: 1, within: 10 }
  const [decoder] = paymentDecoders([config as never], chain, new Ledger())
  const registry = registryWithUsdc()
  const read = (number: number, logs: ReturnType<typeof paid>) => {
    const block = { chain, number, hash: hashOf(number), time: 1_767_225_600 + number }
    return decoder!.decode(block, logs, { registry, recorded: -1, allLogs: undefined })
  }
  const many = Array.from({ length: waitingMax }, (_, index) => paid(index + 1)).flat()
  for (const [number, logs] of [paid(200_000), many].entries())
    expect((await read(number + 1, logs)).events).toEqual([])
  const { events, listed } = await read(3, [])
  expect(events).toMatchObject([{ id: keyOf(nonceOf(200_000)), data: { asset: `tool:undescribed/${shop}` } }])
  expect(listed).toMatchObject([{ kind: 'paymentUndescribed', place: keyOf(nonceOf(200_000)) }])
  expect(listed[0]?.what).toContain('100000 later ones wait')
  expect(decoder!.waitsFrom?.()).toBe(2)
})
