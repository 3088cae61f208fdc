/**
 * Question: how long does each step of a testnet take, with how much memory: registry events and calls taken in, a close,
 * its verification, and commands that read one thing?
 *
 * Size: 3.2 M payees with accounts, 200,000 of them annotators with contributions to 2,000 datasets, 500 models, 300
 * agents, 5 M calls; quick: a twentieth of everything. Each step is a command in a process of its own, timed from its
 * start to its end.
 *
 * Estimate, on 2 cores, at full size: registry events 32 s (100,000/s), calls 25 s (200,000/s), the close 10 s, verify
 * 25 s, and 1 s for a command that reads one thing. Memory: 1 GB, 1 GB, 1.5 GB, 1.5 GB, 400 MB.
 *
 *     node bench/testnet.ts [--scale 0.05] [--only registry,calls,close,verify,epochs,statement,proof,explain]
 *       [--runs N] [--before CHECKOUT] [--data FOLDER] [--fresh] [--threads N]
 *       [--seed N] [--payees N] [--annotators N] [--datasets N] [--models N] [--agents N] [--calls N]
 *
 * `--before` runs each command with another checkout in turn, on ledgers of its own; figures are medians of `--runs`.
 * `--data` keeps the events and what each step left, and uses them again: a step that `--only` names starts from them.
 * `--fresh` forgets the ledgers, and keeps the events. `--threads` is passed to `ingest` of this checkout.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { Measurement } from './measurement.ts'
import { type Metered, meteredCommand } from './support/meteredCommand.ts'
import { type Ledgers, ledgersOf, writeEconomy } from './testnet/ledgers.ts'
import { describeSizes, type EconomySizes, fullSizes, scaled } from './testnet/options.ts'
import { type EconomyFiles, type Stage, stages } from './testnet/stages.ts'

const quickScale = 1 / 20
const here = resolve(import.meta.dirname, '..')

interface TestnetOptions {
  readonly sizes: EconomySizes
  readonly only?: readonly string[]
  readonly runs?: number
  /** Another checkout. */
  readonly before?: string
  /** Default: a temporary folder. */
  readonly data?: string
  readonly fresh?: boolean
  readonly threads?: string
}

interface Build {
  readonly checkout: string
  readonly ledgers: Ledgers
  readonly flags: (stage: Stage) => readonly string[]
}

export async function run({ quick }: { quick: boolean }): Promise<Measurement[]> {
  return measure({ sizes: quick ? scaled(fullSizes, quickScale) : fullSizes })
}

async function measure(options: TestnetOptions): Promise<Measurement[]> {
  const { sizes, only, runs = 1, before, data, fresh = false, threads } = options
  const folder = data ?? mkdtempSync(join(tmpdir(), 'headwater-bench-'))
  try {
    const files = writeEconomy(folder, sizes)
    const world = { files, sizes }
    const build = (checkout: string, name: string, ingestFlags: readonly string[]): Build => {
      if (fresh) rmSync(join(folder, name), { recursive: true, force: true })
      const flags = (stage: Stage) => (['registry', 'calls'].includes(stage.name) ? ingestFlags : [])
      return { checkout, ledgers: ledgersOf(folder, name), flags }
    }
    const ours = build(here, 'now', threads === undefined ? [] : ['--threads', threads])
    const theirs = before === undefined ? undefined : build(resolve(before), 'before', [])
    const builds = theirs === undefined ? [ours] : [ours, theirs]
    const chosen = stages.filter(({ name }) => only?.includes(name) ?? true)
    const found: Measurement[] = []
    for (const stage of chosen) {
      const results = builds.map((): Metered[] => [])
      for (const each of builds) await runNeeded(each, stage, world)
      for (let at = 0; at < runs; at++) {
        for (const [index, each] of builds.entries()) results[index]!.push(await runStage(each, stage, world))
      }
      requireAgreed(stage, results)
      found.push(...measurementsOf(stage, world, results))
    }
    return found
  } finally {
    if (data === undefined) rmSync(folder, { recursive: true, force: true })
  }
}

interface World {
  readonly files: EconomyFiles
  readonly sizes: EconomySizes
}

/** Runs what comes before a stage, where no earlier run left it. */
async function runNeeded(build: Build, stage: Stage, world: World): Promise<void> {
  const needed = stageBefore(stage)
  if (needed === undefined || build.ledgers.after(needed.name) !== undefined) return
  await runNeeded(build, needed, world)
  await runStage(build, needed, world)
}

function stageBefore(stage: Stage): Stage | undefined {
  return stages
    .slice(0, stages.indexOf(stage))
    .filter(({ writes }) => writes)
    .at(-1)
}

