/** What of an error refuses an event, and what is a failure of the ledger that judges it. */
import { type Fault, faultOf, HeadwaterError } from '../errors.ts'

/**
 * The fault of an event that is refused. The registry is read from a store while events are judged: where that fails,
 * nothing is said of the event, and its sender sends it again.
 * @throws `error` where it is no refusal
 */
export function refusalOf(error: unknown): Fault {
  if (isOfStore(error)) throw error
  return faultOf(error)
}

/** Whether the store of the registry failed. */
export function isOfStore(error: unknown): boolean {
  return error instanceof HeadwaterError && error.code.startsWith('data.')
}
