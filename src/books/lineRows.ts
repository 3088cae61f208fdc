/** Lines whose fields stand in columns: they are written and digested without an object, a text or a bigint for any. */
import type { RowTexts } from '../columns/rowTexts.ts'
import type { UnitSums } from '../columns/unitSums.ts'

export interface LineRows<Line> {
  /** The rows of the lines, in their order; each list is valid until the next one. They may be asked for again. */
  rows(): Iterable<Uint32Array>
  readonly texts: { readonly [Name in TextOf<Line>]: RowTexts }
  /** What is left out is 0 in every line. */
  readonly amounts: { readonly [Name in AmountOf<Line>]?: UnitSums }
}

/** Lines one by one and, where they have them, their columns. */
export interface ColumnLines<Line> extends Iterable<Line> {
  readonly columns?: LineRows<Line> | undefined
}

export type TextOf<Line> = keyof { [Name in keyof Line as Line[Name] extends string ? Name : never]: Name }
export type AmountOf<Line> = keyof { [Name in keyof Line as Line[Name] extends bigint ? Name : never]: Name }

/** Rows of one list. */
const rowsMax = 16_384

/** Those of `order` that are wanted, some thousands at a time. */
export function* rowsOf(
  order: Uint32Array,
  isWanted: (row: number) => boolean = () => true,
): Generator<Uint32Array> {
  const rows = new Uint32Array(Math.min(rowsMax, order.length))
  let count = 0
  for (let place = 0; place < order.length; place++) {
    const row = order[place]!
    if (!isWanted(row)) continue
    rows[count++] = row
    if (count < rows.length) continue
    yield rows
    count = 0
  }
  if (count > 0) yield rows.subarray(0, count)
}
