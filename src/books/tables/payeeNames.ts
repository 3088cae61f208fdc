/** Payees, each once, numbered as they come, as bytes: texts of them are made where they are asked for. */
import { ByteKeys } from '../../columns/byteKeys.ts'
import { TextBytes } from '../../columns/textBytes.ts'
import type { PayeeId } from '../../events/ids.ts'

export class PayeeNames {
  readonly #keys = new ByteKeys()
  readonly #bytes = new TextBytes()

  get size(): number {
    return this.#keys.size
  }

  /** From 0 on in the order in which they come. */
  numberOf(payee: PayeeId): number {
    return this.#keys.add(this.#bytes.of(payee), this.#bytes.length)
  }

  payee(number: number): PayeeId {
    return this.#keys.text(number, 'utf8', 0, this.#keys.length(number)) as PayeeId
  }

  /** Bytes of the payee in UTF-8. */
  length(number: number): number {
    return this.#keys.length(number)
  }

  copy(number: number, into: Uint8Array, at: number): void {
    this.#keys.copy(number, this.#keys.length(number), into, at)
  }
}
