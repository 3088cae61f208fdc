/** What a report says, in numbers and words, for both of its forms. */
import { availableParallelism, cpus, totalmem } from 'node:os'
import type { RunReport } from '../run.ts'
import { atPercentile, type Latency, percentiles } from '../tracker.ts'

export interface Summary {
  readonly title: string
  readonly machine: string
  readonly good: boolean
  readonly verdict: string
  readonly keyNumbers: readonly { readonly name: string; readonly value: string; readonly note: string }[]
  readonly latencies: { readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] }
  readonly processes: { readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] }
  readonly settings: readonly (readonly [string, string])[]
  readonly refused: readonly (readonly [string, string])[]
  readonly checks: RunReport['checks']
  readonly method: string
}

export function summarise(report: RunReport): Summary {
  const { driven, checks } = report
  const { via, load } = report.options
  const good = checks.every(({ ok }) => ok) && driven.errors === 0
  const differing = checks.filter(({ ok }) => !ok).length
  const warm = driven.warmLatency.count > 0
  const shown = warm ? driven.warmLatency : driven.latency
  const perSecond = driven.durable / driven.seconds
  return {
    title: `${whole(load.rate)} events/s over ${via === 'kafka' ? 'Kafka' : 'HTTP'} for ${load.seconds} s`,
    machine: `${availableParallelism()} cores of ${cpus()[0]?.model.trim() ?? 'unknown kind'}, ${(totalmem() / 2 ** 30).toFixed(0)} GiB, Node ${process.version}; everything on this one machine`,
    good,
    verdict: good
      ? 'The books agree with what was sent, to the unit.'
      : differing === 0
        ? `${driven.errors} errors; the books agree with what was sent.`
        : `${differing} of ${checks.length} checks differ.`,
    keyNumbers: [
      {
        name: 'durable',
        value: whole(driven.durable),
        note: `events, of ${whole(driven.sent)} sent`,
      },
      { name: 'throughput', value: whole(perSecond), note: 'events/s, from first due to last durable' },
      {
        name: 'p50',
        value: milliseconds(atPercentile(shown, 50)),
        note: warm ? 'due → durable, warm' : 'due → durable',
      },
      {
        name: 'p99',
        value: milliseconds(atPercentile(shown, 99)),
        note: warm ? 'due → durable, warm' : 'due → durable',
      },
      { name: 'most lag', value: whole(lagMax(report)), note: 'events due and not durable' },
      { name: 'errors', value: whole(driven.errors), note: 'failed requests or sends' },
    ],
    latencies: {
      head: ['due → durable', ...percentiles.map((at) => `p${at}`), 'max', 'events'],
      rows: [
        ['all events', ...latencyCells(driven.latency)],
        ...(warm ? [[`due after ${load.warmUpSeconds} s`, ...latencyCells(driven.warmLatency)]] : []),
      ],
    },
    processes: processTable(report),
    settings: settingsOf(report),
    refused: Object.entries(report.refusedByCode).map(([code, count]) => [code, whole(count)]),
    checks,
    method: report.method,
  }
}

export function whole(value: number): string {
  return Math.round(value).toLocaleString('en')
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

export function milliseconds(value: number): string {
  if (value >= 1_000) return `${(value / 1_000).toFixed(value >= 10_000 ? 1 : 2)} s`
  return `${value.toFixed(value >= 100 ? 0 : 1)} ms`
}

function latencyCells({ atPercentile, maxMs, count }: Latency): string[] {
  return [...atPercentile.map(milliseconds), milliseconds(maxMs), whole(count)]
}

function lagMax({ driven }: RunReport): number {
  return Math.max(0, ...driven.samples.map(({ due, durable }) => due - durable))
}

function processTable({ driven }: RunReport): Summary['processes'] {
  const { samples } = driven
  const names = Object.keys(samples[0]?.memoryMiB ?? {})
  return {
    head: ['process', 'memory, last', 'memory, most', 'cores, mean', 'cores, most'],
    rows: names.map((name) => {
      const memory = samples.map((sample) => sample.memoryMiB[name]!)
      const cores = samples.map((sample) => sample.cores[name]!)
      const mean = cores.reduce((sum, value) => sum + value, 0) / cores.length
      return [
        name,
        `${whole(memory.at(-1)!)} MiB`,
        `${whole(Math.max(...memory))} MiB`,
        mean.toFixed(2),
        Math.max(...cores).toFixed(2),
      ]
    }),
  }
}

function settingsOf({ options, driven, outcomes }: RunReport): [string, string][] {
  const { load, via } = options
  const { burst, mix } = load
  const percent = (part: number) => `${Number((part * 100).toFixed(2))} %`
  return [
    ['seed', String(load.seed)],
    [
      'engines',
      options.engines === 'embedded' ? 'embedded' : 'shared: KurrentDB double, ClickHouse front over chDB',
    ],
    via === 'kafka'
      ? [
          'way in',
          [
            counted(options.workers, 'worker'),
            counted(options.partitions, 'partition'),
            `${counted(options.each, 'event')} a message`,
          ].join(', '),
        ]
      : ['way in', `one server, at most ${options.each} events a request`],
    ['due', `${whole(driven.sent)} events within ${driven.dueSeconds.toFixed(1)} s`],
    ['all durable after', `${driven.seconds.toFixed(1)} s`],
    ['bursts', `${burst.factor} × the rate for ${burst.lengthSeconds} s of every ${burst.everySeconds} s`],
    ['skew', `Zipf, exponent ${load.skew}, over ${load.assets} assets and ${load.sources} sources`],
    ['sent again', `${percent(mix.duplicates)} as they were, ${percent(mix.conflicts)} with another amount`],
    ['bad', percent(mix.bad)],
    ['late, early, unknown', [mix.late, mix.early, mix.unknown].map(percent).join(', ')],
    ['out of order', `${percent(mix.disorder)} leave up to 200 places later; clocks differ by 2 h`],
    [
      'outcomes',
      Object.entries(outcomes)
        .map(([name, count]) => `${whole(count)} ${name}`)
        .join(', '),
    ],
  ]
}
