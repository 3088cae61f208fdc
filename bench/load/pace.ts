/** When each event is due. The clock decides, never the system under load: what it can't take in time waits, and counts. */
import { invariant } from '../../src/invariant.ts'
import type { Burst } from './options.ts'

export interface Pace {
  readonly events: number
  /** When event `index` is due, in milliseconds after the start. */
  dueMs(index: number): number
  /** How many events are due by then. */
  dueBy(milliseconds: number): number
}

/** Bursts at the end of each cycle, a steady rate before them; the average over whole cycles is `rate`. */
export function createPace(rate: number, seconds: number, burst: Burst): Pace {
  const { everySeconds, lengthSeconds, factor } = burst
  const quietSeconds = everySeconds - lengthSeconds
  const inBurst = rate * factor * lengthSeconds
  const perCycle = rate * everySeconds
  const inQuiet = perCycle - inBurst
  invariant(quietSeconds > 0 && inQuiet > 0, 'a burst leaves something for the time between bursts')

  function dueMs(index: number): number {
    const cycle = Math.floor(index / perCycle)
    const within = index - cycle * perCycle
    const seconds =
      within < inQuiet
        ? (within / inQuiet) * quietSeconds
        : quietSeconds + ((within - inQuiet) / inBurst) * lengthSeconds
    return (cycle * everySeconds + seconds) * 1_000
  }

  function dueBy(milliseconds: number): number {
    const at = Math.min(milliseconds / 1_000, seconds)
    const cycle = Math.floor(at / everySeconds)
    const within = at - cycle * everySeconds
    const events =
      within < quietSeconds
        ? (within / quietSeconds) * inQuiet
        : inQuiet + ((within - quietSeconds) / lengthSeconds) * inBurst
    return Math.floor(cycle * perCycle + events)
  }

  return { events: dueBy(seconds * 1_000), dueMs, dueBy }
}
