/** Repeats what a server could not be reached for. Only what may run twice without harm comes here. */
import { setTimeout as sleep } from 'node:timers/promises'

/** Tries after the first. */
const retriesMax = 4
const firstDelayMs = 100

/** Of the system and of Node: nobody answered, or the line was cut. */
const lostLines = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'])

/** ClickHouse's codes for what passes: overload, a lost replica or keeper, a quorum not yet there, a session still busy. */
const passing = new Set(['202', '209', '210', '242', '252', '285', '286', '289', '319', '373', '999'])

/** @param work begins anew at every call */
export async function retrying<Result>(work: () => Promise<Result>): Promise<Result> {
  for (let retry = 0; ; retry++) {
    try {
      return await work()
    } catch (error) {
      if (retry === retriesMax || !isPassing(error)) throw error
      await sleep(firstDelayMs * 2 ** retry * (0.5 + Math.random() / 2))
    }
  }
}

/** A timeout is none of these: the server may be at work on it still, and what took minutes once will again. */
function isPassing(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = 'code' in error ? String(error.code) : ''
  return lostLines.has(code) || passing.has(code) || /socket hang up|aborted/.test(error.message)
}
