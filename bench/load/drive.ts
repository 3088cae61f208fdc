/** Sends a stream by the clock, and looks at everything once a second until it is all durable. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Pace } from './pace.ts'
import { type RunningProcess, usageOf } from './processes.ts'
import type { Sender } from './sender.ts'
import type { LoadEvent, LoadStream } from './stream.ts'
import { type Latency, Tracker } from './tracker.ts'

/** How things stood, and what happened since the sample before. */
export interface Sample {
  /** After the start. */
  readonly seconds: number
  readonly due: number
  readonly sent: number
  readonly durable: number
  readonly latency: Latency
  /** By the name of the process. */
  readonly memoryMiB: Readonly<Record<string, number>>
  readonly cores: Readonly<Record<string, number>>
}

export interface Driven {
  readonly samples: readonly Sample[]
  readonly latency: Latency
  readonly warmLatency: Latency
  readonly sent: number
  readonly durable: number
  readonly errors: number
  readonly dueSeconds: number
  /** Until the last event was durable. */
  readonly seconds: number
}

interface DriveOptions {
  readonly stream: LoadStream
  readonly pace: Pace
  readonly makeSender: (tracker: Tracker) => Promise<Sender>
  readonly processes: readonly RunningProcess[]
  /** Without progress for so long after the last event left, the rest is given up. */
  readonly stallSecondsMax: number
  readonly warmUpSeconds: number
  readonly onSample?: (sample: Sample) => void
}

const tickMs = 4
const sampleMs = 1_000
/** Made at a stretch: then others have their turn. */
const stretchEvents = 8_000

export async function drive(options: DriveOptions): Promise<Driven> {
  const { pace, processes, onSample } = options
  const startMs = performance.now()
  const tracker = new Tracker(startMs, options.warmUpSeconds * 1_000)
  const sender = await options.makeSender(tracker)
  const sampler = new Sampler(processes, tracker, pace, startMs)
  const timer = setInterval(() => onSample?.(sampler.take()), sampleMs)
  let seconds: number
  try {
    await sendAll(options, sender, startMs)
    await sender.drained()
    await untilDurable(tracker, pace.events, options.stallSecondsMax)
    seconds = (performance.now() - startMs) / 1_000
    clearInterval(timer)
    await sampler.rest()
  } finally {
    clearInterval(timer)
    await sender.close()
  }
  const { sent, durable, errors, latency, warmLatency } = tracker
  const dueSeconds = pace.dueMs(pace.events - 1) / 1_000
  return { samples: sampler.samples, latency, warmLatency, sent, durable, errors, dueSeconds, seconds }
}

async function sendAll({ stream, pace }: DriveOptions, sender: Sender, startMs: number): Promise<void> {
  for (let place = 0; place < pace.events; ) {
    const now = performance.now() - startMs
    const due = pace.dueBy(now)
    const { room } = sender
    const count = Math.min(due - place, room, stretchEvents)
    const oldestMs = count > 0 ? now - pace.dueMs(place) : 0
    const last = due === pace.events
    if (count > 0 && (count === room || last || sender.worthSending(count, oldestMs))) {
      const events: LoadEvent[] = []
      const dues = new Float64Array(count)
      for (let at = 0; at < count; at++) {
        dues[at] = pace.dueMs(place + at)
        events.push(stream.next())
      }
      sender.send(events, dues, place)
      place += count
      await new Promise((resolve) => setImmediate(resolve))
    } else if (room === 0) await sender.whenChanged
    else await sleep(tickMs)
  }
}

async function untilDurable(tracker: Tracker, events: number, stallSecondsMax: number): Promise<void> {
  let progress = -1
  let since = performance.now()
  while (tracker.durable < events) {
    if (tracker.durable !== progress) {
      progress = tracker.durable
      since = performance.now()
    }
    if (performance.now() - since > stallSecondsMax * 1_000) return
    await sleep(20)
  }
}

class Sampler {
  readonly samples: Sample[] = []
  private readonly processes: readonly RunningProcess[]
  private readonly tracker: Tracker
  private readonly pace: Pace
  private readonly startMs: number
  private before = new Map<string, number>()
  private beforeMs: number

  constructor(processes: readonly RunningProcess[], tracker: Tracker, pace: Pace, startMs: number) {
    this.processes = processes
    this.tracker = tracker
    this.pace = pace
    this.startMs = startMs
    this.beforeMs = startMs
    this.processorUse(1)
  }

  /** The last sample is of a whole second too: a rate over a moment would say nothing. */
  async rest(): Promise<void> {
    await sleep(Math.max(0, this.beforeMs + sampleMs - performance.now()))
    this.take()
  }

  take(): Sample {
    const now = performance.now()
    const cores = this.processorUse((now - this.beforeMs) / 1_000)
    this.beforeMs = now
    const memoryMiB: Record<string, number> = {}
    for (const process of this.processes) memoryMiB[process.name] = usageOf(process)?.memoryMiB ?? 0
    const { sent, durable } = this.tracker
    const sample: Sample = {
      seconds: (now - this.startMs) / 1_000,
      due: this.pace.dueBy(now - this.startMs),
      sent,
      durable,
      latency: this.tracker.takeSecond(),
      memoryMiB,
      cores,
    }
    this.samples.push(sample)
    return sample
  }

  private processorUse(seconds: number): Record<string, number> {
    const used: Record<string, number> = {}
    for (const process of this.processes) {
      const total = usageOf(process)?.processorSeconds ?? 0
      used[process.name] = Math.max(0, total - (this.before.get(process.name) ?? 0)) / seconds
      this.before.set(process.name, total)
    }
    return used
  }
}
