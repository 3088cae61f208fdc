/**
 * The kinds of usage rows. Events of the calls' space become rows, and a row's kind says which columns it has. From the
 * columns are derived: what a batch carries (columns.ts), what is hashed of a row (rowHash.ts), the table, what is
 * written and what is read back (src/projections). Each kind has a table of its own.
 */
import type { RowKind } from '../log/keys.ts'
import type { ColumnsOf } from './columns.ts'
import { call } from './kinds/call.ts'
import type { Kind } from './kinds/kind.ts'

export const kinds = { call } satisfies Record<RowKind, Kind>

/** The rows of a batch. */
export type BatchRows = { readonly [Name in RowKind]: ColumnsOf<(typeof kinds)[Name]['columns']> }
