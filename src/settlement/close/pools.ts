/**
 * Contributors of versions in columns. A close divides among them when it allocates, when it writes the lines of the books
 * and for the file of the flow: they are read once, and each payee's id is read once.
 */
import { floorDiv } from '../../money/division.ts'
import { WordParts } from '../../money/wordParts.ts'
import type { ContributorColumns, NumberedPayees, Version } from '../../registry/index.ts'
import { grown } from '../tables/grown.ts'
import { PayeeNames } from '../tables/payeeNames.ts'
import type { UnitSums } from '../tables/unitSums.ts'

/** Contributors of all versions that are kept: 12 bytes each. Those of further versions are read each time. */
const contributorsKept = 16_777_216

/** The contributors of a version. */
export interface Pool {
  /** Numbers of `Pools.names`, each once. */
  readonly payees: Uint32Array
  readonly units: Float64Array
  /** In place of `units` where one is no whole number below 2^53. */
  readonly exact?: readonly bigint[]
  /** No units are more. */
  readonly unitsMax: number
}

export class Pools {
  readonly names = new PayeeNames()
  readonly #kept = new Map<number, Pool>()
  #keptSize = 0
  /** Versions of an asset may have the same contributors. */
  readonly #made = new WeakMap<object, Pool>()
  /** By number elsewhere: the number here and 1. */
  readonly #numbers = new WeakMap<NumberedPayees, { here: Uint32Array }>()

  /** @param index of the version */
  of(index: number, version: Pick<Version, 'contributors' | 'contributorColumns'>): Pool {
    const known = this.#kept.get(index)
    if (known !== undefined) return known
    const columns = version.contributorColumns
    const list = columns ?? version.contributors
    const made = this.#made.get(list)
    const pool = made ?? (columns ? this.#numbered(columns) : this.#named(version.contributors))
    this.#made.set(list, pool)
    const size = made ? 1 : pool.payees.length + 1
    if (this.#keptSize + size <= contributorsKept) {
      this.#keptSize += size
      this.#kept.set(index, pool)
    }
    return pool
  }

  #numbered({ payees, units, names }: ContributorColumns): Pool {
    const numbers = this.#numbers.get(names) ?? { here: new Uint32Array(0) }
    this.#numbers.set(names, numbers)
    if (numbers.here.length < names.size) numbers.here = grown(numbers.here, names.size)
    const { here } = numbers
    const missing = Array.from(payees.filter((number) => here[number] === 0))
    const idOf = names.idsOf(missing)
    for (const number of missing) here[number] = this.names.numberOf(idOf(number)) + 1
    return { payees: payees.map((number) => here[number]! - 1), units, unitsMax: largest(units) }
  }

  #named(contributors: Version['contributors']): Pool {
    const payees = Uint32Array.from(contributors, ({ payee }) => this.names.numberOf(payee))
    const exact = contributors.map(({ units }) => units)
    const units = Float64Array.from(exact, Number)
    const unitsMax = largest(units)
    return { payees, units, unitsMax, ...(unitsMax > Number.MAX_SAFE_INTEGER && { exact }) }
  }
}

function largest(units: Float64Array): number {
  let most = 0
  for (const own of units) if (own > most) most = own
  return most
}

/** So many words below 2^32 add up to less than 2^53. */
const addsMax = 2 ** 20

/**
 * Divides an amount among the contributors: floor(amount · units / total) each, also of an amount below 0.
 * @param into gets the part of each at its place
 * @returns Σ of the parts
 */
export function dividePool(
  { units, exact, unitsMax }: Pool,
  amount: bigint,
  total: bigint,
  into: UnitSums,
): bigint {
  const parts = exact === undefined ? WordParts.of(amount, total, unitsMax) : undefined
  let given = 0n
  if (parts === undefined) {
    for (let place = 0; place < units.length; place++) {
      const part = floorDiv(amount * (exact?.[place] ?? BigInt(units[place]!)), total)
      into.set(place, part)
      given += part
    }
    return given
  }
  for (let first = 0; first < units.length; first += addsMax) {
    const end = Math.min(units.length, first + addsMax)
    let [low, high] = [0, 0]
    for (let place = first; place < end; place++) {
      parts.divide(units[place]!)
      into.setWords(place, parts.low, parts.high)
      low += parts.low
      high += parts.high
    }
    given += (BigInt(high) << 32n) + BigInt(low)
  }
  return given
}
