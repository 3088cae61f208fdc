/**
 * The kinds of usage rows. Events of the calls' space become rows, and the kind of a row determines its columns. These
 * are derived from the columns: the shape of a batch (columns.ts), the bytes that are hashed (rowHash.ts), the table,
 * and how rows are written and read back (src/projections). Each kind has its own table.
 */
import type { RowKind } from '../log/keys.ts'
import type { ColumnsOf } from './columns.ts'
import { call } from './kinds/call.ts'
import type { Kind } from './kinds/kind.ts'

export const kinds = { call } satisfies Record<RowKind, Kind>

/** The rows of a batch, by kind. */
export type BatchRows = { readonly [Name in RowKind]: ColumnsOf<(typeof kinds)[Name]['columns']> }
