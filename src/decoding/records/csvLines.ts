/**
 * Divides CSV (RFC 4180) into records: a record ends at a line end outside of quotes. csv-parse divides a record into its
 * fields. It does not get the whole stream: it would keep everything after an unclosed quote in memory, and would not
 * keep the bytes of a record, which the refused list needs.
 */
import { LineSplitter } from './lines.ts'

const lineFeed = 0x0a

export class CsvSplitter extends LineSplitter {
  readonly #quote: number
  readonly #delimiter: number
  #quoted = false
  /** A quote opens a quoted field only at the start of the field. Elsewhere it is an ordinary character. */
  #fieldStart = true
  #recordBytes = 0
  #lineCount = 0

  /** @param delimiter and quote: one ASCII character each */
  constructor(bytesMax: number, firstLine: number, delimiter: string, quote: string) {
    super(bytesMax, firstLine)
    this.#delimiter = delimiter.charCodeAt(0)
    this.#quote = quote.charCodeAt(0)
  }

  /** Its state is in local variables while it reads: every byte of the input comes by here. */
  protected override findEnd(chunk: Buffer, from: number): number {
    const quote = this.#quote
    const delimiter = this.#delimiter
    // An unclosed quote must not take in the rest of the input.
    const quotedMax = from + this.bytesMax - this.#recordBytes
    let quoted = this.#quoted
    let fieldStart = this.#fieldStart
    let end = -1
    for (let at = from; at < chunk.length; at++) {
      const byte = chunk[at]!
      if (at >= quotedMax) quoted = false
      if (byte === lineFeed) this.#lineCount++
      if (quoted) {
        // The second quote of a doubled one opens the quotes again.
        if (byte === quote) {
          quoted = false
          fieldStart = true
        }
      } else if (byte === lineFeed) {
        end = at
        break
      } else if (byte === quote && fieldStart) quoted = true
      else fieldStart = byte === delimiter
    }
    this.#recordBytes = end < 0 ? this.#recordBytes + chunk.length - from : 0
    this.#quoted = quoted
    this.#fieldStart = end >= 0 || fieldStart
    return end
  }

  protected override takeLineCount(): number {
    const count = Math.max(this.#lineCount, 1)
    this.#lineCount = 0
    return count
  }

  /** Not spaces and tabs: they may be fields. */
  protected override isPadding(byte: number): boolean {
    return byte === 0x0d
  }
}
