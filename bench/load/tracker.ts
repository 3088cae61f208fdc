/**
 * Counts events that were due, sent and durable, and measures how long each took from the moment when it was due. An event
 * that was sent late, because the system or this program could not keep up, has waited too.
 */
import { createHistogram, type RecordableHistogram } from 'node:perf_hooks'

const microseconds = { lowest: 1, highest: 3_600_000_000, figures: 3 }
export const percentiles = [50, 75, 90, 95, 99, 99.9, 99.99] as const

/** Milliseconds of the percentile; one of `percentiles`. */
export function atPercentile(latency: Latency, percentile: (typeof percentiles)[number]): number {
  return latency.atPercentile[percentiles.indexOf(percentile)]!
}

export interface Latency {
  readonly count: number
  /** Milliseconds at `percentiles`. */
  readonly atPercentile: readonly number[]
  readonly maxMs: number
}

export class Tracker {
  sent = 0
  durable = 0
  errors = 0
  private readonly whole = createHistogram(microseconds)
  private readonly warm = createHistogram(microseconds)
  private second = createHistogram(microseconds)
  private readonly startMs: number
  private readonly warmUpMs: number

  /**
   * @param startMs when the run began, on the clock of `performance.now()`
   * @param warmUpMs events due before this time are measured apart, because compilers and caches are cold then
   */
  constructor(startMs: number, warmUpMs: number) {
    this.startMs = startMs
    this.warmUpMs = warmUpMs
  }

  /** @param dues when they were due, in milliseconds after the start */
  madeDurable(dues: Float64Array, from = 0, to = dues.length): void {
    const now = performance.now() - this.startMs
    for (let at = from; at < to; at++) {
      const waited = Math.max(1, Math.round((now - dues[at]!) * 1_000))
      this.whole.record(waited)
      this.second.record(waited)
      if (dues[at]! >= this.warmUpMs) this.warm.record(waited)
    }
    this.durable += to - from
  }

  /** Of what became durable since the last call. */
  takeSecond(): Latency {
    const latency = read(this.second)
    this.second.reset()
    return latency
  }

  /** Of all events. */
  get latency(): Latency {
    return read(this.whole)
  }

  /** Of those due after the warm-up. */
  get warmLatency(): Latency {
    return read(this.warm)
  }
}

function read(histogram: RecordableHistogram): Latency {
  const { count } = histogram
  return {
    count,
    atPercentile: percentiles.map((at) => (count === 0 ? 0 : histogram.percentile(at) / 1_000)),
    maxMs: count === 0 ? 0 : histogram.max / 1_000,
  }
}
