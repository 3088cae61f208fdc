import type { Column } from '../columns.ts'

/** One kind of usage rows. */
export interface Kind {
  /** The name of its table. */
  readonly table: string
  /** In the order of the table. */
  readonly columns: readonly Column[]
}
