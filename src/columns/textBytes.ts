/** Texts in UTF-8, one after the other in the same memory. Nearly all are short and ASCII. */
export class TextBytes {
  /** Of the last text. */
  length = 0
  readonly #room: number
  #bytes = Buffer.alloc(1_024)

  /** @param room bytes that the caller writes after the text */
  constructor(room = 0) {
    this.#room = room
  }

  /** Bytes for a text of so many, and for what the caller writes after it. Valid until the next call. */
  room(length: number): Buffer {
    if (length + this.#room > this.#bytes.length) this.#bytes = Buffer.alloc(length * 2 + this.#room)
    return this.#bytes
  }

  /** Valid until the next call; the first `length` bytes are the text's. */
  of(text: string): Buffer {
    if (text.length * 3 + this.#room > this.#bytes.length) this.#bytes = Buffer.alloc(text.length * 4)
    const bytes = this.#bytes
    for (let at = 0; at < text.length; at++) {
      const unit = text.charCodeAt(at)
      if (unit > 127) {
        this.length = bytes.write(text)
        return bytes
      }
      bytes[at] = unit
    }
    this.length = text.length
    return bytes
  }
}
