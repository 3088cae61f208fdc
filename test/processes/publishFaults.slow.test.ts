/** `headwater publish` where a node, a second sender, a guardian or another chain does what it should not. */
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { Hex } from 'viem'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
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
import { patienceMs } from '../support/patience.ts'
import { openFolder } from '../support/temporaryHeadwater.ts'

const { abi } = royaltyDistributor
const [publisher, ann, bob] = anvilAccounts
/** No node is there. */
const down = 'eip155:424242'

let anvil: Anvil
let economy: ChainEconomy
let folder: string
let snapshot: string
beforeAll(async () => {
  anvil = await startAnvil()
  economy = await chainEconomy(anvil, down)
})
afterAll(async () => {
  await economy[Symbol.asyncDispose]()
  await anvil.stop()
})
beforeEach(async () => {
  vi.stubEnv('HEADWATER_PUBLISHER_KEY', publisherKey)
  snapshot = await anvil.rpc('evm_snapshot')
  folder = await mkdtemp(join(tmpdir(), 'headwater-faults-'))
  await cp(economy.folder, folder, { recursive: true })
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await anvil.rpc('evm_setAutomine', [true])
  await anvil.rpc('anvil_dropAllTransactions')
  await anvil.rpc('evm_revert', [snapshot])
  await rm(folder, { recursive: true, force: true })
})

async function run(...argv: string[]) {
  const { code, stdout, stderr } = await runHere([...argv, '--json', '--data', folder])
  return { code, lines: objects(stdout) as Record<string, unknown>[], stderr }
}

async function passWindow(): Promise<void> {
  await anvil.rpc('evm_increaseTime', [windowSeconds])
  await anvil.mine(1)
}

interface Waiting {
  readonly hash: Hex
  readonly nonce: number
  readonly maxFeePerGas: bigint
}

/** Transactions of the publisher in the pool, those behind a gap too. */
async function waiting(): Promise<Waiting[]> {
  type Pool = Record<string, Record<string, { hash: Hex; nonce: Hex; maxFeePerGas: Hex }>>
  const { pending, queued } = await anvil.rpc<{ pending: Pool; queued: Pool }>('txpool_content')
  return [pending, queued].flatMap((pool) =>
    Object.entries(pool)
      .filter(([sender]) => sender.toLowerCase() === publisher)
      .flatMap(([, byNonce]) => Object.values(byNonce))
      .map(({ hash, nonce, maxFeePerGas }) => ({
        hash,
        nonce: Number(nonce),
        maxFeePerGas: BigInt(maxFeePerGas),
      })),
  )
}

async function until<Result>(find: () => Promise<Result | undefined>): Promise<Result> {
  for (const end = performance.now() + patienceMs; performance.now() < end; ) {
    const found = await find()
    if (found !== undefined) return found
    await setTimeout(50)
  }
  throw new Error('it does not come')
}

const firstWaiting = () => until(async () => (await waiting())[0])
const mineAll = () => anvil.rpc('evm_setAutomine', [true]).then(() => anvil.mine(1))
const contract = () => ({ address: economy.distributor, abi }) as const
const rootCount = () => chainClients(anvil).reader.readContract({ ...contract(), functionName: 'rootCount' })

async function typesOfEvents(): Promise<string[]> {
  await using opened = await openFolder(folder)
  const place = { chain: anvil.chain, distributor: economy.distributor }
  return (await opened.service.publication(place)).events.map(({ type }) => type)
}

async function expectOneRoot(publishing: ReturnType<typeof run>): Promise<void> {
  expect(await publishing).toMatchObject({ code: 0, lines: [{ stage: 'pending', waitsFor: 'window' }] })
  expect(await rootCount()).toBe(1n)
}

describe('publish, and a transaction that', () => {
  it('waits too long, goes on under the same nonce with higher fees', async () => {
    await anvil.rpc('evm_setAutomine', [false])
    const publishing = run('publish', '--bump', '1', '--timeout', '120')
    const first = await firstWaiting()
    const next = await until(async () => (await waiting()).find(({ hash }) => hash !== first.hash))
    expect(next.nonce).toBe(first.nonce)
    expect(next.maxFeePerGas * 10n).toBeGreaterThanOrEqual(first.maxFeePerGas * 11n)
    await mineAll()
    await expectOneRoot(publishing)
  })

  it('a node has dropped, is sent again as it was', async () => {
    await anvil.rpc('evm_setAutomine', [false])
    const publishing = run('publish', '--bump', '60', '--timeout', '120')
    const { hash } = await firstWaiting()
    await anvil.rpc('anvil_dropTransaction', [hash])
    expect((await firstWaiting()).hash).toBe(hash)
    await mineAll()
    await expectOneRoot(publishing)
  })

  it('another process replaced, is signed again for the next nonce', async () => {
    await anvil.rpc('evm_setAutomine', [false])
    const publishing = run('publish', '--bump', '60', '--timeout', '120')
    const { nonce, maxFeePerGas } = await firstWaiting()
    const fees = { maxFeePerGas: maxFeePerGas * 3n, maxPriorityFeePerGas: maxFeePerGas * 2n }
    await chainClients(anvil)
      .wallet(publisherKey)
      .sendTransaction({ to: bob, value: 1n, nonce, ...fees })
    await mineAll()
    await expectOneRoot(publishing)
    expect(await typesOfEvents()).toContain('TransactionReplaced')
  })

  it('stands behind a gap, is mined once the gap is filled', async () => {
    await anvil.rpc('evm_setAutomine', [false])
    const other = await chainClients(anvil).wallet(publisherKey).sendTransaction({ to: bob, value: 1n })
    const publishing = run('publish', '--bump', '1', '--timeout', '120')
    const ours = await until(async () => (await waiting()).find(({ hash }) => hash !== other))
    await anvil.rpc('anvil_dropTransaction', [other])
    const filling = await until(async () =>
      (await waiting()).find(({ nonce, hash }) => nonce === ours.nonce - 1 && hash !== other),
    )
    expect(filling).toBeDefined()
    await mineAll()
    await expectOneRoot(publishing)
  })
})

