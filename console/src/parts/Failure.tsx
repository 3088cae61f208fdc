import { HeadwaterError } from 'headwater/client'
import { Link } from 'wouter'

interface FailureProps {
  readonly error: unknown
  readonly onRetry?: () => void
}

/** What failed, and what to do: the sentences of the server, with its code. */
export function Failure({ error, onRetry }: FailureProps) {
  const expected = error instanceof HeadwaterError ? error : undefined
  const message = expected?.message ?? (error instanceof Error ? error.message : String(error))
  const asksForSession = expected?.code === 'auth.missing' || expected?.code === 'auth.unknownKey'
  return (
    <div className="failure" role="alert">
      <p>
        <bdi>{message}</bdi>
      </p>
      {expected !== undefined && expected.fix !== '' && <p>{expected.fix}</p>}
      <p className="failure-steps">
        {asksForSession && <Link href="/sign-in">Sign in</Link>}
        {onRetry !== undefined && (
          <button type="button" onClick={onRetry}>
            Try again
          </button>
        )}
        {expected !== undefined && <code>{expected.code}</code>}
      </p>
    </div>
  )
}
