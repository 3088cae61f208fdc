/**
 * Calls again after what passes: a lost connection, a new leader. Every call here may be repeated: reads change
 * nothing, and an append is known again by the ids of its events.
 */
import { setTimeout as wait } from 'node:timers/promises'
import { HeadwaterError } from '../../errors.ts'
import { isUnavailable, translate } from './errors.ts'

/** Waits between the tries; an election of a leader takes a second or two. */
const retryDelaysMs: readonly number[] = [50, 200, 500, 1_000, 2_000]

/** @throws HeadwaterError of the last try; `eventstore.refused` at once */
export async function retrying<Result>(work: () => Promise<Result>): Promise<Result> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      const translated = translate(error)
      const delay = retryDelaysMs[attempt]
      if (delay === undefined || !isUnavailable(translated)) throw translated
      await wait(delay)
    }
  }
}

/** The client waits for ever where a server takes a batch and never answers. What then became of it is not known. */
export async function within<Result>(milliseconds: number, work: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(
        new HeadwaterError({
          code: 'eventstore.unavailable',
          message: `KurrentDB did not answer within ${milliseconds} ms.`,
        }),
      )
    }, milliseconds)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
