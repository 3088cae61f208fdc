/** The leaves of a table in the order of their trees, as lines or encoded. They may be read again. */
import type { ChainId, TokenAddress } from '../../events/account.ts'
import type { Atoms } from '../../money/ledgerUnits.ts'
import type { PayoutLine } from '../port.ts'
import type { LeafTable, TreeName } from './leafTable.ts'

export class OrderedLeaves implements Iterable<PayoutLine> {
  readonly #table: LeafTable
  readonly #numbers: () => Iterable<number>

  /** @param numbers ascending by chain, account, token */
  constructor(table: LeafTable, numbers: () => Iterable<number>) {
    this.#table = table
    this.#numbers = numbers
  }

  /** Of the whole table. */
  get size(): number {
    return this.#table.size
  }

  *[Symbol.iterator](): Generator<PayoutLine> {
    for (const number of this.#numbers()) yield this.#table.leaf(number)
  }

  /** The fields of the leaves, by their numbers. */
  get fields(): LeafTable['fields'] {
    return this.#table.fields
  }

  /** Ascending; each has leaves. */
  chains(): ChainId[] {
    return this.#table.chains()
  }

  /** Σ cumulative of a chain by token. */
  totals(chain: ChainId): Map<TokenAddress, bigint> {
    return this.#table.totals(chain)
  }

  /** Σ cumulative of all. */
  total(): bigint {
    let sum = 0n
    for (const number of this.#numbers()) sum += this.#table.cumulative(number)
    return sum
  }

  /** Undefined where the account was never paid the token. */
  cumulativeOf(leaf: Omit<PayoutLine, 'cumulative'>): Atoms | undefined {
    const number = this.#table.find(leaf)
    return number < 0 ? undefined : this.#table.cumulative(number)
  }

  has(chain: ChainId): boolean {
    return this.#table.has(chain)
  }

  /**
   * Those of a tree, as `encodedChunks` of src/merkle gives them, without a text of any.
   * @param onLeaf is called with the number of each
   */
  encoded(tree: TreeName, onLeaf?: (number: number) => void): Iterable<Uint8Array<ArrayBuffer>> {
    return this.#table.encoded(this.#numbers(), tree, onLeaf)
  }
}
