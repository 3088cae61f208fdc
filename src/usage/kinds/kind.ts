import type { Column } from '../columns.ts'

/** What a kind of usage rows is made of. */
export interface Kind {
  /** The name of its table. */
  readonly table: string
  /** In the order of the table. */
  readonly columns: readonly Column[]
}
