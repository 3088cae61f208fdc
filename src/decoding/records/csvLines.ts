/**
 * Where a record of CSV (RFC 4180) ends: at a line end outside of quotes. The fields of a record are csv-parse's work;
 * given a whole stream it would keep an unclosed quote's rest in memory, and not the bytes that a refused line needs.
 */
import { LineSplitter } from './lines.ts'

const lineFeed = 0x0a

export class CsvSplitter extends LineSplitter {
  private readonly quote: number
  private readonly delimiter: number
  private quoted = false
  /** At the start of a field a quote opens it; anywhere else it is a character like others. */
  private fieldStart = true
  private recordBytes = 0
  private lineCount = 0

  /** @param delimiter and quote: one ASCII character each */
  constructor(bytesMax: number, firstLine: number, delimiter: string, quote: string) {
    super(bytesMax, firstLine)
    this.delimiter = delimiter.charCodeAt(0)
    this.quote = quote.charCodeAt(0)
  }

  protected override findEnd(chunk: Buffer, from: number): number {
    for (let at = from; at < chunk.length; at++) {
      const byte = chunk[at]!
      // A quote that nobody closes must not swallow the rest of the input.
      if (++this.recordBytes > this.bytesMax) this.quoted = false
      if (byte === lineFeed) this.lineCount++
      if (this.quoted) {
        // Of a doubled quote the second one opens again.
        if (byte === this.quote) {
          this.quoted = false
          this.fieldStart = true
        }
      } else if (byte === lineFeed) {
        this.fieldStart = true
        this.recordBytes = 0
        return at
      } else if (byte === this.quote && this.fieldStart) this.quoted = true
      else this.fieldStart = byte === this.delimiter
    }
    return -1
  }

  protected override takeLineCount(): number {
    const count = Math.max(this.lineCount, 1)
    this.lineCount = 0
    return count
  }

  /** Spaces and tabs may be fields. */
  protected override isPadding(byte: number): boolean {
    return byte === 0x0d
  }
}
