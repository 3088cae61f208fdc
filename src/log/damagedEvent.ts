/** An event of the log that is not what was written: one code and one sentence, wherever it is noticed. */
import { fail, HeadwaterError } from '../errors.ts'
import type { RecordedEvent } from '../eventstore/port.ts'

type EventPlace = Pick<RecordedEvent, 'stream' | 'revision'>

/** @throws HeadwaterError `data.damaged` */
export function failDamagedEvent({ stream, revision }: EventPlace, reason: string): never {
  fail('data.damaged', `Event ${revision} of the stream ${stream} is not what was written: ${reason}.`, {
    data: { stream, revision },
  })
}

/**
 * Reads a recorded event. Whatever reading throws, the event is the reason: it was read back when it was written.
 * @throws HeadwaterError `data.damaged`
 */
export function readingEvent<Result>(event: EventPlace, read: () => Result): Result {
  try {
    return read()
  } catch (error) {
    if (error instanceof HeadwaterError && error.code === 'data.damaged') throw error
    const words = (error instanceof Error ? error.message : String(error)).replace(/\.$/, '')
    return failDamagedEvent(event, words.replaceAll(/\s+/g, ' ').slice(0, 200))
  }
}
