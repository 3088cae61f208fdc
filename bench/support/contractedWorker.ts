/**
 * The processes of bench/contractedClose.ts. One fills a data folder and closes all its epochs but the last; others close
 * the last, or ask what would change of it.
 */
import type { Headwater } from '../../src/service/headwater.ts'
import {
  type ContractedSizes,
  callLines,
  epochUntil,
  refundLines,
  registryLines,
  variantLines,
} from './contractedEconomy.ts'
import { inBlocks } from './lines.ts'
import { runTask } from './worker.ts'

export interface ContractedFindings {
  readonly wallMs: number
  /** Of all threads. */
  readonly cpuMs: number
  readonly memoryBytesMax: number
}

const tasks = { fill, close, simulate }
const [task, folder, sizesText] = process.argv.slice(2) as [keyof typeof tasks, string, string]
const sizes = JSON.parse(sizesText) as ContractedSizes
await runTask(folder, tasks[task])

async function fill(headwater: Headwater): Promise<object> {
  await ingest(headwater, registryLines(sizes))
  for (let epoch = 1; epoch <= sizes.epochs; epoch++) {
    await ingest(headwater, callLines(sizes, epoch))
    await ingest(headwater, refundLines(sizes, epoch))
    if (epoch < sizes.epochs) await headwater.close({ until: epochUntil(epoch) })
  }
  return {}
}

function close(headwater: Headwater): Promise<ContractedFindings> {
  return metered(() => headwater.close({ until: epochUntil(sizes.epochs) }))
}

function simulate(headwater: Headwater): Promise<ContractedFindings> {
  return metered(async () => {
    const until = epochUntil(sizes.epochs)
    for await (const _line of headwater.simulate(inBlocks(variantLines()), { until, origin: 'bench' }));
  })
}

async function metered(work: () => Promise<unknown>): Promise<ContractedFindings> {
  const [started, cpu] = [performance.now(), process.cpuUsage()]
  await work()
  const { user, system } = process.cpuUsage(cpu)
  return {
    wallMs: performance.now() - started,
    cpuMs: (user + system) / 1_000,
    memoryBytesMax: process.resourceUsage().maxRSS * 1024,
  }
}

async function ingest(headwater: Headwater, lines: Iterable<string>): Promise<void> {
  const report = await headwater.ingest(inBlocks(lines), { origin: 'bench' })
  if (report.rejectedCount > 0) throw new Error(JSON.stringify(report.rejected[0]))
}
