/** Writes the bytes of identities and contents: little-endian, a text's length before it. See content.ts. */
const encoder = new TextEncoder()
const absent = 0xff_ff_ff_ff
/** Longer texts are faster with the encoder. */
const asciiMax = 128

export class ByteWriter {
  #bytes: Uint8Array
  #length = 0

  constructor(capacity: number) {
    this.#bytes = new Uint8Array(capacity)
  }

  /** The bytes written so far. */
  taken(): Uint8Array {
    return this.#bytes.subarray(0, this.#length)
  }

  get length(): number {
    return this.#length
  }

  /** Forgets what was written, and keeps the memory. */
  clear(): void {
    this.#length = 0
  }

  byte(value: number): void {
    this.#reserve(1)
    this.#bytes[this.#length++] = value
  }

  u32(value: number): void {
    this.#reserve(4)
    const bytes = this.#bytes
    bytes[this.#length++] = value
    bytes[this.#length++] = value >>> 8
    bytes[this.#length++] = value >>> 16
    bytes[this.#length++] = value >>> 24
  }

  /** i64; -1 is all ones in both halves. */
  time(micros: number): void {
    this.u32(micros % 0x1_0000_0000)
    this.u32(Math.floor(micros / 0x1_0000_0000))
  }

  digits(value: number | undefined): void {
    this.text(value === undefined ? undefined : String(value))
  }

  text(value: string | undefined): void {
    if (value === undefined) {
      this.u32(absent)
      return
    }
    this.#reserve(4 + value.length * 3)
    const start = this.#length + 4
    const length = this.#writeAscii(value, start) ? value.length : this.#encode(value, start)
    this.u32(length)
    this.#length = start + length
  }

  /** Most texts are short and in ASCII: a loop is faster than a call of the encoder. Returns false for others. */
  #writeAscii(value: string, start: number): boolean {
    if (value.length > asciiMax) return false
    const bytes = this.#bytes
    for (let at = 0; at < value.length; at++) {
      const code = value.charCodeAt(at)
      if (code > 0x7f) return false
      bytes[start + at] = code
    }
    return true
  }

  #encode(value: string, start: number): number {
    return encoder.encodeInto(value, this.#bytes.subarray(start)).written
  }

  texts(...values: readonly (string | undefined)[]): void {
    for (const value of values) this.text(value)
  }

  /** A field that the type gained later: its path and its value. Writes nothing if the event does not have it. */
  later(path: string, value: string | undefined): void {
    if (value !== undefined) this.texts(path, value)
  }

  #reserve(count: number): void {
    if (this.#length + count <= this.#bytes.length) return
    const grown = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + count))
    grown.set(this.#bytes.subarray(0, this.#length))
    this.#bytes = grown
  }
}
