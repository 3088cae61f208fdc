/** The clauses in the store. */
import type { PayeeId } from '../events/ids.ts'
import { type Clause, type Clauses, clauseFromBytes } from '../registry/index.ts'
import { checkOf } from './checksums.ts'
import { failDamaged } from './database.ts'
import { pageRows, type Row, type StoreReads } from './reads.ts'
import type { StoredPayees } from './storedPayees.ts'

const clauseRows = 'SELECT number, id, payee, receiver, body, check32 FROM clauses'
/** Of one payee: most have few. */
const payeePageRows = 64

export class StoredClauses implements Clauses {
  size = 0
  readonly #reads: StoreReads
  readonly #payees: StoredPayees

  constructor(reads: StoreReads, payees: StoredPayees) {
    this.#reads = reads
    this.#payees = payees
  }

  get(id: string): Clause | undefined {
    const row = this.#row(id)
    return row && this.#read(row)
  }

  has(id: string): boolean {
    return this.#row(id) !== undefined
  }

  /** The number of a clause that is there. */
  numberOf(id: string): number {
    return this.#row(id)!.number as number
  }

  *ids(from = 0): Iterable<string> {
    for (const row of this.#rows({ from, limit: pageRows })) yield row.id as string
  }

  *[Symbol.iterator](): Iterator<Clause> {
    for (const row of this.#rows({ from: 0, limit: pageRows })) yield this.#read(row)
  }

  from(payee: PayeeId): Iterable<Clause> {
    return this.#of('payee', payee)
  }

  to(payee: PayeeId): Iterable<Clause> {
    return this.#of('receiver', payee)
  }

  *#of(column: 'payee' | 'receiver', payee: PayeeId): Iterable<Clause> {
    if (this.size === 0) return
    const number = this.#payees.get(payee)?.number
    if (number === undefined) return
    const part = { from: 0, limit: payeePageRows, where: `${column} = ? AND`, values: [number] }
    for (const row of this.#rows(part)) yield this.#read(row)
  }

  /** Page by page: a thread may have written others meanwhile, and others may read through the same connection. */
  *#rows({ from, limit, where = '', values = [] }: Part): Iterable<Row> {
    const sql = `${clauseRows} WHERE ${where} number >= ? AND number < ? ORDER BY number LIMIT ?`
    for (let next = from; next < this.size; ) {
      const rows = this.#reads.all(sql, ...values, next, this.size, limit)
      yield* rows
      if (rows.length < limit) return
      next = (rows.at(-1)!.number as number) + 1
    }
  }

  #row(id: string): Row | undefined {
    if (this.size === 0) return undefined
    const row = this.#reads.one(`${clauseRows} WHERE id = ?`, id)
    return row && (row.number as number) < this.size ? row : undefined
  }

  #read({ number, id, payee, receiver, body, check32 }: Row): Clause {
    const values = [number, id, payee, receiver, body] as never[]
    if (check32 !== checkOf(...values))
      failDamaged(this.#reads.path, `clause ${number} is not as it was written`)
    return clauseFromBytes(body as Uint8Array)
  }
}

interface Part {
  readonly from: number
  readonly limit: number
  readonly where?: string
  readonly values?: readonly number[]
}
