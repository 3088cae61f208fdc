/** The client's errors in our words. */
import {
  AccessDeniedError,
  AppendRecordSizeExceededError,
  InvalidArgumentError,
  MaxAppendSizeExceededError,
  StreamDeletedError,
  StreamTombstonedError,
  TransactionMaxSizeExceededError,
  UnsupportedError,
} from '@kurrent/kurrentdb-client'
import { HeadwaterError } from '../../errors.ts'
import { InvariantViolation } from '../../invariant.ts'

/** What the same call would meet again. Everything else passes with time: a connection, a leader, a server that is busy. */
const lasting = [
  AccessDeniedError,
  AppendRecordSizeExceededError,
  InvalidArgumentError,
  MaxAppendSizeExceededError,
  StreamDeletedError,
  StreamTombstonedError,
  TransactionMaxSizeExceededError,
  UnsupportedError,
]

/** `eventstore.refused` or, for all that may pass, `eventstore.unavailable`; our own errors, and bugs, as they are. */
export function translate(error: unknown): unknown {
  if (error instanceof HeadwaterError || error instanceof InvariantViolation) return error
  const text = error instanceof Error ? error.message || error.constructor.name : String(error)
  return lasting.some((kind) => error instanceof kind)
    ? new HeadwaterError(
        { code: 'eventstore.refused', message: `KurrentDB refuses it: ${text}` },
        { cause: error },
      )
    : new HeadwaterError(
        { code: 'eventstore.unavailable', message: `KurrentDB can't be reached or is not ready: ${text}` },
        { cause: error },
      )
}

export function isUnavailable(error: unknown): boolean {
  return error instanceof HeadwaterError && error.code === 'eventstore.unavailable'
}
