import type { Fault } from '../../errors.ts'
import { faultOf } from '../../errors.ts'

/** What a record holds: an event, something that bills nothing, or a fault. `raw` is its own part of the record. */
export type MappedEvent = (
  | { readonly event: unknown }
  | { readonly skipped: string }
  | { readonly fault: Fault }
) & { readonly raw?: string }

/** Of a record that is a list: a fault of one item is that item's own, and the rest goes on. */
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
