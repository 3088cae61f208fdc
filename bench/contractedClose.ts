/**
 * Question: what do contracts and refunds add to a whole close, and what does a simulation of that close cost?
 *
 * Size: 100,000 payees, each with an account and a reserve of its own, whose lots of 12 epochs stand, of which one falls
 * due; 10,000 clauses in chains of up to 8; 5,000,000 calls in 13 epochs, of which 250,000 are refunded in the last. Quick:
 * a hundredth. The peer is the last close of the same calls without reserves, clauses and refunds. Each close is in a
 * process of its own.
 *
 * Estimate, on 2 cores: lots are read, changed, digested and written at 1 µs each, 1.2 s; clauses 0.2 s; refunds 1 s.
 *
 *     node bench/contractedClose.ts [--calls N] [--refunds N] [--payees N] [--clauses N] [--epochs N] [--data FOLDER]
 *
 * `--data` keeps the ledgers, and uses those that are there.
 */
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Measurement } from './measurement.ts'
import type { ContractedSizes } from './support/contractedEconomy.ts'
import type { ContractedFindings } from './support/contractedWorker.ts'
import { inWorker } from './support/worker.ts'

const fullSizes: ContractedSizes = {
  ...{ payees: 100_000, clauses: 10_000, calls: 5_000_000, refunds: 250_000, epochs: 13, reserves: true },
}
const quickPart = 100

export async function run({ quick }: { quick: boolean }): Promise<Measurement[]> {
  const { payees, clauses, calls, refunds } = fullSizes
  const part = quick ? quickPart : 1
  const sizes = {
    payees: payees / part,
    clauses: clauses / part,
    calls: calls / part,
    refunds: refunds / part,
  }
  return measure({ ...fullSizes, ...sizes }, undefined)
}

async function measure(sizes: ContractedSizes, data: string | undefined): Promise<Measurement[]> {
  const folder = data ?? mkdtempSync(join(tmpdir(), 'headwater-bench-'))
  try {
    const withContracts = { name: join(folder, 'contracts'), sizes }
    const none = { clauses: 0, refunds: 0, reserves: false }
    const without = { name: join(folder, 'without'), sizes: { ...sizes, ...none } }
    for (const each of [withContracts, without]) await fill(each)
    const closed = await work('close', withContracts)
    const peer = await work('close', without)
    const simulated = await work('simulate', withContracts)
    const { calls, refunds, clauses, payees, epochs } = sizes
    const size = `${payees} payees with ${epochs - 1} lots, ${clauses} clauses, ${calls} calls, ${refunds} refunds`
    const of = (name: string, found: ContractedFindings): Measurement[] => [
      {
        ...{ name: `${name}, processor time`, size, value: found.cpuMs / 1_000, unit: 's' },
        ...{ peer: 'the close without contracts', peerValue: peer.cpuMs / 1_000 },
        ratio: found.cpuMs / peer.cpuMs,
      },
      {
        ...{ name, size, value: found.wallMs / 1_000, unit: 's' },
        ...{ peer: 'the close without contracts', peerValue: peer.wallMs / 1_000 },
        ratio: found.wallMs / peer.wallMs,
      },
      { name: `${name}, peak memory`, size, value: found.memoryBytesMax / 2 ** 20, unit: 'MiB' },
    ]
    return [...of('close with contracts', closed), ...of('simulation of it', simulated)]
  } finally {
    if (data === undefined) rmSync(folder, { recursive: true, force: true })
  }
}

interface Ledger {
  /** Its folder. */
  readonly name: string
  readonly sizes: ContractedSizes
}

async function fill({ name, sizes }: Ledger): Promise<void> {
  if (existsSync(name)) return
  // So that a run that was interrupted leaves no half of a ledger under this name.
  const half = `${name}.half`
  rmSync(half, { recursive: true, force: true })
  await inWorker('contractedWorker.ts', ['fill', half, JSON.stringify(sizes)])
  cpSync(half, name, { recursive: true })
  rmSync(half, { recursive: true })
}

async function work(task: 'close' | 'simulate', { name, sizes }: Ledger): Promise<ContractedFindings> {
  const copy = `${name}.copy`
  rmSync(copy, { recursive: true, force: true })
  cpSync(name, copy, { recursive: true })
  try {
    return await inWorker<ContractedFindings>('contractedWorker.ts', [task, copy, JSON.stringify(sizes)])
  } finally {
    rmSync(copy, { recursive: true })
  }
}

if (import.meta.main) {
  const number = { type: 'string' } as const
  const options = { calls: number, refunds: number, payees: number, clauses: number, epochs: number }
  const { data, ...given } = parseArgs({ options: { ...options, data: { type: 'string' } } }).values
  const sizes = Object.fromEntries(Object.entries(given).map(([name, text]) => [name, Number(text)]))
  console.table(await measure({ ...fullSizes, ...sizes }, data), [
    'name',
    'value',
    'unit',
    'peerValue',
    'ratio',
  ])
}
