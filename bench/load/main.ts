/**
 * Puts a fixed load on Headwater. Reports how Headwater took it, and whether the books agree with what was sent.
 *
 *     npm run load -- --via kafka|http [--rate N] [--seconds S] [--seed K] [--engines embedded|shared]
 *       [--workers W] [--partitions P] [--each E] [--assets A] [--sources G] [--skew Z] [--burst FACTOR]
 *       [--duplicates D] [--conflicts C] [--bad B] [--disorder O] [--out FOLDER]
 *
 * It starts and stops every process that it needs. It writes load-report.html and load-report.txt, and exits with 0 if the
 * books agree, with 1 if they don't.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { defaultLoad, defaultMix, type LoadMix } from './options.ts'
import { htmlReport } from './report/html.ts'
import { textReport } from './report/text.ts'
import { type RunOptions, runLoad } from './run.ts'
import { atPercentile } from './tracker.ts'

const texts = ['via', 'engines', 'out'] as const
const numbers = [
  'rate',
  'seconds',
  'seed',
  'workers',
  'partitions',
  'each',
  'assets',
  'sources',
  'skew',
  'burst',
  ...(Object.keys(defaultMix) as (keyof LoadMix)[]),
] as const

const { values } = parseArgs({
  options: Object.fromEntries([...texts, ...numbers].map((name) => [name, { type: 'string' as const }])),
}) as { values: Partial<Record<(typeof texts)[number] | (typeof numbers)[number], string>> }

const options = readOptions()
const report = await runLoad(options)
const out = values.out ?? 'bench/load'
mkdirSync(out, { recursive: true })
const text = textReport(report)
writeFileSync(join(out, 'load-report.txt'), text)
writeFileSync(join(out, 'load-report.html'), htmlReport(report))
process.stdout.write(`\n${text}\nWritten: ${join(out, 'load-report.html')} and load-report.txt\n`)
process.exitCode = report.checks.every(({ ok }) => ok) ? 0 : 1

function readOptions(): RunOptions {
  const via = oneOf('via', ['kafka', 'http'], undefined)
  const engines = oneOf('engines', ['embedded', 'shared'], 'embedded')
  const workers = number('workers', 1)
  if (engines === 'embedded' && workers > 1)
    refuse('One process at a time works on embedded engines: several workers need `--engines shared`.')
  const mix = Object.fromEntries(
    Object.entries(defaultMix).map(([name, part]) => [name, number(name as keyof LoadMix, part)]),
  ) as unknown as LoadMix
  const { burst } = defaultLoad
  return {
    via,
    engines,
    workers,
    partitions: number('partitions', 8),
    each: number('each', via === 'http' ? 500 : 1),
    load: {
      ...defaultLoad,
      seed: number('seed', defaultLoad.seed),
      rate: number('rate', defaultLoad.rate),
      seconds: number('seconds', defaultLoad.seconds),
      assets: number('assets', defaultLoad.assets),
      sources: number('sources', defaultLoad.sources),
      skew: number('skew', defaultLoad.skew),
      burst: { ...burst, factor: number('burst', burst.factor) },
      mix,
    },
    onPhase: (phase) => process.stderr.write(`${phase}\n`),
    onSample: ({ seconds, due, durable, latency }) =>
      process.stderr.write(
        `${seconds.toFixed(0).padStart(5)} s  ${durable} durable, lag ${due - durable}, p99 ${atPercentile(latency, 99).toFixed(0)} ms\n`,
      ),
  }
}

function number(name: (typeof numbers)[number], otherwise: number): number {
  const value = values[name] === undefined ? otherwise : Number(values[name])
  return Number.isFinite(value) && value >= 0
    ? value
    : refuse(`--${name} takes a number from 0 on, not ${values[name]}.`)
}

function oneOf<Name extends string>(
  name: (typeof texts)[number],
  choices: readonly Name[],
  otherwise: Name | undefined,
): Name {
  const value = values[name] ?? otherwise
  return choices.find((choice) => choice === value) ?? refuse(`--${name} is one of ${choices.join(', ')}.`)
}

function refuse(message: string): never {
  process.stderr.write(`${message}\n`)
  process.exit(2)
}
