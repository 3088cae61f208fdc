/** Payees in UTF-8, one after the other in the same memory. Nearly all are short and ASCII. */
import type { PayeeId } from '../../events/ids.ts'

export class PayeeBytes {
  /** Of the last payee. */
  length = 0
  readonly #room: number
  #bytes = Buffer.alloc(1_024)

  /** @param room bytes that the caller writes after the payee */
  constructor(room = 0) {
    this.#room = room
  }

  /** Valid until the next call; the first `length` bytes are the payee's. */
  of(payee: PayeeId): Buffer {
    if (payee.length * 3 + this.#room > this.#bytes.length) this.#bytes = Buffer.alloc(payee.length * 4)
    const bytes = this.#bytes
    for (let at = 0; at < payee.length; at++) {
      const unit = payee.charCodeAt(at)
      if (unit > 127) {
        this.length = bytes.write(payee)
        return bytes
      }
      bytes[at] = unit
    }
    this.length = payee.length
    return bytes
  }
}
