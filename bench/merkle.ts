/**
 * Question: how long does the payout tree of an epoch take, its file from which proofs are read, and a proof; and how fast
 * is the hashing below?
 * Size: 100,000 leaves; 1,000,000 for the file (quick: 100,000), in columns, as a close and a reader of the books have
 * them; 200,000 messages of 64 bytes. The peer's tree has 5,000 leaves with --quick: it takes 10–20 s for 100,000, and at
 * rates by the leaf fewer leaves flatter the peer, whose sort grows faster than its input.
 * Estimate: 3 permutations a leaf at 4.4 M/s make 70 ms, encoding and sorting 40 ms: 0.9 M leaves/s, 150 times
 * OpenZeppelin's library; 4 M hashes/s, 3 times hash-wasm. The file of a million leaves: 0.4 s of hashing beside 0.2 s of
 * encoding, 0.4 s for order, nodes and pages, 0.1 s to write 137 MB; a proof 25 µs, most of it five reads and a dozen
 * hashes.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { StandardMerkleTree } from '@openzeppelin/merkle-tree'
import { createKeccak } from 'hash-wasm'
import type { PayoutLine } from '../src/books/port.ts'
import type { OrderedLeaves } from '../src/books/tables/orderedLeaves.ts'
import type { ChainId } from '../src/events/account.ts'
import { keccakEngine } from '../src/keccak/engine.ts'
import { keccak256Many } from '../src/keccak/index.ts'
import { createKeptFiles } from '../src/ledger/keptFiles.ts'
import { buildTree, type PayoutLeaf, payoutLeafEncoding } from '../src/merkle/index.ts'
import { RootBuilder } from '../src/merkle/rootBuilder.ts'
import { openTreeFile } from '../src/merkle/treeFile/read.ts'
import { keepTrees } from '../src/settlement/reports/keepTrees.ts'
import { StandingColumns } from '../src/settlement/standingColumns.ts'
import type { Measurement } from './measurement.ts'
import { createRandom } from './support/random.ts'

const leafCount = 100_000
const fileLeafCount = 1_000_000
const proofsRead = 20_000
const quickPeerLeafCount = 5_000
const messageCount = 200_000
const messageBytes = 64
const rounds = 5
const chain = 'eip155:8453' as ChainId

export async function run(options: { quick: boolean }): Promise<Measurement[]> {
  return [measureTree(options.quick), ...(await measureFile(options.quick)), ...(await measureHashing())]
}

/** From leaves in memory to a file from which every proof can be read. */
async function measureFile(quick: boolean): Promise<Measurement[]> {
  const { payouts, asked } = columnsOf(quick ? leafCount : fileLeafCount)
  const builder = new RootBuilder('openzeppelin')
  for (const chunk of payouts.encoded({ chain })) builder.add(chunk)
  // The generator repeats a few accounts, which are one leaf each.
  const { root, leafCount: count } = builder.finish()
  const manifest = { trees: [{ chain, root, leaves: count, totals: [] }] }
  const folder = mkdtempSync(join(tmpdir(), 'headwater-bench-'))
  try {
    const files = createKeptFiles({ folder, ending: 'tree', writes: true })
    const made = async () => {
      await keepTrees(files, { epoch: 1, manifest }, { payouts, paidNow: payouts })
      const bytes = files.open(root)!
      return { bytes, file: openTreeFile(bytes, { format: 'openzeppelin', root, leafCount: count }) }
    }
    const seconds = await medianAsync(async () => (await made()).bytes.close())
    const { bytes, file } = await made()
    const reading = timed(() => {
      for (const account of asked) file.leavesOf(account)
    })
    bytes.close()
    const size = `${count} leaves, ${Math.round(bytes.size / 1e6)} MB`
    return [
      { name: 'payout tree as a file, all proofs readable', size, value: seconds, unit: 's' },
      { name: 'proof from the file, checked', size, value: (reading / proofsRead) * 1e6, unit: 'µs' },
    ]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/**
 * As the books of an epoch are read: no object is left of a leaf, whose collection would be measured too.
 * @returns with the accounts whose proofs are read
 */
function columnsOf(count: number): { payouts: OrderedLeaves; asked: PayoutLeaf['account'][] } {
  const leaves = randomLeaves(count).sort((a, b) => (a.account < b.account ? -1 : 1))
  const standing = new StandingColumns()
  for (const leaf of leaves) standing.addPayout({ ...leaf, chain } as PayoutLine)
  const random = createRandom(2)
  const asked = Array.from({ length: proofsRead }, () => leaves[random.below(leaves.length)]!.account)
  return { payouts: standing.payouts, asked }
}

function measureTree(quick: boolean): Measurement {
  const leaves = randomLeaves(leafCount)
  const seconds = median(() => buildTree(leaves))
  const peerLeaves = quick ? leaves.slice(0, quickPeerLeafCount) : leaves
  const values = peerLeaves.map((leaf) => [leaf.account, leaf.token, leaf.cumulative.toString()])
  let peerRoot = ''
  const peerSeconds = timed(() => {
    peerRoot = StandardMerkleTree.of(values, [...payoutLeafEncoding]).root
  })
  if (peerRoot !== buildTree(peerLeaves).root) throw new Error('the two libraries disagree about the root')
  return {
    name: 'payout tree',
    size: `${leafCount} leaves, peer ${peerLeaves.length}`,
    ...compared(
      leafCount / seconds,
      'leaves/s',
      '@openzeppelin/merkle-tree',
      peerLeaves.length / peerSeconds,
    ),
  }
}

async function measureHashing(): Promise<Measurement[]> {
  const peer = await createKeccak(256)
  const bytes = new Uint8Array(messageCount * messageBytes)
  for (let i = 0; i < bytes.length; i++) bytes[i] = Math.imul(i, 0x9e3779b1) >>> 24
  const offsets = Uint32Array.from({ length: messageCount + 1 }, (_, i) => i * messageBytes)
  const out = new Uint8Array(messageCount * 32)
  const many = median(() => keccak256Many({ bytes, offsets }, out))
  const peerMany = median(() => {
    for (let at = 0; at < bytes.length; at += messageBytes) {
      peer
        .init()
        .update(bytes.subarray(at, at + messageBytes))
        .digest('binary')
    }
  })
  const { wasm } = keccakEngine()
  const permutations = median(() => wasm.permuteMany(messageCount / 2))
  const peerPermutations = median(() => peer.init().update(bytes).digest('binary'))
  return [
    {
      name: 'Keccak-256 of short messages',
      size: `${messageCount} of ${messageBytes} B`,
      ...compared(messageCount / many, 'hashes/s', 'hash-wasm', messageCount / peerMany),
    },
    {
      name: 'Keccak permutations',
      size: 'one core; peer hashes one long message',
      ...compared(
        messageCount / permutations,
        'permutations/s',
        'hash-wasm',
        bytes.length / 136 / peerPermutations,
      ),
    },
  ]
}

function randomLeaves(count: number): PayoutLeaf[] {
  const random = createRandom(1)
  const address = (): string => {
    let digits = ''
    while (digits.length < 40)
      digits += random
        .below(2 ** 32)
        .toString(16)
        .padStart(8, '0')
    return `0x${digits}`
  }
  const tokens = [address(), address(), address()]
  return Array.from({ length: count }, (_, i) => ({
    account: address(),
    token: tokens[i % tokens.length]!,
    cumulative: random.bigint(96),
  }))
}

function compared(value: number, unit: string, peer: string, peerValue: number) {
  return { value: Math.round(value), unit, peer, peerValue: Math.round(peerValue), ratio: value / peerValue }
}

function median(work: () => void): number {
  return middle(Array.from({ length: rounds }, () => timed(work)))
}

async function medianAsync(work: () => Promise<void>): Promise<number> {
  const seconds: number[] = []
  for (let round = 0; round < rounds; round++) {
    const start = performance.now()
    await work()
    seconds.push((performance.now() - start) / 1000)
  }
  return middle(seconds)
}

function middle(seconds: readonly number[]): number {
  return seconds.toSorted((a, b) => a - b)[Math.floor(rounds / 2)]!
}

function timed(work: () => void): number {
  const start = performance.now()
  work()
  return (performance.now() - start) / 1000
}
