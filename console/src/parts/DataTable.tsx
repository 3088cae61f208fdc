import type { ReactNode } from 'react'
import { TableFiles } from './TableFiles.tsx'

interface Column<Row> {
  readonly title: ReactNode
  /** Amounts and counts stand at the end of their cell. */
  readonly numeric?: boolean
  readonly cell: (row: Row) => ReactNode
}

interface DataTableProps<Row> {
  /** Says what the table has; a screen reader reads it first. */
  readonly caption: string
  readonly hideCaption?: boolean
  readonly columns: readonly Column<Row>[]
  readonly rows: readonly Row[]
  readonly keyOf: (row: Row) => string
  /** The list that the rows are of, as `TableFiles` takes it: then it can be downloaded. */
  readonly file?: string
}

/** A table that scrolls inside its own region, so that a narrow page does not. */
export function DataTable<Row>({ caption, hideCaption, columns, rows, keyOf, file }: DataTableProps<Row>) {
  const table = (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be in reach of the keyboard
    <section className="table-region" aria-label={caption} tabIndex={0}>
      <table>
        <caption className={hideCaption ? 'unseen' : undefined}>{caption}</caption>
        <thead>
          <tr>
            {columns.map((column, place) => (
              <th key={placeKey(place)} scope="col" className={column.numeric ? 'numeric' : undefined}>
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)}>
              {columns.map((column, place) => (
                <td key={placeKey(place)} className={column.numeric ? 'numeric' : undefined}>
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
  if (file === undefined) return table
  return (
    <>
      {table}
      <TableFiles list={file} caption={caption} />
    </>
  )
}

/** Columns never change their places. */
function placeKey(place: number): string {
  return `column ${place}`
}
