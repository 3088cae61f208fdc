/** Contracts are asked through the pool of endpoints: what one can't answer, the next one does. */
import { expect, it } from 'vitest'
import { createClaimReader } from '../../../src/chain/distributor/claims.ts'
import { collect } from '../../support/collect.ts'
import { endpointsOf } from '../support/process.ts'
import { type Lie, refusal, scriptedEndpoint } from '../support/rpc.ts'
import { ScriptedChain } from '../support/scriptedChain.ts'
import * as economy from '../support/scriptedEconomy.ts'

const [account] = economy.accounts as [`0x${string}`]

function chainOfClaims(): ScriptedChain {
  const chain = new ScriptedChain()
  chain.contract = economy.distributorContract
  chain.mine([economy.claim('one', account, 5n, 5n)])
  chain.mine()
  return chain
}

const lies: Readonly<Record<string, [string, Lie]>> = {
  'answers nonsense': [
    'chain.answerWrong',
    ({ method }) => (method === 'eth_getLogs' ? [{ logs: 'none' }] : undefined),
  ],
  'asks for a pause': ['chain.limited', () => refusal('rate limit exceeded', 429)],
  'does not know the method': [
    'chain.refused',
    ({ method }) => (method === 'eth_getLogs' ? refusal('the method does not exist', -32_601) : undefined),
  ],
}

it.each(Object.entries(lies))(
  'An endpoint that %s is passed over, and has a code where it is alone',
  async (_, of) => {
    const [code, lie] = of
    const chain = chainOfClaims()
    const endpoints = ['http://liar', 'http://honest'].map((url) => scriptedEndpoint(url, chain))
    endpoints[0]!.lie = lie
    const claimsOf = async (some: typeof endpoints) => {
      const reader = createClaimReader(endpointsOf(some), economy.distributor, 0)
      return collect(reader.claims(0, 2))
    }
    expect(await claimsOf(endpoints)).toMatchObject([{ account, cumulative: 5n, block: 1 }])
    await expect(claimsOf(endpoints.slice(0, 1))).rejects.toMatchObject({ code })
  },
)

it('The hash of a block is asked of the next endpoint where one lacks the block, and is never left out', async () => {
  const chain = chainOfClaims()
  const endpoints = ['http://behind', 'http://well'].map((url) => scriptedEndpoint(url, chain))
  endpoints[0]!.lag = 1
  const hashOf = (some: typeof endpoints) =>
    createClaimReader(endpointsOf(some), economy.distributor, 0).hashOf(2)
  expect(await hashOf(endpoints)).toBe(chain.blocks[2]!.header.hash)
  await expect(hashOf(endpoints.slice(0, 1))).rejects.toMatchObject({ code: 'chain.blockMissing' })
})
