/** Registry facts as they are in the log. */
import type { RecordedEvent } from '../eventstore/port.ts'
import { evolve, factFromRecorded, type RegistryState } from '../registry/index.ts'
import { readingEvent } from './damagedEvent.ts'

type RegistryFact = ReturnType<typeof factFromRecorded>
type FactEvent = Pick<RecordedEvent, 'stream' | 'revision' | 'type' | 'data'>

/** @throws HeadwaterError `data.damaged` where it is no fact of its type */
export function readFact(event: FactEvent): RegistryFact {
  return readingEvent(event, () => factFromRecorded(event.type, event.data))
}

/**
 * @param fact the event's, where it was read before
 * @throws HeadwaterError `data.damaged` where it is no fact of its type, or names what was not recorded before it
 */
export function applyFact(registry: RegistryState, event: FactEvent, fact = readFact(event)): void {
  readingEvent(event, () => evolve(registry, fact, event.revision))
}
