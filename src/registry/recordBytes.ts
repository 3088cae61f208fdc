/** Compact bytes of one record: integers of variable length; each text once, then its place in a table of texts. */
import { invariant } from '../invariant.ts'

const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

export class RecordWriter {
  #bytes = new Uint8Array(256)
  #length = 0
  readonly #texts = new Map<string, number>()

  /** A whole number from 0 to below 2^53, seven bits in each byte. */
  int(value: number): void {
    invariant(Number.isSafeInteger(value) && value >= 0, 'a record holds whole numbers from 0 below 2^53')
    this.#reserve(8)
    let rest = value
    while (rest >= 0x80) {
      this.#bytes[this.#length++] = (rest % 0x80) | 0x80
      rest = Math.floor(rest / 0x80)
    }
    this.#bytes[this.#length++] = rest
  }

  /** A whole number from 0, of any size, in base 2^48: the number of its digits, then each as an int. */
  bigint(value: bigint): void {
    let rest = value
    const limbs: number[] = []
    while (rest > 0n) {
      limbs.push(Number(BigInt.asUintN(48, rest)))
      rest >>= 48n
    }
    this.int(limbs.length)
    for (const limb of limbs) this.int(limb)
  }

  /** 0 for a text left out; 1 and the text if it is new; else its place in the table plus 2. */
  text(value: string | undefined): void {
    if (value === undefined) {
      this.int(0)
      return
    }
    const place = this.#texts.get(value)
    if (place !== undefined) {
      this.int(place + 2)
      return
    }
    this.#texts.set(value, this.#texts.size)
    this.int(1)
    const bytes = encoder.encode(value)
    this.int(bytes.length)
    this.#reserve(bytes.length)
    this.#bytes.set(bytes, this.#length)
    this.#length += bytes.length
  }

  list<Item>(items: Iterable<Item>, length: number, write: (item: Item) => void): void {
    this.int(length)
    for (const item of items) write(item)
  }

  taken(): Uint8Array {
    return this.#bytes.subarray(0, this.#length)
  }

  #reserve(count: number): void {
    if (this.#length + count <= this.#bytes.length) return
    const grown = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + count))
    grown.set(this.#bytes.subarray(0, this.#length))
    this.#bytes = grown
  }
}

export class RecordReader {
  readonly #bytes: Uint8Array
  #at = 0
  readonly #texts: string[] = []

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  int(): number {
    let value = 0
    let scale = 1
    for (;;) {
      const byte = this.#bytes[this.#at++]
      invariant(byte !== undefined, 'a record does not end within a number')
      value += (byte & 0x7f) * scale
      if (byte < 0x80) return value
      scale *= 0x80
    }
  }

  bigint(): bigint {
    const count = this.int()
    if (count === 0) return 0n
    let value = BigInt(this.int())
    for (let limb = 1; limb < count; limb++) value |= BigInt(this.int()) << BigInt(48 * limb)
    return value
  }

  /** Of the brand that it was written with. */
  optionalText<Text extends string = string>(): Text | undefined {
    const place = this.int()
    if (place === 0) return undefined
    if (place > 1) return this.#texts[place - 2] as Text
    const length = this.int()
    const value = decoder.decode(this.#bytes.subarray(this.#at, this.#at + length))
    this.#at += length
    this.#texts.push(value)
    return value as Text
  }

  text<Text extends string = string>(): Text {
    const value = this.optionalText<Text>()
    invariant(value !== undefined, 'a record has the text that is required here')
    return value
  }

  list<Item>(read: () => Item): Item[] {
    const length = this.int()
    const items: Item[] = []
    for (let at = 0; at < length; at++) items.push(read())
    return items
  }

  get atEnd(): boolean {
    return this.#at === this.#bytes.length
  }
}
