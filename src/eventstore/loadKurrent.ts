/**
 * Loads the KurrentDB adapter only where it is used. Its client has a native part with a licence of its own that is not
 * built for every machine. A ledger whose events are elsewhere neither runs it nor needs it.
 */
import { HeadwaterError } from '../errors.ts'

/** @throws HeadwaterError `eventstore.clientMissing` */
export async function loadKurrent(): Promise<typeof import('./kurrent.ts')> {
  try {
    await import('@kurrent/kurrentdb-client')
  } catch (error) {
    const [message] = (error as Error).message.split('\n')
    throw new HeadwaterError(
      {
        code: 'eventstore.clientMissing',
        message: `KurrentDB's client cannot be loaded on ${process.platform} ${process.arch}: ${message}`,
      },
      { cause: error },
    )
  }
  return import('./kurrent.ts')
}
