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

  protected override findEnd(chunk: Buffer, from: number): number {
    for (let at = from; at < chunk.length; at++) {
      const byte = chunk[at]!
      // An unclosed quote must not take in the rest of the input.
      if (++this.#recordBytes > this.bytesMax) this.#quoted = false
      if (byte === lineFeed) this.#lineCount++
      if (this.#quoted) {
        // The second quote of a doubled one opens the quotes again.
        if (byte === this.#quote) {
          this.#quoted = false
          this.#fieldStart = true
        }
      } else if (byte === lineFeed) {
        this.#fieldStart = true
        this.#recordBytes = 0
        return at
      } else if (byte === this.#quote && this.#fieldStart) this.#quoted = true
      else this.#fieldStart = byte === this.#delimiter
    }
    return -1
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
