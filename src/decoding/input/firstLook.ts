/** Looks at the first records of an input for the fields that a mapping names. */
import type { FieldWatch, RecordFormat } from '../formats/index.ts'
import type { RecordBlock } from '../records/block.ts'
import { Decoder } from '../records/decoder.ts'

/** A field that none of so many records has, or none within so many bytes, is taken as a wrong name. */
const recordsMax = 1_000
const bytesMax = 4 << 20

export class FirstLook {
  readonly #decoder: Decoder
  readonly #watch: FieldWatch
  #found = false
  #records = 0
  #bytes = 0

  constructor(format: RecordFormat, watch: FieldWatch) {
    this.#decoder = new Decoder(format)
    this.#watch = watch
  }

  get done(): boolean {
    return this.#found || this.#records >= recordsMax || this.#bytes >= bytesMax
  }

  push(chunk: Uint8Array): void {
    if (this.done) return
    this.#look(this.#decoder.push(chunk))
    this.#bytes += chunk.length
  }

  end(): void {
    if (!this.done) this.#look(this.#decoder.end())
  }

  /** @throws HeadwaterError `mapping.malformed` */
  check(): void {
    if (!this.#found) this.#watch.check()
  }

  #look(blocks: Iterable<RecordBlock>): void {
    for (const { bytes, count, starts, ends } of blocks) {
      for (let record = 0; record < count && !this.done; record++) {
        this.#records++
        this.#found = this.#watch.look(bytes.toString('utf8', starts[record], ends[record]))
      }
      if (this.done) return
    }
  }
}
