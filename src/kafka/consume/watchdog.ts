/**
 * Finds partitions that hang. It knows of each how far it is durable and what the brokers hold. A consumer can hang as a
 * whole, or with one partition while the others flow, so each partition is judged by itself, and only by lag that was
 * there for the whole time: a message that has just arrived is no reason to act. Time during which this process itself
 * was paused or busy is not counted.
 */
interface Watched {
  readonly name: string
  /** The first offset that is not durable. */
  readonly next: number
  readonly high: number
}

interface Behind {
  readonly next: number
  readonly waitedMs: number
}

export class Watchdog {
  readonly #stallMs: number
  readonly #lookMsMax: number
  #lookedAt: number | undefined
  #behind = new Map<string, Behind>()

  /** @param lookMsMax more than this between two looks does not count */
  constructor(stallMs: number, lookMsMax: number) {
    this.#stallMs = stallMs
    this.#lookMsMax = lookMsMax
  }

  /** @returns the names of those that have had lag and got no further for the whole time */
  look(now: number, partitions: readonly Watched[]): string[] {
    const passed = Math.min(now - (this.#lookedAt ?? now), this.#lookMsMax)
    this.#lookedAt = now
    const behind = new Map<string, Behind>()
    for (const { name, next, high } of partitions) {
      if (next >= high) continue
      const before = this.#behind.get(name)
      behind.set(name, { next, waitedMs: before?.next === next ? before.waitedMs + passed : 0 })
    }
    this.#behind = behind
    return [...behind].filter(([, { waitedMs }]) => waitedMs >= this.#stallMs).map(([name]) => name)
  }
}
