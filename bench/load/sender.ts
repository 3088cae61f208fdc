/** A way in: what takes events when they are due, and tells the tracker when they are durable. */
import type { LoadEvent } from './stream.ts'

export interface Sender {
  /** How many events it would take now; 0 while it is busy. */
  readonly room: number
  /** Whether so few events should wait for more, the oldest being due for so long. */
  worthSending(events: number, oldestMs: number): boolean
  /** Takes events in order; returns before they are durable. @param place of the first among all */
  send(events: readonly LoadEvent[], dues: Float64Array, place: number): void
  /** Resolves when there is room again, or something else has changed. */
  readonly whenChanged: Promise<void>
  /** Everything sent has left, and nothing waits for an answer. @throws what went wrong */
  drained(): Promise<void>
  close(): Promise<void>
}

/** What may be waited for more than once. */
export class Signal {
  private next = Promise.withResolvers<void>()

  get promise(): Promise<void> {
    return this.next.promise
  }

  fire(): void {
    const { resolve } = this.next
    this.next = Promise.withResolvers()
    resolve()
  }
}
