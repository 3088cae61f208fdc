/**
 * The kinds of usage rows. Events of the calls' space become rows, and the kind of a row determines its columns. These
 * are derived from the columns: the shape of a batch (columns.ts), the bytes that are hashed (rowHash.ts), the table,
 * and how rows are written and read back (src/projections). Each kind has its own table. Every kind has the columns
 * identity, content, source, id, time, currency and amount.
 */
import type { OtherKind, RowKind } from '../log/keys.ts'
import type { ColumnsOf } from './columns.ts'
import { call, type StoredCall } from './kinds/call.ts'
import { correction, type StoredCorrection } from './kinds/correction.ts'
import { description, type StoredDescription } from './kinds/description.ts'
import type { Kind } from './kinds/kind.ts'
import { posting, type StoredPosting } from './kinds/posting.ts'

export const kinds = { call, correction, posting, description } satisfies Record<RowKind, Kind>

/** A stored row, by kind. */
export interface StoredRows extends Record<RowKind, unknown> {
  readonly call: StoredCall
  readonly correction: StoredCorrection
  readonly posting: StoredPosting
  readonly description: StoredDescription
}

type KindRows<Name extends RowKind> = ColumnsOf<(typeof kinds)[Name]['columns']>

/** The rows of a batch, by kind. A kind beside calls may be left out where there are none. */
export type BatchRows = { readonly call: KindRows<'call'> } & {
  readonly [Name in OtherKind]?: KindRows<Name>
}
