/**
 * Contributors of versions in columns. A close divides among them when it allocates, when it writes the lines of the books
 * and for the file of the flow: they are read once, and each payee's id is read once.
 */

import { PayeeNames } from '../../books/tables/payeeNames.ts'
import { grown } from '../../columns/grown.ts'
import type { PoolUnits } from '../../columns/poolParts.ts'
import type { ContributorColumns, NumberedPayees, Version } from '../../registry/index.ts'

/** Contributors of all versions that are kept: 12 bytes each. Those of further versions are read each time. */
const contributorsKept = 16_777_216

/** Contributors whose ids are read ahead together. */
const aheadMax = 2_097_152
/** Ids that one read gives. */
const idsAhead = 16_384
/** Contributors that are read in a step. */
const stepMin = 16_384
/** Stands for a number while it is read. */
const isDue = 2 ** 32 - 1

/** The contributors of a version: numbers of `Pools.names`, each once. */
export interface Pool extends PoolUnits {
  readonly payees: Uint32Array
}

type Contributed = Pick<Version, 'contributors' | 'contributorColumns'>

/** Numbers of a registry's payees: for each the number here and 1, 0 for one that has none yet. */
interface Numbers {
  here: Uint32Array
}

export class Pools {
  readonly names = new PayeeNames()
  readonly #kept = new Map<number, Pool>()
  #keptSize = 0
  /** Versions of an asset may have the same contributors. */
  readonly #made = new WeakMap<object, Pool>()
  readonly #numbers = new WeakMap<NumberedPayees, Numbers>()

  /** @param index of the version */
  of(index: number, version: Contributed): Pool {
    return this.#kept.get(index) ?? this.#keep(index, version.contributorColumns ?? version.contributors)
  }

  /** The same where it is in memory. */
  read(index: number): Pool | undefined {
    return this.#kept.get(index)
  }

  /**
   * Reads the ids of the contributors of many versions in the order of their numbers: neighbours are read together. It
   * does a part of that at each step, and nothing else here may be asked for between them.
   */
  *ahead(versions: Iterable<readonly [index: number, version: Contributed]>): Generator<void> {
    let due: [number, ContributorColumns][] = []
    let [size, step] = [0, 0]
    for (const [index, version] of versions) {
      const columns = this.#kept.has(index) ? undefined : version.contributorColumns
      if (columns === undefined) continue
      due.push([index, columns])
      size += columns.payees.length
      step += columns.payees.length
      if (step >= stepMin) {
        step = 0
        yield
      }
      if (size >= aheadMax) {
        yield* this.#take(due)
        due = []
        size = 0
      }
      if (this.#keptSize + size > contributorsKept) break
    }
    yield* this.#take(due)
  }

  *#take(due: readonly (readonly [number, ContributorColumns])[]): Generator<void> {
    for (const names of new Set(due.map(([, columns]) => columns.names)))
      yield* this.#learning(
        names,
        due.flatMap(([, columns]) => (columns.names === names ? [columns.payees] : [])),
      )
    for (const [index, columns] of due) this.#keep(index, columns)
  }

  #keep(index: number, list: ContributorColumns | Version['contributors']): Pool {
    const made = this.#made.get(list)
    const pool = made ?? ('names' in list ? this.#numbered(list) : this.#named(list))
    this.#made.set(list, pool)
    const size = made ? 1 : pool.payees.length + 1
    if (this.#keptSize + size <= contributorsKept) {
      this.#keptSize += size
      this.#kept.set(index, pool)
    }
    return pool
  }

  #numbered({ payees, units, names }: ContributorColumns): Pool {
    for (const _ of this.#learning(names, [payees]));
    const { here } = this.#numbersOf(names)
    return { payees: payees.map((number) => here[number]! - 1), units, unitsMax: largest(units) }
  }

  #numbersOf(names: NumberedPayees): Numbers {
    const numbers = this.#numbers.get(names) ?? { here: new Uint32Array(0) }
    this.#numbers.set(names, numbers)
    if (numbers.here.length < names.size) numbers.here = grown(numbers.here, names.size)
    return numbers
  }

  /** Gives numbers to payees that have none, some at each step. */
  *#learning(names: NumberedPayees, lists: readonly Uint32Array[]): Generator<void> {
    const { here } = this.#numbersOf(names)
    let missing = new Uint32Array(0)
    let count = 0
    for (const list of lists) {
      for (const number of list) {
        if (here[number] !== 0) continue
        here[number] = isDue
        if (count === missing.length) missing = grown(missing, count + 1)
        missing[count++] = number
      }
    }
    const sorted = missing.subarray(0, count).sort()
    for (let from = 0; from < count; from += idsAhead) {
      const part = Array.from(sorted.subarray(from, from + idsAhead))
      const idOf = names.idsOf(part)
      for (const number of part) here[number] = this.names.numberOf(idOf(number)) + 1
      yield
    }
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
