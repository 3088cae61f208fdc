/** Rates from snapshots. */
import type { Snapshot } from '../../app/live.ts'

interface Rate {
  /** Milliseconds since 1970: the end of the second that it is of. */
  readonly at: number
  readonly eventsPerSecond: number
}

const windowMs = 5_000

/**
 * Events taken in a second, at each snapshot. A server that was started again counts from 0, so its first snapshot has no
 * rate.
 */
export function ratesOf(snapshots: readonly Snapshot[]): readonly Rate[] {
  return snapshots.flatMap((snapshot, place) => {
    const before = snapshots[place - 1]
    if (before === undefined) return []
    const ms = Date.parse(snapshot.at) - Date.parse(before.at)
    const events = totalOf(snapshot) - totalOf(before)
    return ms <= 0 || events < 0
      ? []
      : [{ at: Date.parse(snapshot.at), eventsPerSecond: (events * 1_000) / ms }]
  })
}

/** The rate of the last five seconds: a snapshot comes only when something changed. */
export function rateNow(snapshots: readonly Snapshot[], now: number): number {
  const recent = snapshots.filter(({ at }) => Date.parse(at) > now - windowMs)
  const first = snapshots[snapshots.length - recent.length - 1] ?? recent[0]
  const last = recent.at(-1)
  if (first === undefined || last === undefined) return 0
  return Math.max(0, ((totalOf(last) - totalOf(first)) * 1_000) / windowMs)
}

function totalOf({ taken }: Snapshot): number {
  return Object.values(taken).reduce((sum, events) => sum + events, 0)
}
