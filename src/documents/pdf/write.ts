/** A sheet as PDF: real text, embedded fonts, and no time but that of the sheet, so that the same sheet gives the same bytes. */
import type { Block, Sheet, SheetColumn } from '../sheet.ts'
import { linesOf } from './lines.ts'
import { type Cell, Pages, type TextStyle } from './page.ts'

const title: TextStyle = { font: 'bold', size: 16 }
const heading: TextStyle = { font: 'bold', size: 10.5 }
const body: TextStyle = { font: 'plain', size: 9 }
const small: TextStyle = { font: 'plain', size: 8 }
const smallBold: TextStyle = { font: 'bold', size: 8 }
const factNameWidth = 70
const gap = 8
/** Of the width of a page, what all columns of amounts may take. */
const amountsShareMax = 0.66

export async function pdfOf(sheet: Sheet): Promise<Buffer> {
  const pages = new Pages({
    title: sheet.title,
    subject: sheet.subject,
    time: sheet.time,
    footer: `${sheet.title}: ${sheet.subject}`,
  })
  const chunks: Buffer[] = []
  pages.document.on('data', (chunk: Buffer) => chunks.push(chunk))
  const ended = new Promise<void>((resolve, reject) => {
    pages.document.on('end', resolve)
    pages.document.on('error', reject)
  })
  pages.paragraph(sheet.title, title)
  pages.space(4)
  for (const block of sheet.blocks) draw(pages, block)
  if (sheet.appendix.length > 0) {
    pages.newPage()
    pages.paragraph('Appendix', title)
    pages.space(4)
    for (const block of sheet.appendix) draw(pages, block)
  }
  pages.document.end()
  await ended
  return Buffer.concat(chunks)
}

function draw(pages: Pages, block: Block): void {
  switch (block.type) {
    case 'heading':
      pages.space(8)
      pages.keep(60)
      pages.paragraph(block.text, heading)
      pages.space(2)
      break
    case 'note':
      pages.paragraph(block.text, body)
      pages.space(3)
      break
    case 'step':
      pages.space(2)
      pages.paragraph(block.why, body, { indent: 10, bar: true })
      pages.paragraph(block.step, { ...body, font: 'bold' }, { indent: 10, bar: true })
      pages.space(4)
      break
    case 'facts':
      for (const [name, value] of block.facts) {
        const cells = [
          { text: name, x: 0, width: factNameWidth, right: false },
          { text: value, x: factNameWidth, width: pages.width - factNameWidth, right: false },
        ]
        pages.row(cells, body, () => {})
      }
      pages.space(4)
      break
    case 'table':
      drawTable(pages, block)
  }
}

function drawTable(pages: Pages, { columns, rows }: Extract<Block, { type: 'table' }>): void {
  const places = placesOf(pages.width, columns, rows)
  const cellsOf = (texts: readonly string[]): Cell[] =>
    texts.map((text, at) => ({ text, ...places[at]!, right: columns[at]!.kind === 'amount' }))
  const head = () => {
    if (columns.some((column) => column.head !== ''))
      pages.row(cellsOf(columns.map((column) => column.head)), smallBold, () => {})
  }
  pages.keep(40)
  head()
  for (const row of rows) pages.row(cellsOf(row), small, head)
  pages.space(4)
}

/** Amounts take what their longest needs, as far as there is room; texts share the rest by their weights. */
function placesOf(
  width: number,
  columns: readonly SheetColumn[],
  rows: readonly (readonly string[])[],
): { x: number; width: number }[] {
  const amounts = columns.filter(({ kind }) => kind === 'amount').length
  const amountMax = (width * amountsShareMax) / Math.max(1, amounts) - gap
  const widths = columns.map(({ kind, head }, at) => {
    if (kind !== 'amount') return 0
    let longest = linesOf(head, { ...smallBold, width: Number.POSITIVE_INFINITY })[0]!.width
    for (const row of rows)
      longest = Math.max(longest, linesOf(row[at]!, { ...small, width: Number.POSITIVE_INFINITY })[0]!.width)
    return Math.min(longest, amountMax) + 1
  })
  const left = width - widths.reduce((sum, one) => sum + one, 0) - gap * (columns.length - 1)
  const weights = columns.reduce((sum, { kind, weight = 1 }) => sum + (kind === 'amount' ? 0 : weight), 0)
  let x = 0
  return columns.map(({ kind, weight = 1 }, at) => {
    const own = kind === 'amount' ? widths[at]! : (left * weight) / weights
    const place = { x, width: own }
    x += own + gap
    return place
  })
}
