/** The two processes of bench/corrections.ts: one fills a data folder and closes its first epoch, the other closes the second. */
import type { Headwater } from '../../src/service/headwater.ts'
import { inBlocks } from './lines.ts'
import { runTask } from './worker.ts'

export interface CorrectionsFindings {
  readonly closeMs: number
  /** Of all threads. */
  readonly cpuMs: number
  readonly memoryBytesMax: number
}

const versions = 1_000
const source = 'bench'
const [february, march] = ['2025-02-01T00:00:00Z', '2025-03-01T00:00:00Z']

const [task, folder, ...sizes] = process.argv.slice(2) as [string, string, string, string]
const [calls, corrections] = sizes.map(Number) as [number, number]
await runTask(folder, task === 'fill' ? fill : close)

/** Half of the calls in an epoch of their own; then the other half, and refunds of every so manyth call of all. */
async function fill(headwater: Headwater): Promise<object> {
  const half = Math.floor(calls / 2)
  await ingest(headwater, registryLines())
  await ingest(headwater, callLines(0, half, '2025-01-'))
  await headwater.close({ until: february })
  await ingest(headwater, callLines(half, calls, '2025-02-'))
  await ingest(headwater, refundLines())
  return {}
}

async function close(headwater: Headwater): Promise<CorrectionsFindings> {
  const [started, cpu] = [performance.now(), process.cpuUsage()]
  await headwater.close({ until: march })
  const { user, system } = process.cpuUsage(cpu)
  return {
    closeMs: performance.now() - started,
    cpuMs: (user + system) / 1_000,
    memoryBytesMax: process.resourceUsage().maxRSS * 1024,
  }
}

async function ingest(headwater: Headwater, lines: Iterable<string>): Promise<void> {
  const report = await headwater.ingest(inBlocks(lines), { origin: 'bench' })
  if (report.rejectedCount > 0) throw new Error(JSON.stringify(report.rejected[0]))
}

function envelope(type: string, id: string, time: string, data: object): string {
  return `${JSON.stringify({ specversion: '1.0', type: `io.headwater.${type}`, source, id, time, data })}\n`
}

function* registryLines(): Iterable<string> {
  const time = '2024-01-01T00:00:00Z'
  yield envelope('currency.registered', 'currency', time, { currency: 'USDC', decimals: 6 })
  yield envelope('fee.set', 'fee', time, { share: '0.025', payee: 'house', effectiveFrom: time })
  for (let at = 0; at < versions; at++) {
    yield envelope('asset.registered', `asset-${at}`, time, { asset: `model:b/${at}`, owner: `lab-${at}` })
    const source = { asset: `model:b/${at - 1}`, relation: 'finetunedFrom', policy: 'relative', share: '0.1' }
    const derivedFrom = at % 10 === 0 ? {} : { derivedFrom: [source] }
    yield envelope('version.released', `version-${at}`, time, {
      asset: `model:b/${at}`,
      version: '1',
      ...derivedFrom,
    })
  }
}

function* callLines(from: number, to: number, month: string): Iterable<string> {
  for (let at = from; at < to; at++) {
    const seconds = at % (28 * 86_400)
    const time = new Date(Date.parse(`${month}01T00:00:00Z`) + seconds * 1_000).toISOString()
    const amount = `0.${String(1 + (at % 999)).padStart(3, '0')}`
    const data = { asset: `model:b/${(at * 7_919) % versions}`, amount, currency: 'USDC' }
    yield envelope('call.metered', `call-${at}`, time, data)
  }
}

function* refundLines(): Iterable<string> {
  for (let at = 0; at < corrections; at++) {
    const call = { source, id: `call-${Math.floor((at * calls) / corrections)}` }
    yield envelope('call.refunded', `refund-${at}`, '2025-02-20T00:00:00Z', {
      call,
      amount: '0.0005',
      currency: 'USDC',
    })
  }
}
