/** Translates the client's errors to ours. */
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

/**
 * Errors that the same call would get again. All others pass with time: a lost connection, a new leader, a busy server.
 */
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

/**
 * `eventstore.refused`, or `eventstore.unavailable` for what may pass. Our own errors and bugs are returned unchanged.
 */
export function translate(error: unknown): unknown {
  if (error instanceof HeadwaterError || error instanceof InvariantViolation) return error
  const text = wordsOf(error)
  return lasting.some((kind) => error instanceof kind)
    ? new HeadwaterError(
        {
          code: 'eventstore.refused',
          message: `KurrentDB refuses the call: ${text || (error as Error).constructor.name}.`,
        },
        { cause: error },
      )
    : new HeadwaterError(
        {
          code: 'eventstore.unavailable',
          message: `KurrentDB cannot be reached or is not ready${text === '' ? '' : `: ${text}`}.`,
          fix: 'Check that KurrentDB runs, that this machine reaches it, and that the address is right. Then send the same again; nothing counts twice.',
        },
        { cause: error },
      )
}

/** Where the client has nothing to say, its message is the name of its error. */
function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const words = error.message === error.constructor.name ? '' : error.message
  return words.replace(/\.$/, '')
}

export function isUnavailable(error: unknown): boolean {
  return error instanceof HeadwaterError && error.code === 'eventstore.unavailable'
}
