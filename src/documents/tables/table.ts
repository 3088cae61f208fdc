/**
 * What a list is as a table: its columns, and the lines that each of its items has. The command line, the API and the
 * console take the columns of a list from this folder, so that a table has the same columns wherever it comes out.
 */
import type { Cell } from '../csv.ts'

/**
 * Amounts are decimal text, numbers are whole numbers of 64 bits, and `natural` ones have no sign. Names show blanks at
 * their ends on a terminal.
 */
export type ColumnKind = 'amount' | 'number' | 'natural' | 'float' | 'name' | 'time' | 'flag'

export interface Column<Line> {
  readonly head: string
  readonly of: (line: Line) => Cell
  /** Default: text. */
  readonly kind?: ColumnKind
}

export interface Table<Item, Line = Item> {
  /** Of the file that has it, without an ending. */
  readonly name: string
  readonly columns: readonly Column<Line>[]
  /** The lines of an item, where they are not the item itself. */
  readonly lines?: (item: Item) => readonly Line[]
  /** An epoch that is closed while the list is read changes what the rest of it says. */
  readonly ofEpoch?: true
}

type Shape<Item, Line> = Pick<Table<Item, Line>, 'columns' | 'lines'>

export async function* cellsOf<Item, Line>(
  table: Shape<Item, Line>,
  items: AsyncIterable<Item> | Iterable<Item>,
): AsyncGenerator<readonly Cell[]> {
  for await (const item of items) {
    for (const line of linesOf(table, item)) yield table.columns.map(({ of }) => of(line))
  }
}

export function linesOf<Item, Line>({ lines }: Shape<Item, Line>, item: Item): readonly Line[] {
  return lines === undefined ? [item as unknown as Line] : lines(item)
}
