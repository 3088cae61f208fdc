/** `npm run chaos -- [--seeds N] [--seed N] [--workers N] [--calls N] [--identities WHICH] [--at-once N]`: exits 1 when a seed fails. */
import { parseArgs } from 'node:util'
import { hasKafka } from '../kafka/broker.ts'
import type { SeedReport } from './run.ts'
import { runSeeds, shown, usual } from './seeds.ts'

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '25' },
    seed: { type: 'string' },
    from: { type: 'string', default: '1' },
    workers: { type: 'string', default: String(usual.workers) },
    calls: { type: 'string', default: String(usual.calls) },
    /** all, own or mixed. */
    identities: { type: 'string', default: 'all' },
    'at-once': { type: 'string', default: '2' },
    diary: { type: 'boolean', default: false },
  },
})
if (!hasKafka()) process.exit(2)
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130))
const identities = (['all', 'own', 'mixed'] as const).find((which) => which === values.identities)
if (identities === undefined) throw new Error('--identities is all, own or mixed')
const options = { workers: Number(values.workers), calls: Number(values.calls), identities }
const seeds =
  values.seed === undefined
    ? Array.from({ length: Number(values.seeds) }, (_, i) => Number(values.from) + i)
    : [Number(values.seed)]
let failed = 0
const tell = (report: SeedReport): void => {
  const ok = report.differences.length === 0
  if (!ok) failed++
  console.log(`seed ${report.seed}: ${ok ? 'ok' : 'FAILED'}, ${(report.ms / 1_000).toFixed(1)} s`)
  if (!ok) console.log(shown(report, options))
  else if (values.diary) console.log(report.diary.join('\n'))
}
await runSeeds(seeds, options, { atOnce: Number(values['at-once']), onReport: tell })
console.log(`${seeds.length - failed} of ${seeds.length} seeds agree with the reference`)
process.exitCode = failed === 0 ? 0 : 1
