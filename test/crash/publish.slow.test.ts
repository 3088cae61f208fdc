/**
 * `headwater publish` in real processes, killed while it talks to a real node: before a request reaches the node, or after,
 * before its answer comes back. `npm run publish:kills -- N` kills at N requests, spread over all of them.
 */
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { royaltyDistributor } from '../../src/chain/contracts/royaltyDistributor.ts'
import { type Anvil, startAnvil } from '../support/anvil.ts'
import {
  type ChainEconomy,
  chainClients,
  chainEconomy,
  publisherKey,
  windowSeconds,
} from '../support/chainEconomy.ts'
import { finish, startCli } from '../support/process.ts'
import { startRpcProxy, type Verdict } from '../support/rpcProxy.ts'

const { abi } = royaltyDistributor
const wanted = Number(process.env.HEADWATER_PUBLISH_KILLS ?? 0)
const total = 100_000_000n

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

/** Where a process is killed. */
type Place =
  | { readonly request: number; readonly verdict: Verdict }
  /** At the transaction with this number among those that are sent, from 1. */
  | { readonly transaction: number; readonly verdict: Verdict }

/** Publishes to the end, with one kill. @returns how many requests there were, and how many processes */
async function publishKilled(place: Place | undefined): Promise<{ requests: number; processes: number }> {
  const snapshot = await anvil.rpc('evm_snapshot')
  const folder = await mkdtemp(join(tmpdir(), 'headwater-kill-'))
  await cp(economy.folder, folder, { recursive: true })
  let [requests, transactions, processes] = [0, 0, 0]
  let kill = () => {}
  await using proxy = await startRpcProxy(anvil.url, (methods) => {
    requests++
    const sends = methods.includes('eth_sendRawTransaction')
    if (sends) transactions++
    const isHere =
      place !== undefined &&
      ('request' in place ? place.request === requests : sends && place.transaction === transactions)
    if (!isHere) return 'pass'
    kill()
    return place.verdict
  })
  const file = join(folder, 'chains.yaml')
  await writeFile(file, (await readFile(file, 'utf8')).replace(anvil.url, proxy.url))
  try {
    for (let stage = ''; stage !== 'active'; ) {
      processes++
      const child = startCli(['publish', '--json', '--data', folder], {
        env: { HEADWATER_PUBLISHER_KEY: publisherKey },
      })
      kill = () => void child.kill('SIGKILL')
      const { code, stdout, stderr } = await finish(child)
      if (code === null) continue
      expect({ code, stderr }).toMatchObject({ code: 0 })
      const result = JSON.parse(stdout)
      stage = result.stage
      if (result.waitsFor === 'window') {
        await anvil.rpc('evm_increaseTime', [windowSeconds])
        await anvil.mine(1)
      }
    }
    await expectOneRoot()
    return { requests, processes }
  } finally {
    await anvil.rpc('evm_revert', [snapshot])
    await rm(folder, { recursive: true, force: true })
  }
}

async function expectOneRoot(): Promise<void> {
  const { reader } = chainClients(anvil)
  const contract = { address: economy.distributor, abi } as const
  expect(await reader.readContract({ ...contract, functionName: 'rootCount' })).toBe(1n)
  expect(await reader.readContract({ ...contract, functionName: 'highestActive' })).toBe(1n)
  const args = [economy.token] as const
  expect(await reader.readContract({ ...contract, functionName: 'funded', args })).toBe(total)
}

describe('publish, killed', () => {
  it.each<[string, Place]>([
    ['before its root reaches the node', { transaction: 3, verdict: 'stop' }],
    ['when the node has its root and the answer is lost', { transaction: 3, verdict: 'swallow' }],
    ['when the node has the money and the answer is lost', { transaction: 2, verdict: 'swallow' }],
  ])('%s, brings one root', async (_, place) => {
    const { processes } = await publishKilled(place)
    expect(processes).toBe(3)
  })

  it.skipIf(wanted === 0)(`at ${wanted} requests, brings one root each`, async () => {
    const { requests } = await publishKilled(undefined)
    for (let i = 0; i < wanted; i++) {
      const request = 1 + Math.floor((i * requests) / wanted)
      const verdict = i % 2 === 0 ? 'stop' : 'swallow'
      const { processes } = await publishKilled({ request, verdict })
      process.stdout.write(
        `killed at request ${request} of ${requests} (${verdict}): one root, ${processes} processes\n`,
      )
    }
  })
})
