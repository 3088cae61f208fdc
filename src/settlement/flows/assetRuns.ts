/** Amounts with a number each, by asset. */
import { grown } from '../../columns/grown.ts'
import { UnitSums } from '../../columns/unitSums.ts'

export class AssetRuns {
  #asset: Uint32Array<ArrayBufferLike> = new Uint32Array(1_024)
  #number: Uint32Array<ArrayBufferLike> = new Uint32Array(1_024)
  readonly #amount = new UnitSums()
  #count = 0

  add(asset: number, number: number, amount: bigint): void {
    if (this.#count === this.#asset.length) {
      this.#asset = grown(this.#asset, this.#count + 1)
      this.#number = grown(this.#number, this.#count + 1)
    }
    this.#asset[this.#count] = asset
    this.#number[this.#count] = number
    this.#amount.set(this.#count++, amount)
  }

  /** Those of each asset, in the order in which they came. */
  byAsset(assets: number): OfAssets {
    const start = new Uint32Array(assets + 1)
    for (let at = 0; at < this.#count; at++) start[this.#asset[at]! + 1]!++
    for (let asset = 0; asset < assets; asset++) start[asset + 1]! += start[asset]!
    const next = start.slice(0, assets)
    const places = new Uint32Array(this.#count)
    for (let at = 0; at < this.#count; at++) places[next[this.#asset[at]!]!++] = at
    return {
      of: (asset) => places.subarray(start[asset], start[asset + 1]),
      number: (at) => this.#number[at]!,
      amount: (at) => this.#amount.get(at),
    }
  }
}

interface OfAssets {
  /** The places of those of an asset. */
  of(asset: number): Uint32Array
  number(at: number): number
  amount(at: number): bigint
}
