/** Writes bytes one after the other into memory that has room for them. */

const ascii = new TextEncoder()

export class ByteSink {
  /** Where the next byte goes. */
  at = 0
  #to: Uint8Array = new Uint8Array(0)

  begin(to: Uint8Array, at: number): void {
    this.#to = to
    this.at = at
  }

  byte(value: number): void {
    this.#to[this.at++] = value
  }

  put(bytes: Uint8Array, from = 0): void {
    this.copy(bytes, from, bytes.length)
  }

  /** A loop: most texts are short. */
  copy(bytes: Uint8Array, start: number, end: number): void {
    const to = this.#to
    let at = this.at
    for (let from = start; from < end; from++) to[at++] = bytes[from]!
    this.at = at
  }

  text(text: string): void {
    this.put(ascii.encode(text))
  }
}
