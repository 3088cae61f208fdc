import type { Fault } from '../../errors.ts'

/** What a record holds: an event, something that bills nothing, or a fault. `raw` is its own part of the record. */
export type MappedEvent = (
  | { readonly event: unknown }
  | { readonly skipped: string }
  | { readonly fault: Fault }
) & { readonly raw?: string }
