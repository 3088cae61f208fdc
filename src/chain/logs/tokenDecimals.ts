/** Decimals of tokens: those of a token's currency must be the token's own, or an amount counts by a wrong factor. */
import { fail } from '../../errors.ts'
import type { Hex } from '../source/decoder.ts'

/** What the token's `decimals()` says; undefined where it has none. */
export type DecimalsOf = (token: Hex) => Promise<number | undefined>

export class TokenDecimals {
  readonly #chain: string
  readonly #decimalsOf: DecimalsOf
  /** Tokens that were asked. */
  readonly #agreeing = new Set<Hex>()

  /** @param chain CAIP-2 */
  constructor(chain: string, decimalsOf: DecimalsOf) {
    this.#chain = chain
    this.#decimalsOf = decimalsOf
  }

  /** @throws HeadwaterError `chain.decimals` */
  async require(token: Hex, currency: { readonly code: string; readonly decimals: number }): Promise<void> {
    if (this.#agreeing.has(token)) return
    const found = await this.#decimalsOf(token)
    if (found !== undefined && found !== currency.decimals) {
      const message = `The token ${token} on ${this.#chain} has ${found} decimals, and the currency ${currency.code} is registered with ${currency.decimals}.`
      fail('chain.decimals', message, { data: { chain: this.#chain, token, currency: currency.code } })
    }
    this.#agreeing.add(token)
  }
}
