/**
 * Payees with a currency each, numbered. Sums stand beside it in columns, so a close of millions of payees holds no
 * object for any of them.
 */
import { ByteKeys } from '../../columns/byteKeys.ts'
import { grown } from '../../columns/grown.ts'
import { Ranked } from '../../columns/ranked.ts'
import { fewTexts, type RowTexts } from '../../columns/rowTexts.ts'
import { sortByBytes } from '../../columns/sortByBytes.ts'
import { TextBytes } from '../../columns/textBytes.ts'
import type { CurrencyCode, PayeeId } from '../../events/ids.ts'
import { invariant } from '../../invariant.ts'

/** Bytes of the currency's number, after those of the payee. */
const tailBytes = 2
const currenciesMax = 2 ** (8 * tailBytes)

export class PayeeTable {
  readonly #keys = new ByteKeys()
  readonly #currencies = new Ranked<CurrencyCode>()
  readonly #bytes = new TextBytes(tailBytes)
  /** By number. */
  #currencyOf = new Uint16Array(0)

  readonly texts: { readonly payee: RowTexts; readonly currency: RowTexts } = {
    payee: {
      length: (number) => this.#keys.length(number) - tailBytes,
      copy: (number, into, at) => this.#keys.copy(number, this.#keys.length(number) - tailBytes, into, at),
    },
    currency: fewTexts(this.#currencies.items, (number) => this.#currencyNumber(number)),
  }

  get size(): number {
    return this.#keys.size
  }

  /** The number of the payee with the currency, from 0 on in the order in which they come. */
  numberOf(payee: PayeeId, currency: CurrencyCode): number {
    const key = this.#bytes.of(payee)
    return this.#add(key, this.#bytes.length, currency)
  }

  /** The same of the payee that a row of a column has. */
  numberIn(payees: RowTexts, row: number, currency: CurrencyCode): number {
    const length = payees.length(row)
    const key = this.#bytes.room(length)
    payees.copy(row, key, 0)
    return this.#add(key, length, currency)
  }

  /** @param key the payee, with room for the currency */
  #add(key: Uint8Array, length: number, currency: CurrencyCode): number {
    const tail = this.#currencies.numberOf(currency)
    invariant(tail < currenciesMax, `a ledger has at most ${currenciesMax} currencies`)
    key[length] = tail >>> 8
    key[length + 1] = tail & 255
    const number = this.#keys.add(key, length + tailBytes)
    if (number >= this.#currencyOf.length) this.#currencyOf = grown(this.#currencyOf, number + 1)
    this.#currencyOf[number] = tail
    return number
  }

  payee(number: number): PayeeId {
    return this.#keys.text(number, 'utf8', 0, this.#keys.length(number) - tailBytes) as PayeeId
  }

  currency(number: number): CurrencyCode {
    return this.#currencies.item(this.#currencyNumber(number))
  }

  /** All numbers, ascending by payee, then currency, as UTF-8 bytes. */
  sorted(): Uint32Array {
    const keys = this.#keys
    const ranks = this.#currencies.ranks()
    const order = new Uint32Array(keys.size)
    for (let number = 0; number < order.length; number++) order[number] = number
    sortByBytes(order, (number, depth) => {
      const end = keys.length(number) - tailBytes
      if (depth < end) return keys.byte(number, depth)
      // The end of a payee comes before every other byte: no id has the byte 0. Then the rank of the currency.
      if (depth === end) return 0
      if (depth > end + tailBytes) return -1
      const rank = ranks[this.#currencyNumber(number)]!
      return depth === end + 1 ? rank >>> 8 : rank & 255
    })
    return order
  }

  #currencyNumber(number: number): number {
    return this.#currencyOf[number]!
  }
}
