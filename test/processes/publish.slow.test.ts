/** `headwater publish` and `claims` on a real node. */
import { join } from 'node:path'
import type { Hex } from 'viem'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { createApi } from '../../src/api/server.ts'
import { royaltyDistributor } from '../../src/chain/contracts/royaltyDistributor.ts'
import { limits } from '../api/support.ts'
import { objects, runHere } from '../cli/support.ts'
import { type Anvil, anvilAccounts, anvilKeys, startAnvil } from '../support/anvil.ts'
import {
  type ChainEconomy,
  chainClients,
  chainEconomy,
  publisherKey,
  windowSeconds,
} from '../support/chainEconomy.ts'
import { openFolder } from '../support/temporaryHeadwater.ts'

const { abi } = royaltyDistributor
const [publisher, ann] = anvilAccounts

let anvil: Anvil
let economy: ChainEconomy
beforeAll(async () => {
  anvil = await startAnvil()
  economy = await chainEconomy(anvil)
})
afterAll(async () => {
  await economy[Symbol.asyncDispose]()
  await anvil.stop()
})
beforeEach(() => {
  vi.stubEnv('HEADWATER_PUBLISHER_KEY', publisherKey)
  return () => vi.unstubAllEnvs()
})

async function run(...argv: string[]) {
  const { code, stdout, stderr } = await runHere([...argv, '--json', '--data', economy.folder])
  return { code, lines: objects(stdout) as Record<string, unknown>[], stderr }
}

async function passWindow(): Promise<void> {
  await anvil.rpc('evm_increaseTime', [windowSeconds])
  await anvil.mine(1)
}

const nonceOf = (address: Hex) => chainClients(anvil).reader.getTransactionCount({ address })
const claimable = { account: ann, published: '50', claimable: '50', claimed: '0' }

describe('publishing on a node', () => {
  it('funds, submits, waits for the window, and activates', async () => {
    const first = await run('publish')
    expect(first).toMatchObject({
      code: 0,
      lines: [{ epoch: 1, index: 1, stage: 'pending', waitsFor: 'window' }],
    })
    await passWindow()
    expect(await run('publish')).toMatchObject({ code: 0, lines: [{ stage: 'active', waitsFor: null }] })
  })

  it('sends nothing when there is nothing left to do', async () => {
    const before = await nonceOf(publisher)
    expect(await run('publish')).toMatchObject({ code: 0, lines: [{ stage: 'active' }] })
    expect(await nonceOf(publisher)).toBe(before)
  })

  it('reads back a claim that another account sent', async () => {
    const { reader, wallet } = chainClients(anvil)
    expect((await run('claims', '--update')).lines).toContainEqual(expect.objectContaining(claimable))
    const proof = (await run('proof', ann)).lines[0] as { proofs: { cumulative: string; proof: Hex[] }[] }
    const [leaf] = proof.proofs
    const hash = await wallet(anvilKeys[2]).writeContract({
      address: economy.distributor,
      abi,
      functionName: 'claim',
      args: [1n, ann, [economy.token], [BigInt(leaf!.cumulative)], [leaf!.proof]],
    })
    expect(await reader.waitForTransactionReceipt({ hash })).toMatchObject({ status: 'success' })
    const claimed = { ...claimable, claimable: '0', claimed: '50' }
    expect((await run('claims', '--update', '--payee', 'ann')).lines).toEqual([
      expect.objectContaining(claimed),
    ])
    expect((await run('statement', 'ann')).lines[0]).toMatchObject({ onChain: [claimed] })
  })

  it('brings the next epoch through a server, which never has the key', async () => {
    await economy.closeMonth(2, '20')
    await using opened = await openFolder(economy.folder)
    const app = await createApi(opened.service, { ...limits, keys: [] })
    const url = await app.listen({ host: '127.0.0.1', port: 0 })
    const chains = join(economy.folder, 'chains.yaml')
    const through = async (...argv: string[]) => {
      const { code, stdout } = await runHere([...argv, '--json', '--url', url, '--chains', chains])
      return { code, lines: objects(stdout) }
    }
    expect(await through('publish')).toMatchObject({
      code: 0,
      lines: [{ epoch: 2, index: 2, stage: 'pending' }],
    })
    await passWindow()
    expect(await through('publish')).toMatchObject({ code: 0, lines: [{ stage: 'active' }] })
    expect((await through('claims', '--update')).lines).toContainEqual(
      expect.objectContaining({ account: ann, published: '60', claimable: '10', claimed: '50' }),
    )
    await app.close()
  })
})
