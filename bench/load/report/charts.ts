/** What happened over time, as SVG. Colours are names of the page's own, so that a chart is right by day and by night. */
import * as echarts from 'echarts'
import type { RunReport } from '../run.ts'
import { atPercentile, type Latency, percentiles } from '../tracker.ts'

const width = 620
const height = 320

/** A colour that no chart needs stands for each of the page's. */
const ink = { text: '#010101', faint: '#020202', grid: '#030303' }
const inks: Readonly<Record<string, string>> = {
  [ink.text]: 'var(--text)',
  [ink.faint]: 'var(--faint)',
  [ink.grid]: 'var(--grid)',
}
const series = ['#0a0a01', '#0a0a02', '#0a0a03', '#0a0a04', '#0a0a05', '#0a0a06', '#0a0a07'] as const

interface Line {
  readonly name: string
  readonly points: readonly (readonly [number, number | null])[]
  readonly colour: string
  readonly dashed?: boolean
  readonly filled?: boolean
}

interface Chart {
  readonly title: string
  readonly note: string
  readonly svg: string
}

export function charts({ driven }: RunReport): Chart[] {
  const { samples } = driven
  const at = (of: (index: number) => number | null) =>
    samples.map((sample, index) => [sample.seconds, of(index)] as const)
  const rate = (name: 'due' | 'sent' | 'durable') =>
    at((index) => {
      const [sample, before] = [samples[index]!, samples[index - 1]]
      return (sample[name] - (before?.[name] ?? 0)) / (sample.seconds - (before?.seconds ?? 0))
    })
  const percentile = (which: 50 | 99) =>
    at((index) => {
      const { latency } = samples[index]!
      return latency.count === 0 ? null : atPercentile(latency, which)
    })
  const most = at((index) => samples[index]!.latency.maxMs || null)
  const names = Object.keys(samples[0]?.memoryMiB ?? {})
  const each = (of: 'memoryMiB' | 'cores') =>
    names.map((name, index) => ({
      name,
      points: at((sample) => samples[sample]![of][name]!),
      colour: series[index % series.length]!,
    }))
  return [
    {
      title: 'Throughput',
      note: 'Events a second: due by the clock, handed to the system, durable.',
      svg: draw('events/s', [
        { name: 'durable', points: rate('durable'), colour: series[0], filled: true },
        { name: 'sent', points: rate('sent'), colour: series[1] },
        { name: 'due', points: rate('due'), colour: ink.faint, dashed: true },
      ]),
    },
    {
      title: 'Latency',
      note: 'From the moment an event was due until it was durable, of those that became durable in each second.',
      svg: draw(
        'ms, log scale',
        [
          { name: 'p50', points: percentile(50), colour: series[0] },
          { name: 'p99', points: percentile(99), colour: series[1] },
          { name: 'max', points: most, colour: series[2] },
        ],
        { log: true },
      ),
    },
    {
      title: 'Latency by percentile',
      note: 'Of the whole run, and of what was due after the warm-up: so many of a hundred events took no longer.',
      svg: draw(
        'ms, log scale',
        [
          { name: 'all events', points: curve(driven.latency), colour: series[1] },
          ...(driven.warmLatency.count > 0
            ? [{ name: 'warm', points: curve(driven.warmLatency), colour: series[0], filled: true }]
            : []),
        ],
        { log: true, places: [...percentiles.map((at) => `p${at}`), 'max'] },
      ),
    },
    {
      title: 'Lag',
      note: 'Events that were due and not yet durable.',
      svg: draw('events', [
        {
          name: 'lag',
          points: at((index) => samples[index]!.due - samples[index]!.durable),
          colour: series[0],
          filled: true,
        },
      ]),
    },
    {
      title: 'Memory',
      note: 'Resident memory of each process.',
      svg: draw('MiB', each('memoryMiB')),
    },
    {
      title: 'Processor',
      note: 'Cores that each process kept busy.',
      svg: draw('cores', each('cores')),
    },
  ]
}

function curve(latency: Latency): (readonly [number, number])[] {
  return [...latency.atPercentile, latency.maxMs].map((ms, place) => [place, ms] as const)
}

interface Axes {
  readonly log?: boolean
  /** What the places from left to right are called; default: seconds. */
  readonly places?: readonly string[]
}

function draw(unit: string, lines: readonly Line[], { log = false, places }: Axes = {}): string {
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width, height })
  const label = { color: ink.faint, fontSize: 12 }
  chart.setOption({
    animation: false,
    textStyle: { fontFamily: 'inherit' },
    grid: { left: 12, right: 18, top: 66, bottom: 30, containLabel: true },
    legend: {
      top: 4,
      left: 6,
      icon: 'roundRect',
      itemWidth: 14,
      itemHeight: 3,
      itemGap: 22,
      textStyle: { color: ink.text },
    },
    xAxis: {
      ...(places === undefined
        ? { type: 'value' as const, min: 0, max: 'dataMax' }
        : { type: 'category' as const, data: [...places], boundaryGap: false }),
      name: places === undefined ? 'seconds after the start' : 'percentile',
      nameLocation: 'middle',
      nameGap: 30,
      nameTextStyle: label,
      axisLabel: { ...label, showMaxLabel: places !== undefined },
      axisLine: { lineStyle: { color: ink.grid } },
      splitLine: { show: false },
      axisTick: { show: false },
    },
    yAxis: {
      type: log ? 'log' : 'value',
      name: unit,
      nameTextStyle: { ...label, align: 'left' },
      nameGap: 18,
      axisLabel: { ...label, formatter: short },
      splitLine: { lineStyle: { color: ink.grid } },
      ...(log ? {} : { min: 0 }),
    },
    series: lines.map(({ name, points, colour, dashed, filled }) => ({
      name,
      type: 'line' as const,
      data: points.map(([x, y]) => [round(x), y === null ? '-' : round(y)]),
      showSymbol: points.length < 3,
      color: colour,
      lineStyle: { width: 2, color: colour, type: dashed ? ('dashed' as const) : ('solid' as const) },
      ...(filled && { areaStyle: { color: colour, opacity: 0.16 } }),
    })),
  })
  const svg = chart.renderToSVGString()
  chart.dispose()
  return series
    .reduce<string>(
      (text, colour, index) => text.replaceAll(colour, `var(--series-${index + 1})`),
      Object.entries(inks).reduce<string>((text, [from, to]) => text.replaceAll(from, to), svg),
    )
    .replace(/width="\d+" height="\d+"/, 'role="img"')
}

function short(value: number): string {
  if (value >= 1e6) return `${value / 1e6} M`
  return value >= 1_000 ? `${value / 1_000} k` : String(value)
}

/** Enough for a line of that many pixels. */
function round(value: number): number {
  return Number(value.toPrecision(5))
}
