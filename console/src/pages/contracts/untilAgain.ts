/**
 * The end of the next close that is tried out. A server keeps what it read for a simulation, corrections and postings too,
 * for the next one with the same end. So the sliders ask about the same instant again, for some minutes.
 */

/** When calls and terms that came meanwhile should show. */
const againMillisecondsMax = 5 * 60_000

/** What the last simulation of the next close was about. */
export interface LastUntil {
  readonly until: string
  /** When it was asked; milliseconds. */
  readonly asked: number
}

/**
 * The `until` to ask about; undefined for the server's now.
 * @param effectiveFrom a day: terms that begin at the last end or after it would change nothing
 */
export function untilAgain(
  last: LastUntil | undefined,
  { now, effectiveFrom }: { readonly now: number; readonly effectiveFrom: string },
): string | undefined {
  if (last === undefined || now < last.asked || now - last.asked > againMillisecondsMax) return undefined
  return Date.parse(effectiveFrom) < Date.parse(last.until) ? last.until : undefined
}
