/**
 * Writes lines and tables on pages. It places every text itself, because the width of a text is known from its
 * characters, which is many times faster than the search for line ends of the library.
 */
import PDFDocument from 'pdfkit'
import { type FontName, fontNamed } from './fonts.ts'
import { type Line, linesOf } from './lines.ts'

const margin = 48
const lead = 1.28
const footerSize = 7

export interface TextStyle {
  readonly font: 'plain' | 'bold'
  readonly size: number
}

export class Pages {
  readonly document: PDFKit.PDFDocument
  readonly width: number
  readonly #footer: string
  readonly #bottom: number
  readonly #registered = new Set<FontName>()
  #y = margin
  #page = 0

  /** @param time of the document's information, so that the same statement gives the same bytes */
  constructor({ title, subject, time, footer }: Record<'title' | 'subject' | 'time' | 'footer', string>) {
    const at = new Date(time)
    this.document = new PDFDocument({
      size: 'A4',
      margin,
      lang: 'en',
      displayTitle: true,
      autoFirstPage: false,
      font: '',
      info: { Title: title, Subject: subject, Creator: 'Headwater', CreationDate: at, ModDate: at },
    })
    this.#footer = footer
    this.newPage()
    this.width = this.document.page.width - 2 * margin
    this.#bottom = this.document.page.height - margin - 2 * footerSize
  }

  newPage(): void {
    this.document.addPage()
    this.#page++
    const y = this.document.page.height - margin
    const width = this.document.page.width - 2 * margin
    const style = { font: 'plain', size: footerSize } as const
    const [line] = linesOf(this.#footer, { ...style, width: width - 60 })
    this.#draw(line!, style, { x: margin, y })
    const number = linesOf(`page ${this.#page}`, { ...style, width })[0]!
    this.#draw(number, style, { x: margin + width - number.width, y })
    this.#y = margin
  }

  space(points: number): void {
    this.#y += points
  }

  /** Goes to a new page where less than this is left. */
  keep(points: number): void {
    if (this.#y + points > this.#bottom && this.#y > margin) this.newPage()
  }

  paragraph(text: string, style: TextStyle, { indent = 0, bar = false } = {}): void {
    for (const line of linesOf(text, { ...style, width: this.width - indent })) {
      this.keep(style.size * lead)
      if (bar)
        this.document
          .rect(margin, this.#y - 1, 3, style.size * lead)
          .fill('#bf8700')
          .fillColor('#000')
      this.#draw(line, style, { x: margin + indent, y: this.#y })
      this.#y += style.size * lead
    }
  }

  /** A row of cells that may be longer than a page. @param onNewPage draws again what stands above */
  row(cells: readonly Cell[], style: TextStyle, onNewPage: () => void): void {
    const broken = cells.map((cell) => ({
      ...cell,
      lines: linesOf(cell.text, { ...style, width: cell.width }),
    }))
    const height = Math.max(...broken.map(({ lines }) => lines.length)) * style.size * lead + 3
    const fits = height <= this.#bottom - margin - 4 * style.size
    if (fits && this.#y + height > this.#bottom) this.#turn(onNewPage)
    for (let index = 0; broken.some(({ lines }) => index < lines.length); index++) {
      if (this.#y + style.size * lead > this.#bottom) this.#turn(onNewPage)
      for (const { lines, x, width, right } of broken) {
        const line = lines[index]
        if (line === undefined) continue
        this.#draw(line, style, { x: margin + x + (right ? width - line.width : 0), y: this.#y })
      }
      this.#y += style.size * lead
    }
    this.#y += 1.5
    this.document
      .moveTo(margin, this.#y)
      .lineTo(margin + this.width, this.#y)
      .lineWidth(0.4)
      .strokeColor('#c8ced4')
      .stroke()
    this.#y += 1.5
  }

  #turn(onNewPage: () => void): void {
    this.newPage()
    onNewPage()
  }

  /** The library takes a font that was read before, though its types know only files. */
  #use(name: FontName): PDFKit.PDFDocument {
    if (!this.#registered.has(name)) {
      this.#registered.add(name)
      this.document.registerFont(name, fontNamed(name).font as never)
    }
    return this.document.font(name)
  }

  #draw({ runs }: Line, { size, font }: TextStyle, { x, y }: { x: number; y: number }): void {
    let at = x
    for (const run of runs) {
      const name: FontName = run.font === 'other' ? 'other' : font
      this.#use(name).fontSize(size)
      this.document.text(run.text, at, y, { lineBreak: false })
      for (const one of run.text) at += fontNamed(name).advance(one.codePointAt(0)!) * size
    }
  }
}

export interface Cell {
  readonly text: string
  readonly x: number
  readonly width: number
  readonly right: boolean
}
