/** The payees in the store. */
import type { PayeeId } from '../events/ids.ts'
import { type AccountBinding, type Known, type Payee, PayeeState } from '../registry/index.ts'
import { checkOf } from './checksums.ts'
import { failDamaged } from './database.ts'
import { pageRows, type Row, type StoreReads } from './reads.ts'
import { Recent } from './recent.ts'

/** Entries that are kept in memory, of each half of a cache. */
const payeesKept = 16_384
const idsKept = 131_072

export class StoredPayees implements Known<PayeeId, Payee> {
  size = 0
  readonly #reads: StoreReads
  readonly #recent = new Recent<PayeeId, StoredPayee>(payeesKept)
  readonly #ids = new Recent<number, PayeeId>(idsKept)

  constructor(reads: StoreReads) {
    this.#reads = reads
  }

  get(id: PayeeId): StoredPayee | undefined {
    const known = this.#recent.get(id)
    if (known !== undefined) return known
    const row = this.#reads.one('SELECT number, id, name, bindings, check32 FROM payees WHERE id = ?', id)
    if (row === undefined) return undefined
    const payee = this.#read(row)
    this.#recent.set(id, payee)
    return payee
  }

  has(id: PayeeId): boolean {
    if (this.size === 0) return false
    return (
      this.#recent.get(id) !== undefined ||
      this.#reads.one('SELECT 1 FROM payees WHERE id = ?', id) !== undefined
    )
  }

  *ids(from = 0): Iterable<PayeeId> {
    for (let next = from; next < this.size; next += pageRows) {
      const sql = 'SELECT id FROM payees WHERE number >= ? AND number < ? ORDER BY number'
      for (const { id } of this.#reads.all(sql, next, Math.min(this.size, next + pageRows)))
        yield id as PayeeId
    }
  }

  /** The payee with this number. */
  idOf(number: number): PayeeId {
    const known = this.#ids.get(number)
    if (known !== undefined) return known
    const row = this.#reads.one(
      'SELECT number, id, name, bindings, check32 FROM payees WHERE number = ?',
      number,
    )
    if (row === undefined) return failDamaged(this.#reads.path, `payee ${number} is missing`)
    const { id } = this.#read(row)
    this.#ids.set(number, id)
    return id
  }

  /** Call it where the payee was changed in the store. */
  forget(id: PayeeId): void {
    this.#recent.delete(id)
  }

  #read({ number, id, name, bindings, check32 }: Row): StoredPayee {
    if (check32 !== checkOf(number as number, id as string, name as string | null, bindings as string | null))
      failDamaged(this.#reads.path, `payee ${number} is not as it was written`)
    const list = bindings === null ? [] : (JSON.parse(bindings as string) as BindingFields[])
    return new StoredPayee(number as number, id as PayeeId, (name ?? undefined) as string | undefined, list)
  }
}

type BindingFields = [AccountBinding['chain'], AccountBinding['address'], number, number]

class StoredPayee extends PayeeState {
  readonly number: number

  constructor(number: number, id: PayeeId, name: string | undefined, bindings: readonly BindingFields[]) {
    super(
      id,
      name,
      bindings.map(([chain, address, payableFrom, revision]) => ({ chain, address, payableFrom, revision })),
    )
    this.number = number
  }
}
