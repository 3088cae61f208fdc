/**
 * Calls that happened before an event was recorded. Where the history of calls is taken in after the ledger began, all
 * of them did; so of calls that are older than the ledger only those count that were recorded before the event.
 */
import { type Micros, parseTime } from '../../events/time.ts'
import type { EventStore } from '../../eventstore/port.ts'
import { type BatchLog, watermarksOf } from '../../log/batchLog.ts'
import type { Watermarks } from '../../log/keys.ts'
import { streams } from '../../log/streams.ts'
import type { CallFilter, DirectSum, SettlementWindow, UsageReader } from '../../usage/reader.ts'
import { addSums } from '../close/directSums.ts'
import type { Recorded } from './recordedSince.ts'

export class EarlierCalls {
  /** When the first registry event was recorded. */
  readonly began: Micros
  readonly #usage: UsageReader
  readonly #batches: BatchLog

  private constructor(usage: UsageReader, batches: BatchLog, began: Micros) {
    this.#usage = usage
    this.#batches = batches
    this.began = began
  }

  static async open(usage: UsageReader, batches: BatchLog, events: EventStore): Promise<EarlierCalls> {
    for await (const { recordedAt } of events.readStream(streams.registry, { limit: 1 }))
      return new EarlierCalls(usage, batches, parseTime(recordedAt))
    return new EarlierCalls(usage, batches, 0)
  }

  /** Batches that were recorded before the event. */
  async batchesBefore({ position }: Recorded): Promise<Watermarks> {
    return watermarksOf(await this.#batches.upTo(position))
  }

  /** Sums of calls that happened before the event was recorded. */
  async sums(window: SettlementWindow, only: CallFilter, event: Recorded): Promise<DirectSum[]> {
    const from = Math.max(only.from ?? 0, this.began)
    const before = Math.min(only.before ?? event.recordedAt, event.recordedAt, window.until)
    const since = from < before ? await this.#usage.directSums(window, { ...only, from, before }) : []
    const older = { ...only, before: Math.min(before, this.began) }
    return addSums(since, await this.recordedSums(window, older, event))
  }

  /** The same of those that were recorded before the event too. */
  async recordedSums(window: SettlementWindow, only: CallFilter, event: Recorded): Promise<DirectSum[]> {
    const { from = 0, before: end = event.recordedAt } = only
    const before = Math.min(end, event.recordedAt, window.until)
    if (from >= before) return []
    const upTo = await this.batchesBefore(event)
    return upTo.size === 0 ? [] : this.#usage.directSums(window, { ...only, before, upTo })
  }
}
