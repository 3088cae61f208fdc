/** What the tests rely on in the node that they run: its reorgs, and that its blocks prove themselves. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Anvil, anvilAccounts, anvilKeys, startAnvil } from '../support/anvil.ts'

let anvil: Anvil
beforeAll(async () => {
  anvil = await startAnvil({ args: ['--slots-in-an-epoch', '1'] })
})
afterAll(() => anvil.stop())

it('has accounts, one for each key', async () => {
  expect((await anvil.rpc<string[]>('eth_accounts')).slice(0, anvilKeys.length)).toEqual(anvilAccounts)
})

it('has other blocks after a reorg', async () => {
  await anvil.mine(5)
  const read = () => anvil.rpc<{ hash: string }>('eth_getBlockByNumber', ['0x4', false])
  const before = await read()
  await anvil.rpc('anvil_reorg', [3, []])
  expect((await read()).hash).not.toBe(before.hash)
})
