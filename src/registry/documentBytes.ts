/** A document that is put together from bytes, to be hashed. Its memory is used again for the next one. */
import { hash } from 'node:crypto'

/** A call for fewer bytes takes longer than a loop. */
const copiedByHandMax = 100

export class DocumentBytes {
  #bytes = Buffer.alloc(4_096)
  #length = 0

  begin(): void {
    this.#length = 0
  }

  /** Adds bytes from the place `from` on. */
  put(bytes: Uint8Array, from = 0): void {
    this.#reserve(bytes.length)
    const own = this.#bytes
    let length = this.#length
    for (let at = from; at < bytes.length; at++) own[length++] = bytes[at]!
    this.#length = length
  }

  /** Adds `bytes[start .. end)`, which may be long. */
  copy(bytes: Uint8Array, start: number, end: number): void {
    this.#reserve(end - start)
    const own = this.#bytes
    if (end - start > copiedByHandMax) {
      own.set(bytes.subarray(start, end), this.#length)
      this.#length += end - start
      return
    }
    let length = this.#length
    for (let at = start; at < end; at++) own[length++] = bytes[at]!
    this.#length = length
  }

  /** SHA-256, as 32 characters. */
  digest(): string {
    return hash('sha256', this.#bytes.subarray(0, this.#length), 'binary')
  }

  #reserve(length: number): void {
    if (this.#length + length <= this.#bytes.length) return
    const larger = Buffer.alloc((this.#length + length) * 2)
    larger.set(this.#bytes.subarray(0, this.#length))
    this.#bytes = larger
  }
}

const tails = new Map<string, Uint8Array>()

/** The last field of a document, with what closes it. */
export function digestTail(type: string): Uint8Array {
  const known = tails.get(type)
  if (known) return known
  const made = Buffer.from(`,"type":"${type}"}`)
  tails.set(type, made)
  return made
}
