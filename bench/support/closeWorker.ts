/** The two processes of bench/close.ts: one fills a data folder, the other closes, verifies and explains. */
import type { Headwater } from '../../src/service/headwater.ts'
import { inBlocks } from './lines.ts'
import { createRandom } from './random.ts'
import { runTask } from './worker.ts'

export interface CloseFindings {
  readonly stagesMs: Record<string, number>
  readonly closeMs: number
  readonly memoryBytesMax: number
  readonly verifyMs: number
  readonly explainMs: number
}

const explained = 51
const until = '2025-02-01T00:00:00Z'

const [task, folder, calls, versions] = process.argv.slice(2) as [string, string, string, string]
await runTask(folder, task === 'fill' ? fill : close)

async function fill(headwater: Headwater): Promise<object> {
  const registry = await headwater.ingest(inBlocks(registryLines(Number(versions))), { origin: 'registry' })
  const usage = await headwater.ingest(inBlocks(callLines(Number(calls), Number(versions))), {
    origin: 'calls',
  })
  if (registry.rejectedCount + usage.rejectedCount > 0)
    throw new Error(JSON.stringify([registry.rejected[0], usage.rejected[0]]))
  return {}
}

async function close(headwater: Headwater): Promise<CloseFindings> {
  const stagesMs: Record<string, number> = {}
  const started = performance.now()
  let stage: string | undefined
  let began = started
  const enter = (next: string | undefined): void => {
    const now = performance.now()
    if (stage !== undefined) stagesMs[stage] = (stagesMs[stage] ?? 0) + now - began
    if (stage === next) return
    stage = next
    began = now
  }
  await headwater.close({ until, onProgress: (progress) => enter(progress.stage) })
  enter(undefined)
  const closeMs = performance.now() - started
  const memoryBytesMax = process.resourceUsage().maxRSS * 1024
  const verifyBegan = performance.now()
  for await (const report of headwater.verify(1)) {
    if (!report.ok) throw new Error(JSON.stringify(report.checks.filter((check) => !check.ok)))
  }
  const verifyMs = performance.now() - verifyBegan
  return { stagesMs, closeMs, memoryBytesMax, verifyMs, explainMs: await explainMedian(headwater) }
}

async function explainMedian(headwater: Headwater): Promise<number> {
  const times: number[] = []
  for (let at = 0; at < explained; at++) {
    const began = performance.now()
    await headwater.explain(`call-${(at * 7_919) % Number(calls)}`)
    times.push(performance.now() - began)
  }
  return times.sort((a, b) => a - b)[explained >> 1]!
}

function envelope(type: string, id: string, time: string, data: object): string {
  return `${JSON.stringify({ specversion: '1.0', type: `io.headwater.${type}`, source: 'bench', id, time, data })}\n`
}

function* registryLines(count: number): Iterable<string> {
  const random = createRandom(1)
  const time = '2024-01-01T00:00:00Z'
  const token = `0x${'aa'.repeat(20)}`
  yield envelope('currency.registered', 'currency', time, {
    currency: 'USDC',
    decimals: 6,
    chain: 'eip155:8453',
    token,
  })
  yield envelope('fee.set', 'fee', time, { share: '0.025', payee: 'house', effectiveFrom: time })
  for (let at = 0; at < count; at++) {
    const account = `eip155:8453:0x${(at + 1).toString(16).padStart(40, '0')}`
    const asset = `model:lab/m${at}`
    yield envelope('payee.registered', `p${at}`, time, { payee: `payee-${at}`, account })
    yield envelope('asset.registered', `a${at}`, time, { asset, owner: `payee-${at}` })
    const derivedFrom = sources(random, at, count)
    const holders = [
      { payee: `payee-${at}`, share: '0.7' },
      { payee: `payee-${random.below(at + 1)}${at === 0 ? '-x' : ''}`, share: '0.3' },
    ].filter((holder, index, all) => index === 0 || holder.payee !== all[0]!.payee)
    if (holders.length === 1) holders[0]!.share = '1'
    yield envelope('version.released', `v${at}`, time, {
      asset,
      version: '1',
      holders,
      ...(derivedFrom.length > 0 && { derivedFrom }),
    })
  }
}

/** Two sources among the versions before over relative edges, one of the first hundredth over an absolute one. */
function sources(random: ReturnType<typeof createRandom>, at: number, count: number): object[] {
  const ground = count / 100
  if (at < ground) return []
  const first = random.below(at)
  const chosen = new Set([first, random.below(at), random.below(ground)])
  return [...chosen].map((source, index, all) => ({
    asset: `model:lab/m${source}`,
    relation: 'finetunedFrom',
    policy: index === all.length - 1 && source < ground ? 'absolute' : 'relative',
    share: '0.05',
  }))
}

function* callLines(count: number, versionCount: number): Iterable<string> {
  const random = createRandom(2)
  for (let at = 0; at < count; at++) {
    const time = new Date(Date.UTC(2025, 0, 1) + random.below(30 * 86_400) * 1000).toISOString()
    const amount = `${random.below(3)}.${String(random.below(1e9)).padStart(9, '0')}`
    yield envelope('call.metered', `call-${at}`, time, {
      asset: `model:lab/m${random.below(versionCount)}`,
      amount,
      currency: 'USDC',
    })
  }
}
