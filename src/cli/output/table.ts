/** Tables as text: plain lines, with amounts aligned at the point. */
import Table from 'cli-table3'
import type { Column } from '../../documents/tables/table.ts'
import { escaped, shownName } from '../../service/names.ts'

export { counted } from '../../documents/counted.ts'
export type { Column } from '../../documents/tables/table.ts'

const plainBorders = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
}

const rightAligned: ReadonlySet<string> = new Set(['amount', 'number', 'natural', 'float'])

/** Lines without trailing spaces; the head is the first. */
export function formatTable<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): string {
  const table = new Table({
    chars: plainBorders,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
    head: columns.map(({ head }) => head),
    colAligns: columns.map(({ kind = 'name' }) => (rightAligned.has(kind) ? 'right' : 'left')),
  })
  const cells = columns.map(({ of, kind }) => {
    const show = kind === 'name' ? shownName : printable
    const texts = rows.map((row) => show(String(of(row) ?? '')))
    return kind === 'amount' ? alignAtPoint(texts) : texts
  })
  for (let row = 0; row < rows.length; row++) table.push(cells.map((column) => column[row]!))
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
}

/** Pads on the right, so that the points of right-aligned amounts are in one column. */
export function alignAtPoint(amounts: readonly string[]): string[] {
  const fraction = (amount: string) => (amount.includes('.') ? amount.length - amount.indexOf('.') : 0)
  const longest = Math.max(0, ...amounts.map(fraction))
  return amounts.map((amount) => amount + ' '.repeat(longest - fraction(amount)))
}

/** Text from events may contain any character. What is not seen or controls the terminal is escaped. */
export function printable(text: string): string {
  return escaped(text)
}

/** The line under a list that was cut; empty for a complete list. */
export function moreOf(count: number, what: string): string {
  return count > 0 ? `\n… and ${count} more ${what}: --json lists all` : ''
}
