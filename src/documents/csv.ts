/**
 * CSV by RFC 4180: a head, then a line for each row, ended by CRLF. Spreadsheets take a text that begins with one of
 * `= + - @` for a formula, and names come from events. Such a text gets an apostrophe in front, and so does a text that
 * begins with an apostrophe: who strips one apostrophe from the front of every text has what `--json` prints.
 */

/** Null is an empty field, an empty text is two quotes. */
export type Cell = string | number | bigint | boolean | null

const formulaStart = /^[=+\-@\t\r'＝＋－＠]/
const negativeNumber = /^-[0-9]+(?:\.[0-9]+)?$/
const needsQuotes = /[",\r\n]|^$|^\s|\s$/

export function csvLine(cells: readonly Cell[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`
}

function csvCell(cell: Cell): string {
  if (cell === null) return ''
  // No formula is a number: a negative one stays a number, amounts too, which are texts.
  if (typeof cell !== 'string') return String(cell)
  const text = formulaStart.test(cell) && !negativeNumber.test(cell) ? `'${cell}` : cell
  return needsQuotes.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
