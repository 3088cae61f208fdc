/** Repeats a request to a server that could not be reached. For requests that may run twice without harm. */
import { retrying } from '../../base/retrying.ts'

/** Tries after the first. */
const retriesMax = 4
const firstDelayMs = 100

/** Codes of the system and of Node: there was no answer, or the connection was cut. */
const lostLines = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'])

/** ClickHouse's codes for what passes: overload, a lost replica or keeper, a missing quorum, a session that is busy. */
const passing = new Set(['202', '209', '210', '242', '252', '285', '286', '289', '319', '373', '999'])

/** @param work starts from the beginning at every call */
export function requesting<Result>(work: () => Promise<Result>): Promise<Result> {
  return retrying(work, isPassing, delaysMs())
}

function* delaysMs(): Generator<number> {
  for (let retry = 0; retry < retriesMax; retry++) yield firstDelayMs * 2 ** retry * (0.5 + Math.random() / 2)
}

/** A timeout does not pass: the server may still run the query, and the next try would take minutes too. */
function isPassing(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = 'code' in error ? String(error.code) : ''
  return lostLines.has(code) || passing.has(code) || /socket hang up|aborted/.test(error.message)
}
