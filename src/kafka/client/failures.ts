/** Turns failures of the client into failures of Headwater. */
import { within } from '../../base/within.ts'
import { HeadwaterError } from '../../errors.ts'

/** @throws HeadwaterError `kafka.unreachable` where `work` takes longer; it goes on, and its result is ignored */
export function answered<Result>(work: Promise<Result>, msMax: number): Promise<Result> {
  const message = `Kafka did not answer within ${msMax / 1_000} s.`
  return within(work, msMax, () => new HeadwaterError({ code: 'kafka.unreachable', message }))
}

/** A failure of the client as `kafka.unreachable` or `kafka.denied`; anything else as it is. */
export function toHeadwaterError(error: unknown): unknown {
  // Its classes of errors are in its types and not in its module.
  if (!(error instanceof Error && error.name.startsWith('KafkaJS'))) return error
  const code = isDenied(error) ? 'kafka.denied' : 'kafka.unreachable'
  const message = `Kafka does not do what was asked: ${error.message}.`
  return new HeadwaterError({ code, message }, { cause: error })
}

/** Whether the brokers refused this user; the client wraps their answer once or more. */
function isDenied(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const { type } = error as { type?: string }
  if (error.name === 'KafkaJSSASLAuthenticationError' || type?.includes('AUTHORIZATION_FAILED')) return true
  return isDenied(error.cause)
}
