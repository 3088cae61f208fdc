import type { Fault } from '../../errors.ts'
import { faultOf } from '../../errors.ts'

/** One part of a record: an event, something that bills nothing, or a fault. `raw` is that part's text. */
export type MappedEvent = (
  | { readonly event: unknown }
  | { readonly skipped: string }
  | { readonly fault: Fault }
) & { readonly raw?: string }

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
