/**
 * Runs the benchmarks, each in a process of its own, so that the memory and engines of one do not affect the next. Prints
 * the results beside those of the peers.
 *
 *     npm run bench -- [--quick] [--only NAME]…     NAME: of a file here, without `.ts`
 *
 * Writes bench/results.json: a list of the measurements.
 */
import { fork } from 'node:child_process'
import { readdirSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus, totalmem } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Measurement } from './measurement.ts'

const here = import.meta.dirname
const notBenchmarks = ['run.ts', 'measurement.ts']

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true },
    /** How this program starts itself for one benchmark. */
    child: { type: 'string' },
  },
})
if (options.child) await runOne(options.child, options.quick)
else await runAll()

async function runAll(): Promise<void> {
  const names = benchmarkNames()
  console.log(machine())
  const results: Measurement[] = []
  const started = performance.now()
  for (const name of names) {
    const began = performance.now()
    const outcome = await runInChild(name)
    console.log(`\n${name}  (${seconds(began)})`)
    if (outcome instanceof Error) {
      console.log(`  failed: ${outcome.message}`)
      process.exitCode = 1
      continue
    }
    printTable(outcome)
    results.push(...outcome)
    // Written after each benchmark, so that an interrupted run keeps its results.
    writeFileSync(join(here, 'results.json'), `${JSON.stringify(results, null, 2)}\n`)
  }
  console.log(`\n${results.length} measurements in ${seconds(started)}, written to bench/results.json`)
}

function benchmarkNames(): string[] {
  const all = readdirSync(here)
    .filter((file) => file.endsWith('.ts') && !notBenchmarks.includes(file))
    .map((file) => file.slice(0, -'.ts'.length))
    .sort()
  const unknown = options.only?.find((name) => !all.includes(name))
  if (unknown !== undefined) {
    console.error(`There is no benchmark ${unknown}; there are: ${all.join(', ')}.`)
    process.exit(2)
  }
  return options.only ?? all
}

function runInChild(name: string): Promise<Measurement[] | Error> {
  return new Promise((resolve) => {
    const child = fork(import.meta.filename, ['--child', name, ...(options.quick ? ['--quick'] : [])])
    let found: Measurement[] | undefined
    child.on('message', (measurements) => {
      found = measurements as Measurement[]
    })
    child.on('exit', (code, signal) => {
      if (found && code === 0) resolve(found)
      else resolve(new Error(`its process ended with ${signal ?? `code ${code}`}`))
    })
  })
}

async function runOne(name: string, quick: boolean): Promise<void> {
  const { run } = (await import(`./${name}.ts`)) as {
    run(options: { quick: boolean }): Promise<Measurement[]>
  }
  const measurements = await run({ quick })
  process.send!(measurements, () => process.exit(0))
}

function machine(): string {
  const cores = `${availableParallelism()} cores of ${cpus()[0]?.model.trim() ?? 'unknown kind'}`
  return `${cores}, ${(totalmem() / 2 ** 30).toFixed(0)} GiB, Node ${process.version}${options.quick ? ', quick' : ''}`
}

function printTable(measurements: readonly Measurement[]): void {
  const rows = measurements.map((each) => [
    each.name,
    each.size,
    `${rounded(each.value)} ${each.unit}`,
    each.ratio === undefined ? '' : `${rounded(each.ratio)}×`,
    each.peer === undefined
      ? ''
      : `${each.peer}${each.peerValue === undefined ? '' : `: ${rounded(each.peerValue)}`}`,
  ])
  const widths = rows.reduce<number[]>(
    (most, row) => row.map((cell, i) => Math.max(most[i] ?? 0, cell.length)),
    [],
  )
  for (const row of rows)
    console.log(`  ${row.map((cell, i) => cell.padEnd(widths[i]!)).join('  ')}`.trimEnd())
}

/** Three digits that count, with commas. */
function rounded(value: number): string {
  return new Intl.NumberFormat('en', { maximumSignificantDigits: 3 }).format(value)
}

function seconds(since: number): string {
  return `${((performance.now() - since) / 1_000).toFixed(1)} s`
}
