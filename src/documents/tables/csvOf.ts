/** A table as CSV, in pieces. */
import { csvLine } from '../csv.ts'
import { cellsOf, type Table } from './table.ts'

const chunkCharactersMin = 65_536

export async function* csvOf<Item, Line>(
  table: Pick<Table<Item, Line>, 'columns' | 'lines'>,
  items: AsyncIterable<Item> | Iterable<Item>,
): AsyncGenerator<string> {
  let chunk = csvLine(table.columns.map(({ head }) => head))
  for await (const cells of cellsOf(table, items)) {
    chunk += csvLine(cells)
    if (chunk.length < chunkCharactersMin) continue
    yield chunk
    chunk = ''
  }
  if (chunk !== '') yield chunk
}
