/** The report for a terminal. */
import type { RunReport } from '../run.ts'
import { atPercentile } from '../tracker.ts'
import { milliseconds, type Summary, summarise, whole } from './summary.ts'

const sparkWidth = 60

export function textReport(report: RunReport): string {
  const summary = summarise(report)
  const sections = [
    `${summary.title}\n${summary.machine}`,
    `${summary.good ? '✓' : '✗'} ${summary.verdict}`,
    table(
      summary.keyNumbers.map(({ name, value, note }) => [name, value, note]),
      [1],
    ),
    table([summary.latencies.head, ...summary.latencies.rows], [1, 2, 3, 4, 5, 6, 7, 8, 9]),
    overTime(report),
    table([summary.processes.head, ...summary.processes.rows], [1, 2, 3, 4]),
    table(checkRows(summary), []),
    `Refused, by code\n${table(summary.refused, [1])}`,
    table(summary.settings, []),
    wrapped(summary.method),
  ]
  return `${sections.join('\n\n')}\n`
}

function checkRows({ checks }: Summary): string[][] {
  return checks.map(({ what, ok, detail }) => [ok ? '✓' : '✗', what, detail])
}

/** One character a stretch of time; the greatest value beside it. */
function overTime({ driven: { samples } }: RunReport): string {
  const rates = (of: 'due' | 'durable') =>
    samples.map((sample, at) => {
      const before = samples[at - 1]
      return (sample[of] - (before?.[of] ?? 0)) / (sample.seconds - (before?.seconds ?? 0))
    })
  const rows: [string, number[], (value: number) => string][] = [
    ['due', rates('due'), (value) => `${whole(value)} events/s`],
    ['durable', rates('durable'), (value) => `${whole(value)} events/s`],
    ['p99', samples.map(({ latency }) => atPercentile(latency, 99)), milliseconds],
    ['lag', samples.map(({ due, durable }) => due - durable), (value) => `${whole(value)} events`],
  ]
  const lines = rows.map(([name, values, text]) => [
    name,
    spark(values),
    `most ${text(Math.max(...values, 0))}`,
  ])
  return `Over ${samples.at(-1)!.seconds.toFixed(0)} s\n${table(lines, [])}`
}

function spark(values: readonly number[]): string {
  const most = Math.max(...values)
  const each = Math.ceil(values.length / sparkWidth)
  const steps = '▁▂▃▄▅▆▇█'
  let text = ''
  for (let at = 0; at < values.length; at += each) {
    const value = Math.max(...values.slice(at, at + each))
    text += most === 0 ? steps[0] : steps[Math.min(7, Math.floor((value / most) * 8))]
  }
  return text
}

function table(rows: readonly (readonly string[])[], right: readonly number[]): string {
  const widths: number[] = []
  for (const row of rows)
    for (const [column, cell] of row.entries()) widths[column] = Math.max(widths[column] ?? 0, cell.length)
  return rows
    .map((row) =>
      row
        .map((cell, column) =>
          right.includes(column) ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!),
        )
        .join('  ')
        .trimEnd(),
    )
    .map((line) => `  ${line}`)
    .join('\n')
}

function wrapped(text: string): string {
  return text.replace(/(.{1,96})(\s|$)/g, '$1\n').trimEnd()
}
