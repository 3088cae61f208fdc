import type { Column } from '../columns.ts'

/** One kind of usage rows. */
export interface Kind {
  /** The name of its table. */
  readonly table: string
  /** In the order of the table. */
  readonly columns: readonly Column[]
}

/** What the rows of every kind have of their events, in this order before the columns of their own. */
export const eventColumns = [
  /** First half of Keccak-256 over the event's identity bytes: see src/events/content.ts. */
  { name: 'identity', type: 'key16' },
  /** First half of Keccak-256 over the event's content bytes. */
  { name: 'content', type: 'key16' },
  { name: 'source', type: 'text', fewValues: true },
  { name: 'id', type: 'text' },
  { name: 'time', type: 'moment' },
] as const satisfies readonly Column[]
