/** The bytes of identities and contents of plain registry events, as src/events/content.ts describes them. */
import type { ByteStrings } from '../../../keccak/index.ts'
import type { PlainFactReader } from '../../../registry/plainFact.ts'
import { blockBytesMax, blockRecordsMax } from '../limits.ts'

/** Bytes of a record's messages beyond those of its texts: lengths, the type, the time. */
const bytesMore = 128
const absent = 0xffff_ffff
const space = 'R'.charCodeAt(0)

type Place = PlainFactReader['payee']

export class FactMessages {
  readonly #bytes = new Uint8Array(2 * blockBytesMax + blockRecordsMax * bytesMore)
  readonly #offsets = new Int32Array(blockRecordsMax * 2 + 1)
  #length = 0
  #count = 0

  clear(): void {
    this.#length = 0
    this.#count = 0
  }

  /** Identity and content of each event, one after the other. Valid until `clear`. */
  taken(): ByteStrings {
    return {
      bytes: this.#bytes.subarray(0, this.#length),
      offsets: this.#offsets.subarray(0, this.#count + 1),
    }
  }

  /** @param texts what the reader has read the fact from */
  add(fact: PlainFactReader, texts: Uint8Array, time: number): void {
    this.#bytes[this.#length++] = space
    this.#text(texts, fact.source)
    this.#text(texts, fact.id)
    this.#offsets[++this.#count] = this.#length
    this.#ascii(fact.type)
    this.#u32(time % 0x1_0000_0000)
    this.#u32(Math.floor(time / 0x1_0000_0000))
    if (fact.kind === 'contributions') this.#contributions(fact, texts)
    else {
      this.#text(texts, fact.payee)
      if (fact.kind === 'payee') this.#maybe(fact.hasName, texts, fact.name)
      this.#maybe(fact.hasAccount, texts, fact.account)
    }
    this.#offsets[++this.#count] = this.#length
  }

  #contributions(
    { asset, contributionCount, payeeStarts, payeeEnds, units }: PlainFactReader,
    texts: Uint8Array,
  ) {
    this.#text(texts, asset)
    this.#u32(contributionCount)
    for (let item = 0; item < contributionCount; item++) {
      this.#text(texts, { start: payeeStarts[item]!, end: payeeEnds[item]! })
      this.#ascii(String(units[item]!))
    }
  }

  #maybe(isThere: boolean, texts: Uint8Array, place: Place): void {
    if (isThere) this.#text(texts, place)
    else this.#u32(absent)
  }

  #text(texts: Uint8Array, { start, end }: Place): void {
    this.#u32(end - start)
    const bytes = this.#bytes
    let length = this.#length
    for (let at = start; at < end; at++) bytes[length++] = texts[at]!
    this.#length = length
  }

  #ascii(text: string): void {
    this.#u32(text.length)
    const bytes = this.#bytes
    let length = this.#length
    for (let at = 0; at < text.length; at++) bytes[length++] = text.charCodeAt(at)
    this.#length = length
  }

  #u32(value: number): void {
    const [bytes, at] = [this.#bytes, this.#length]
    bytes[at] = value
    bytes[at + 1] = value >>> 8
    bytes[at + 2] = value >>> 16
    bytes[at + 3] = value >>> 24
    this.#length = at + 4
  }
}
