/**
 * Question: how many logs a second does a watch take in from a node, beside asking the same node for the logs and decoding
 * them, and what do proofs cost?
 *
 * Size: 40 blocks of 5,000 transfers to the watched address on a local anvil; quick: 10. Each transfer becomes a call in a
 * folder. The node and the watch share the machine, so the processor time of the watch alone is printed too.
 *
 * Estimate, on 2 cores: 60,000 logs/s by bloom, half of the bare request; 40,000 with receipts proven.
 */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Endpoints } from '../src/chain/rpc/endpoints.ts'
import { ChainSource } from '../src/chain/source/source.ts'
import { loadConfig } from '../src/config.ts'
import { openHeadwater } from '../src/ledger/open.ts'
import { transfers } from '../test/chain/support/transfers.ts'
import { type Anvil, anvilAccounts, startAnvil } from '../test/support/anvil.ts'
import { registryLines } from '../test/support/memoryIngest.ts'
import type { Measurement } from './measurement.ts'

const logsPerBlock = 5_000
/** Of the first block with logs: the contract is deployed in block 1. */
const firstBlock = 2
/**
 * A contract that logs as many transfers from 0xbb… to 0xaa… as its calldata says: a loop around LOG3, behind the code
 * that deploys it.
 */
const emitter = `0x605f8060095f395ff360015f525f355b73${'aa'.repeat(20)}73${'bb'.repeat(20)}7fddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef60205fa3600190038060065700`

export async function run({ quick }: { quick: boolean }): Promise<Measurement[]> {
  const blocks = quick ? 10 : 40
  const size = `${blocks} blocks of ${logsPerBlock} logs`
  const anvil = await startAnvil({ args: ['--slots-in-an-epoch', '1', '--gas-limit', '60000000'] })
  const root = mkdtempSync(join(tmpdir(), 'headwater-watch-bench-'))
  try {
    await fill(anvil, blocks)
    await bare(anvil, blocks)
    const asked = await bare(anvil, blocks)
    const found: Measurement[] = []
    for (const proof of ['bloom', 'receipts'] as const) {
      const { rate, cpuRate } = await watched(anvil, join(root, proof), proof, blocks)
      const peer = { peer: 'bare eth_getLogs and decoding', peerValue: asked }
      found.push({ name: `watch, ${proof}`, size, value: rate, unit: 'logs/s', ...peer, ratio: rate / asked })
      found.push({ name: `watch, ${proof}, a second of its processor`, size, value: cpuRate, unit: 'logs' })
    }
    return found
  } finally {
    await anvil.stop()
    rmSync(root, { recursive: true, force: true })
  }
}

async function fill(anvil: Anvil, blocks: number): Promise<void> {
  const contract = (await send(anvil, { data: emitter })).contractAddress
  const data = `0x${logsPerBlock.toString(16).padStart(64, '0')}`
  for (let i = 0; i < blocks; i++) await send(anvil, { to: contract, data })
  await anvil.mine(3)
}

/** A transaction, once it is in a block: the node answers before it has mined it. */
async function send(anvil: Anvil, transaction: object): Promise<{ readonly contractAddress: string }> {
  const [from] = anvilAccounts
  const hash = await anvil.rpc('eth_sendTransaction', [{ from, gas: '0xe00000', ...transaction }])
  for (;;) {
    const receipt = await anvil.rpc<{ contractAddress: string } | null>('eth_getTransactionReceipt', [hash])
    if (receipt !== null) return receipt
    await sleep(5)
  }
}

/** Logs a second. */
async function bare(anvil: Anvil, blocks: number): Promise<number> {
  const decoder = transfers(anvil.chain)
  const began = performance.now()
  let events = 0
  for (let number = firstBlock; number < firstBlock + blocks; number++) {
    const tag = `0x${number.toString(16)}`
    const logs = await anvil.rpc<object[]>('eth_getLogs', [{ fromBlock: tag, toBlock: tag }])
    const block = { chain: anvil.chain, number, hash: '0x', time: 0 } as const
    const placed = logs.map((log) => ({ ...log, placeInTransaction: 0 }))
    events += (await decoder.decode(block, placed as never, undefined as never)).events.length
  }
  requireAll(events, blocks)
  return events / ((performance.now() - began) / 1_000)
}

async function watched(
  anvil: Anvil,
  folder: string,
  proof: 'bloom' | 'receipts',
  blocks: number,
): Promise<{ rate: number; cpuRate: number }> {
  const config = loadConfig({ HEADWATER_DATA: folder })
  const first = await openHeadwater(config, { command: 'bench', make: true })
  const lines = async function* () {
    yield Buffer.from(registryLines.join('\n'))
  }
  await first.ingest(lines(), { origin: 'bench' })
  await first.shutdown()
  const headwater = await openHeadwater(config, { command: 'bench', make: false })
  const { chain, url } = anvil
  const began = performance.now()
  const cpu = process.cpuUsage()
  const finality = { tag: 'finalized' } as const
  const rest = { poll: 100, timeout: 60_000, lagMax: 1_000, confirmations: 1, payments: [], distributors: [] }
  const accepted = await headwater.consume(async (lanes, events) => {
    const source = new ChainSource({
      chain,
      config: { endpoints: [url], finality, proof, ...rest },
      decoders: [transfers(chain)],
      endpoints: new Endpoints({ chain, urls: [url], timeoutMs: 60_000 }),
      lanes,
      events,
      randomBytes: (count) => randomBytes(count),
      signal: new AbortController().signal,
      once: true,
      onTrouble: (trouble) => trouble && console.warn(trouble.message),
    })
    await source.run()
    await lanes.drain()
    return lanes.counts.accepted
  })
  const seconds = (performance.now() - began) / 1_000
  const { user, system } = process.cpuUsage(cpu)
  await headwater.shutdown()
  requireAll(accepted, blocks)
  return { rate: accepted / seconds, cpuRate: accepted / ((user + system) / 1_000_000) }
}

function requireAll(count: number, blocks: number): void {
  if (count !== blocks * logsPerBlock) throw new Error(`${count} logs of ${blocks * logsPerBlock}`)
}