describe('publish', () => {
  it('reports a chain that is down, and publishes on the others', async () => {
    const file = join(folder, 'chains.yaml')
    const { chains } = JSON.parse(await readFile(file, 'utf8'))
    chains[down] = { ...chains[anvil.chain], endpoints: ['http://127.0.0.1:9/key-of-mine'] }
    await writeFile(file, JSON.stringify({ chains }))
    const { code, lines } = await run('publish')
    expect(code).toBe(1)
    expect(lines).toMatchObject([{ stage: 'pending' }, { chain: down, fault: { code: 'chain.unreachable' } }])
    expect(JSON.stringify(lines)).not.toContain('key-of-mine')
  })

  it('refuses a root that the guardian disabled, and submits it once more when asked to', async () => {
    await run('publish')
    const hash = await chainClients(anvil)
      .wallet(anvilKeys[3])
      .writeContract({ ...contract(), functionName: 'disable', args: [1n] })
    await chainClients(anvil).reader.waitForTransactionReceipt({ hash })
    expect(await run('publish')).toMatchObject({ code: 1, lines: [{ fault: { code: 'publish.disabled' } }] })
    expect(await run('publish', '--again')).toMatchObject({
      code: 0,
      lines: [{ stage: 'pending', index: 2 }],
    })
  })

  it('stops at a root that no epoch has', async () => {
    const args = [`0x${'12'.repeat(32)}`, `0x${'34'.repeat(32)}`, [economy.token], [1n]] as const
    const hash = await chainClients(anvil)
      .wallet(publisherKey)
      .writeContract({ ...contract(), functionName: 'submitRoot', args })
    await chainClients(anvil).reader.waitForTransactionReceipt({ hash })
    expect(await run('publish')).toMatchObject({
      code: 1,
      lines: [{ fault: { code: 'publish.foreignRoot' } }],
    })
    expect(await rootCount()).toBe(1n)
  })

  it('writes its transactions for another signer, and sees in the contract that they were sent', async () => {
    const out = join(folder, 'to-sign')
    const unsigned = () => run('publish', '--unsigned', out)
    expect(await unsigned()).toMatchObject({ code: 0, lines: [{ stage: 'planned' }] })
    expect(await run('publish')).toMatchObject({ lines: [{ fault: { code: 'publish.handedOver' } }] })
    await sendAll(out)
    expect(await unsigned()).toMatchObject({
      code: 0,
      lines: [{ stage: 'pending', index: 1, transactions: [] }],
    })
    await passWindow()
    expect((await unsigned()).lines[0]!.transactions).toMatchObject([{ purpose: 'activate' }])
    await sendAll(out)
    expect(await run('publish')).toMatchObject({ code: 0, lines: [{ stage: 'active' }] })
    expect(await rootCount()).toBe(1n)
  })
})

/** As a Safe does: what its transaction builder imports, in order. */
async function sendAll(out: string): Promise<void> {
  const name = (await readdir(out)).find((file) => file.endsWith('.safe.json'))!
  const { chainId, transactions } = JSON.parse(await readFile(join(out, name), 'utf8'))
  expect(chainId).toBe(String(anvil.chainId))
  for (const { to, data } of transactions) {
    const hash = await anvil.rpc<Hex>('eth_sendTransaction', [{ from: publisher, to, data, gas: '0x200000' }])
    const receipt = await chainClients(anvil).reader.waitForTransactionReceipt({ hash })
    expect(receipt.status).toBe('success')
  }
}

describe('claims', () => {
  it('asks every account when a log was missed', async () => {
    await run('publish')
    await passWindow()
    await run('publish')
    await using opened = await openFolder(folder)
    const { service } = opened
    const { proofs } = await service.proof(`${anvil.chain}:${ann}`)
    const { cumulative, proof } = proofs[0] as unknown as { cumulative: string; proof: Hex[] }
    const args = [1n, ann, [economy.token], [BigInt(cumulative)], [proof]] as const
    const hash = await chainClients(anvil)
      .wallet(anvilKeys[2])
      .writeContract({ ...contract(), functionName: 'claim', args })
    const { blockNumber } = await chainClients(anvil).reader.waitForTransactionReceipt({ hash })
    // As if the node had given no log up to here.
    const place = { chain: anvil.chain, distributor: economy.distributor }
    await service.recordClaims({ ...place, revision: -1, block: Number(blockNumber), claims: [] })
    await anvil.mine(1)
    await opened[Symbol.asyncDispose]()
    const { lines, stderr } = await run('claims', '--update', '--payee', 'ann')
    expect(stderr).toContain('logs were missed')
    expect(lines).toMatchObject([{ published: '50', claimable: '0', claimed: '50' }])
  })
})