async function runStage(build: Build, stage: Stage, { files, sizes }: World): Promise<Metered> {
  const { checkout, ledgers, flags } = build
  const needed = stageBefore(stage)?.name
  const ledger = stage.writes ? ledgers.copyOf(needed) : ledgers.after(needed!)!
  const argv = [...stage.argv(files, sizes), ...flags(stage), '--data', ledger]
  // The sources are compiled once, before the clock starts.
  await meteredCommand(checkout, [argv[0]!, '--help'])
  const metered = await meteredCommand(checkout, argv, { HEADWATER_LOG_LEVEL: 'error' })
  if (stage.writes) ledgers.keep(ledger, stage.name)
  const { wallSeconds, processorSeconds, memoryMiBMax } = metered
  process.stderr.write(
    `${stage.name}, ${checkout}: ${wallSeconds.toFixed(2)} s, CPU ${processorSeconds.toFixed(2)} s, ${memoryMiBMax.toFixed(0)} MiB\n`,
  )
  return metered
}

/** @throws Error if two builds closed the same calls to other books */
function requireAgreed({ name, agreed }: Stage, results: readonly Metered[][]): void {
  if (agreed === undefined) return
  const answers = new Set(results.flat().map(({ stdout }) => agreed(stdout)))
  if (answers.size > 1) throw new Error(`The builds disagree about ${name}: ${[...answers].join('\n')}`)
}

const peer = 'the build before'

/** @param results of this build, and perhaps of the build before */
function measurementsOf(stage: Stage, { files, sizes }: World, results: readonly Metered[][]): Measurement[] {
  const size = describeSizes(sizes)
  const figure = (name: string, unit: string, of: (metered: Metered) => number): Measurement => {
    const [value, peerValue] = results.map((metered) => median(metered.map(of)))
    const compared = peerValue === undefined ? {} : { peer, peerValue, ratio: peerValue / value! }
    return { name: `testnet, ${stage.name}${name}`, size, value: value!, unit, ...compared }
  }
  const count = stage.count?.(files, sizes)
  return [
    figure('', 's', ({ wallSeconds }) => wallSeconds),
    ...(count === undefined ? [] : [rate(figure(': rate', 'events/s', (m) => count / m.wallSeconds))]),
    figure(': processor time', 's', ({ processorSeconds }) => processorSeconds),
    figure(': peak memory', 'MiB', ({ memoryMiBMax }) => memoryMiBMax),
  ]
}

/** More is better. */
function rate(measurement: Measurement): Measurement {
  const { value, peerValue } = measurement
  return peerValue === undefined ? measurement : { ...measurement, ratio: value / peerValue }
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!
}

function readOptions(): TestnetOptions {
  const numbers = Object.keys(fullSizes)
  const texts = ['scale', 'only', 'runs', 'before', 'data', 'threads', ...numbers]
  const { values: flags } = parseArgs({
    options: {
      ...Object.fromEntries(texts.map((name) => [name, { type: 'string' as const }])),
      fresh: { type: 'boolean' },
    },
  })
  const { fresh } = flags
  const values = flags as Readonly<Record<string, string | undefined>>
  const { scale = '1', only, runs = '1', before, data, threads } = values
  const own = Object.fromEntries(
    numbers.filter((name) => values[name] !== undefined).map((name) => [name, Number(values[name])]),
  )
  const unknown = only?.split(',').find((name) => !stages.some((stage) => stage.name === name))
  if (unknown !== undefined) throw new Error(`There is no step ${unknown}.`)
  if (before !== undefined && !existsSync(join(before, 'src', 'main.ts')))
    throw new Error(`${before} is no checkout of this repository.`)
  return {
    sizes: { ...scaled(fullSizes, Number(scale)), ...own },
    runs: Number(runs),
    ...(only !== undefined && { only: only.split(',') }),
    ...(before !== undefined && { before }),
    ...(data !== undefined && { data: resolve(data) }),
    ...(fresh === true && { fresh }),
    ...(threads !== undefined && { threads }),
  }
}

if (import.meta.main) {
  const found = await measure(readOptions())
  for (const { size } of found.slice(0, 1)) console.log(size)
  console.table(
    found.map(({ name, value, unit, peerValue, ratio }) => ({
      name,
      value: Number(value.toPrecision(4)),
      unit,
      ...(peerValue !== undefined && {
        before: Number(peerValue.toPrecision(4)),
        ratio: Number(ratio!.toPrecision(3)),
      }),
    })),
  )
}
