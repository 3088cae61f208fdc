/**
 * Question: how many proofs a second does the API answer, and how long do proofs, statements, balances, lineages and
 * explanations take under load?
 *
 * Size: a tree of 1,000,000 leaves, 1,000,000 versions, 100,000 calls; quick: a twentieth. The server is `headwater
 * serve` on the embedded engines, the client a process of its own on the same machine, with 16 proofs under way at
 * once, and 2 of everything else, because those ask the database.
 *
 * Estimate, on 2 cores: a bare route answers 15,000 requests/s. A proof of 20 nodes costs 30 µs to read and to check, and
 * as much for what every request passes (access, limits, metrics), so 0.5 to 0.6 of that. Statements and explanations
 * ask the database, 3 to 5 ms each.
 *
 *     node bench/reads.ts [--quick] [--data FOLDER]     FOLDER: keeps the ledger, and uses it again
 */
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Started, startCommand, startProgram } from './load/processes.ts'
import type { Measurement } from './measurement.ts'
import { accountOf, assetOf, callId, payeeName, type ReadSizes, versionName } from './reads/economy.ts'
import { getAll, type LoadFindings } from './reads/getAll.ts'
import { onReadsLedger } from './reads/onLedger.ts'
import { createRandom } from './support/random.ts'

const quickPart = 20

/** What is asked, and how often: those that ask the database are slower. */
const questions = (sizes: ReadSizes) => {
  const random = createRandom(3)
  const below = (count: number) => random.below(count)
  const version = () => below(sizes.versions)
  const lineage = (direction: string) => {
    const at = version()
    return `/v1/assets/${encodeURIComponent(assetOf(at))}/lineage?version=${versionName(at)}&direction=${direction}`
  }
  return [
    {
      name: 'proof',
      requests: 40_000,
      // So many until the compiler is done with what a request passes; the bare route gets as many.
      warmUp: 60_000,
      // The bare route answers with so many nodes.
      path: () => `/v1/proofs/${accountOf(below(sizes.leaves))}`,
    },
    { name: 'lineage upwards', requests: 3_000, path: () => lineage('up') },
    { name: 'lineage downwards', requests: 3_000, path: () => lineage('down') },
    {
      name: 'explanation',
      requests: 2_000,
      path: () => `/v1/calls/${callId(below(sizes.calls))}/explanation`,
    },
    {
      name: 'statement',
      requests: 2_000,
      path: () => `/v1/payees/${payeeName(below(sizes.leaves))}/statements`,
    },
    {
      name: 'balances',
      requests: 2_000,
      path: () => `/v1/payees/${payeeName(below(sizes.leaves))}/balances`,
    },
  ]
}

interface ReadOptions {
  readonly quick: boolean
  readonly data?: string | undefined
}

export async function run({ quick, data }: ReadOptions): Promise<Measurement[]> {
  const part = quick ? quickPart : 1
  const sizes = { leaves: 1_000_000 / part, versions: 1_000_000 / part, calls: 100_000 / part }
  return onReadsLedger(data, sizes, (folder) => measure(folder, sizes))
}

async function measure(folder: string, sizes: ReadSizes): Promise<Measurement[]> {
  const size = `${sizes.leaves / 1_000} k leaves, ${sizes.versions / 1_000} k versions`
  const flags = ['--port', '0', '--data', join(folder, 'ledger'), '--json']
  const server = await startCommand('serve', ['serve', ...flags], {
    HEADWATER_LOG_LEVEL: 'error',
    HEADWATER_REQUESTS_PER_MINUTE_MAX: '100000000',
  })
  const found: Measurement[] = []
  try {
    for (const question of questions(sizes)) {
      const ours = await ask(server, question)
      const isProof = question.name === 'proof'
      const peer = isProof ? await askBare(question) : undefined
      found.push(...measurementsOf(question.name, size, ours, peer))
    }
  } finally {
    await server.stop()
  }
  return found
}

interface Question {
  readonly name: string
  readonly requests: number
  /** Default: a tenth of the requests. */
  readonly warmUp?: number
  readonly path: (number: number) => string
}

function ask(
  { line }: Started,
  { name, requests, warmUp = requests / 10, path }: Question,
): Promise<LoadFindings> {
  const { url } = JSON.parse(line) as { url: string }
  return getAll({ url, requests, connections: name === 'proof' ? 16 : 2, warmUp, path })
}

/** A bare route that answers as many bytes, built for each request and written by the framework. */
async function askBare(question: Question): Promise<LoadFindings> {
  const bare = await startProgram('bare', new URL('support/bareServer.ts', import.meta.url))
  try {
    return await ask(bare, question)
  } finally {
    await bare.stop()
  }
}

function measurementsOf(
  name: string,
  size: string,
  ours: LoadFindings,
  bare: LoadFindings | undefined,
): Measurement[] {
  const peer = (value: (findings: LoadFindings) => number, isRate: boolean) => {
    if (bare === undefined) return {}
    const ratio = isRate ? value(ours) / value(bare) : value(bare) / value(ours)
    return { peer: `a bare route, ${Math.round(bare.bytes)} bytes`, peerValue: value(bare), ratio }
  }
  const millisecondsAt = (percentile: number) => (findings: LoadFindings) =>
    findings.waits.percentile(percentile) / 1e6
  return [
    {
      name: `${name} over HTTP, ${Math.round(ours.bytes)} bytes`,
      size,
      value: Math.round(ours.perSecond),
      unit: 'requests/s',
      ...peer(({ perSecond }) => perSecond, true),
    },
    ...([50, 99] as const).map((at) => ({
      name: `${name} over HTTP, p${at}`,
      size,
      value: millisecondsAt(at)(ours),
      unit: 'ms',
      ...peer(millisecondsAt(at), false),
    })),
  ]
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { quick: { type: 'boolean' }, data: { type: 'string' } } })
  console.table(await run({ quick: values.quick ?? false, data: values.data }))
}
