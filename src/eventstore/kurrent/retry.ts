/**
 * Repeats a call after a failure that passes with time: a lost connection, a new leader. Every call here may be
 * repeated: reads change nothing, and an append is recognised by the ids of its events.
 */
import { retrying } from '../../base/retrying.ts'
import { isUnavailable, translate } from './errors.ts'

/** Milliseconds between the tries; the election of a leader takes a second or two. */
const retryDelaysMs = [50, 200, 500, 1_000, 2_000]

/** @throws HeadwaterError of the last try; `eventstore.refused` at once */
export function calling<Result>(work: () => Promise<Result>): Promise<Result> {
  const translated = () =>
    work().catch((error: unknown) => {
      throw translate(error)
    })
  return retrying(translated, isUnavailable, retryDelaysMs)
}
