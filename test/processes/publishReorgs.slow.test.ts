/** `headwater publish` and `claims` where a node takes back what is settled, and with a token that keeps a fee. */
import type { Hex } from 'viem'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { compileContracts } from '../../scripts/contracts.ts'
import { demoToken } from '../../src/chain/contracts/demoToken.ts'
import { royaltyDistributor } from '../../src/chain/contracts/royaltyDistributor.ts'
import { objects, runHere } from '../cli/support.ts'
import { type Anvil, anvilAccounts, anvilKeys, startAnvil } from '../support/anvil.ts'
import {
  type ChainEconomy,
  chainClients,
  chainEconomy,
  publisherKey,
  windowSeconds,
} from '../support/chainEconomy.ts'

const { abi } = royaltyDistributor
const ann = anvilAccounts[1]

let anvil: Anvil
let economy: ChainEconomy
beforeEach(async () => {
  vi.stubEnv('HEADWATER_PUBLISHER_KEY', publisherKey)
  anvil = await startAnvil()
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await economy[Symbol.asyncDispose]()
  await anvil.stop()
})

async function run(...argv: string[]) {
  const { code, stdout } = await runHere([...argv, '--json', '--data', economy.folder])
  return { code, lines: objects(stdout) as Record<string, unknown>[] }
}

const head = async () => Number(await anvil.rpc<Hex>('eth_blockNumber'))
/** Nothing of the blocks above this one comes again. */
const takeBack = async (block: number) => anvil.rpc('anvil_reorg', [(await head()) - block, []])

async function passWindow(): Promise<void> {
  await anvil.rpc('evm_increaseTime', [windowSeconds])
  await anvil.mine(1)
}

async function claim(): Promise<void> {
  const { reader, wallet } = chainClients(anvil)
  const proof = (await run('proof', ann)).lines[0] as { proofs: { cumulative: string; proof: Hex[] }[] }
  const { cumulative, proof: hashes } = proof.proofs[0]!
  const args = [BigInt(await rootCount()), ann, [economy.token], [BigInt(cumulative)], [hashes]] as const
  const hash = await wallet(anvilKeys[2]).writeContract({
    address: economy.distributor,
    abi,
    functionName: 'claim',
    args,
  })
  expect(await reader.waitForTransactionReceipt({ hash })).toMatchObject({ status: 'success' })
}

const rootCount = () =>
  chainClients(anvil).reader.readContract({ address: economy.distributor, abi, functionName: 'rootCount' })
const claimed = async () => {
  const { lines } = await run('claims', '--update', '--payee', 'ann')
  return lines.at(-1)!.claimed
}

const pending = { code: 0, lines: [{ index: 1, stage: 'pending', waitsFor: 'window' }] }
const active = { code: 0, lines: [{ index: 1, stage: 'active', waitsFor: null }] }
const vanished = { code: 1, lines: [{ fault: { code: 'publish.rootVanished' } }] }

describe('a reorg that takes back', () => {
  it('a claim, an activation, and a root that waits or is active: each is made again', async () => {
    economy = await chainEconomy(anvil)
    const deployed = await head()
    expect(await run('publish')).toMatchObject(pending)
    await takeBack(deployed)
    expect(await run('publish')).toMatchObject(vanished)
    expect(await run('publish', '--again')).toMatchObject(pending)
    await passWindow()
    const waiting = await head()
    expect(await run('publish')).toMatchObject(active)
    await takeBack(waiting)
    expect(await run('publish')).toMatchObject(active)
    const activated = await head()
    await claim()
    expect(await claimed()).toBe('50')
    await takeBack(activated)
    expect(await claimed()).toBe('0')
    await claim()
    expect(await claimed()).toBe('50')
    await takeBack(deployed)
    expect(await run('publish')).toMatchObject(vanished)
    expect(await run('publish', '--again')).toMatchObject(pending)
    await passWindow()
    expect(await run('publish')).toMatchObject(active)
    expect(await claimed()).toBe('0')
    await claim()
    expect(await claimed()).toBe('50')
    expect(await rootCount()).toBe(1n)
  })
})

/** The demo's token, which keeps a hundredth of each transfer. */
function feeToken(): { abi: unknown; bytecode: Hex } {
  const fee = `function _update(address from, address to, uint256 value) internal override {
        uint256 fee = from == address(0) ? 0 : value / 100;
        if (fee > 0) super._update(from, address(0xfee), fee);
        super._update(from, to, value - fee);
    }

    function decimals`
  const file = 'DemoToken.sol'
  const edit = (path: string, text: string) =>
    path.endsWith(file) ? text.replace('function decimals', fee) : text
  return compileContracts([file], edit).get(file)!
}

describe('a token that keeps a fee', () => {
  it('is not funded by the command, which says what to do; then it is published and claimed', async () => {
    economy = await chainEconomy(anvil, undefined, feeToken())
    const refused = await run('publish')
    expect(refused).toMatchObject({ code: 1, lines: [{ fault: { code: 'publish.refused' } }] })
    const { message, fix } = refused.lines[0]!.fault as { message: string; fix: string }
    expect([message, fix]).toEqual([
      expect.stringContaining('ReceivedDiffers'),
      expect.stringContaining('--no-fund'),
    ])
    const short = await run('publish', '--no-fund')
    expect(short).toMatchObject({ code: 0, lines: [{ stage: 'pending', waitsFor: 'window' }] })
    const hash = await chainClients(anvil)
      .wallet(publisherKey)
      .writeContract({
        address: economy.token,
        abi: demoToken.abi,
        functionName: 'transfer',
        args: [economy.distributor, 102_000_000n],
      })
    await chainClients(anvil).reader.waitForTransactionReceipt({ hash })
    await passWindow()
    expect(await run('publish', '--no-fund')).toMatchObject(active)
    await claim()
    expect(await claimed()).toBe('50')
  })
})
