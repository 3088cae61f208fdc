import type { Fault } from '../../errors.ts'
import { faultOf } from '../../errors.ts'
import type { TracedSpan } from '../../usage/spans.ts'
import type { TokensFrom } from '../usage/index.ts'

/** One part of a record: an event, something that bills nothing, or a fault. `raw` is that part's text. */
export type MappedEvent = (
  | MappedCall
  | { readonly skipped: string }
  | ({ readonly fault: Fault } & EventNames)
) & {
  readonly raw?: string
  /** Makes `raw` of an event, which is needed only if it is refused later. */
  readonly lateRaw?: () => string
  /** Where it is not the record's that was read last. */
  readonly line?: number
  /** The span that it was made of. */
  readonly span?: TracedSpan
}

export interface MappedCall {
  readonly event: unknown
  /** Which reading of its counts was taken, where there were several. */
  readonly reading?: string
  /** What each token class came from, where a trial of a mapping asks for it. */
  readonly from?: TokensFrom
}

/** The names of the event that a faulty record would become, as far as they can be read. */
export interface EventNames {
  readonly source?: string | undefined
  readonly id?: string | undefined
}

/** The event or the reason that `make` returns, or the fault that it throws, with the names by which the sender finds the record. */
export function mappedCall(
  names: EventNames,
  make: () => MappedCall | { readonly skipped: string },
  raw?: () => string,
): MappedEvent {
  let event: MappedEvent
  try {
    event = make()
  } catch (error) {
    event = { fault: faultOf(error), ...names }
  }
  return raw === undefined ? event : withRaw(event, raw)
}

/** Adds the text of a part, which is made only where the part is refused, now or later. */
export function withRaw(event: MappedEvent, raw: () => string): MappedEvent {
  if ('skipped' in event) return event
  return 'fault' in event ? { ...event, raw: raw() } : { ...event, lateRaw: raw }
}

/** Reads the items of a list. A fault concerns only its own item, and the other items are read. */
export function* eachOf(
  items: readonly unknown[],
  read: (item: unknown) => Iterable<MappedEvent>,
): Generator<MappedEvent> {
  for (const item of items) {
    try {
      yield* read(item)
    } catch (error) {
      yield { fault: faultOf(error), raw: JSON.stringify(item) }
    }
  }
}
