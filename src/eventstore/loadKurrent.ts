/**
 * The adapter of KurrentDB, loaded where it is used and nowhere else: its client brings a native part, which is under a
 * licence of its own and is not built for every machine. Whoever keeps the events elsewhere never runs it, or needs it.
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
        message: `KurrentDB's client can't be loaded on ${process.platform} ${process.arch}: ${message}`,
      },
      { cause: error },
    )
  }
  return import('./kurrent.ts')
}
