/** The payees in the store. */
import type { PayeeId } from '../events/ids.ts'
import {
  type AccountBinding,
  type Known,
  type Listed,
  type ListedPart,
  type Payee,
  PayeeState,
} from '../registry/index.ts'
import { checkOf } from './checksums.ts'
import { failDamaged } from './database.ts'
import { IdFilter } from './idFilter.ts'
import { pageRows, type StoreReads } from './reads.ts'
import { Recent } from './recent.ts'

/** What is kept in memory, of each half of a cache: payees with their bindings, and ids. */
const payeePartsKept = 32_768
const partsOfPayee = ({ bindings }: Payee) => 1 + bindings.length
const idsKept = 131_072
/** So many ids at once are not asked for again soon, and to keep them would only push others out. */
const idsAtOnce = 4_096
/** A read that finds nothing takes as long as it takes to enter some payees into the filter. */
const missesPerPayee = 4

export class StoredPayees implements Known<PayeeId, Payee> {
  size = 0
  readonly #reads: StoreReads
  readonly #recent = new Recent<PayeeId, StoredPayee>(payeePartsKept, partsOfPayee)
  /** Those that were read ahead last. */
  #ahead = new Map<PayeeId, StoredPayee>()
  readonly #ids = new Recent<number, PayeeId>(idsKept)
  /** Payees that were found to be there. */
  readonly #known = new Recent<PayeeId, true>(idsKept)
  #filter: IdFilter | undefined
  /** Reads that found nothing. */
  #missed = 0

  constructor(reads: StoreReads) {
    this.#reads = reads
  }

  get(id: PayeeId): StoredPayee | undefined {
    const ahead = this.#ahead.get(id)
    if (ahead !== undefined) return ahead
    if (this.#filter?.mayHave(id) === false) return undefined
    const known = this.#recent.get(id)
    if (known !== undefined) return known
    if (!this.#mayHave(id)) return undefined
    const [row] = this.#reads.allLists<PayeeRow>(`SELECT ${payeeColumns} FROM payees WHERE id = ?`, id)
    if (row === undefined) return this.#miss()
    const payee = this.#payeeOf(row)
    this.#recent.set(id, payee)
    return payee
  }

  has(id: PayeeId): boolean {
    // Most ids are new where millions come, and the filter says so at once.
    if (this.#filter?.mayHave(id) === false) return false
    if (this.#known.get(id) || this.#recent.get(id) !== undefined) return true
    if (!this.#mayHave(id)) return false
    if (this.#reads.one('SELECT 1 FROM payees WHERE id = ?', id) === undefined) return this.#miss() ?? false
    this.#known.set(id, true)
    return true
  }

  beginning(prefix: string, part: ListedPart): Listed<PayeeId> {
    return this.#reads.beginning('payees', this, prefix, part)
  }

  ids(from = 0): Iterable<PayeeId> {
    return this.#reads.ids('payees', this, from)
  }

  /** The payees with these numbers. Those that are not in memory are read together. */
  idsOf(numbers: readonly number[]): (number: number) => PayeeId {
    const read = new Map<number, PayeeId>()
    const isMany = numbers.length > idsAtOnce
    const missing = numbers.filter((number) => isMany || this.#ids.get(number) === undefined)
    // Neighbours are on one page of the file.
    missing.sort((one, other) => one - other)
    for (const part of partsOf(missing)) {
      for (const row of this.#reads.allLists<PayeeRow>(payeesBy('number'), JSON.stringify(part))) {
        this.#requireWhole(row)
        const [number, id] = row
        read.set(number, id)
        if (!isMany) this.#ids.set(number, id)
      }
    }
    return (number) =>
      read.get(number) ?? this.#ids.get(number) ?? failDamaged(this.#reads.path, `payee ${number} is missing`)
  }

  requireWhole(): void {
    this.#reads.requireWhole('payees')
  }

  readAhead(ids: readonly PayeeId[]): void {
    const missing = ids.filter((id) => this.#recent.get(id) === undefined && this.#mayHave(id))
    // They are asked for once each: millions that came to the others in turn would cost more to collect than to read.
    this.#ahead = new Map()
    for (const part of partsOf(missing)) {
      for (const row of this.#reads.allLists<PayeeRow>(payeesBy('id'), JSON.stringify(part)))
        this.#ahead.set(row[1], this.#payeeOf(row))
    }
  }

  lookAhead(ids: readonly PayeeId[]): void {
    const isKnown = (id: PayeeId) => this.#known.get(id) || this.#recent.get(id) !== undefined
    const missing = ids.filter((id) => !isKnown(id) && this.#mayHave(id)).sort()
    for (const part of partsOf(missing)) {
      for (const [id] of this.#reads.allLists<[PayeeId]>(payeesBy('id', 'payees.id'), JSON.stringify(part)))
        this.#known.set(id, true)
    }
  }

  /** The numbers of those of the ids that are there, which are read together. */
  numbersOf(ids: readonly PayeeId[]): Map<PayeeId, number> {
    const numbers = new Map<PayeeId, number>()
    // Neighbours are on one page of the index, and mostly of the table.
    for (const part of partsOf(ids.toSorted())) {
      for (const row of this.#reads.allLists<PayeeRow>(payeesBy('id'), JSON.stringify(part))) {
        this.#requireWhole(row)
        numbers.set(row[1], row[0])
      }
    }
    return numbers
  }

  /** Call it when payees were changed in the store. @param added those that are new there */
  changed(ids: readonly PayeeId[], added: readonly PayeeId[]): void {
    for (const id of ids) {
      this.#recent.delete(id)
      this.#ahead.delete(id)
    }
    if (this.#filter) for (const id of added) this.#filter.add(id)
  }

  /** False for a payee that is not there. The filter is made once reading has cost about as much as making it does. */
  #mayHave(id: PayeeId): boolean {
    if (this.#filter === undefined) {
      if (this.#missed * missesPerPayee < this.size) return true
      this.#filter = new IdFilter()
      for (const { id: known } of this.#reads.each('SELECT id FROM payees'))
        this.#filter.add(known as PayeeId)
    }
    return this.#filter.mayHave(id)
  }

  #miss(): undefined {
    this.#missed++
    return undefined
  }

  #payeeOf(row: PayeeRow): StoredPayee {
    this.#requireWhole(row)
    const [number, id, name, bindings] = row
    const list = bindings === null ? [] : (JSON.parse(bindings) as BindingFields[])
    return new StoredPayee(number, id, name ?? undefined, list)
  }

  #requireWhole([number, id, name, bindings, check32]: PayeeRow): void {
    if (check32 !== checkOf(number, id, name, bindings))
      failDamaged(this.#reads.path, `payee ${number} is not as it was written`)
  }
}

const payeeColumns = 'payees.number, payees.id, name, bindings, check32'
type PayeeRow = [number: number, id: PayeeId, name: string | null, bindings: string | null, check32: number]

/** Those that a list in JSON names. */
function payeesBy(key: 'number' | 'id', columns: string = payeeColumns): string {
  return `SELECT ${columns} FROM json_each(?) AS wanted CROSS JOIN payees ON payees.${key} = wanted.value`
}

function* partsOf<Item>(items: readonly Item[]): Generator<Item[]> {
  for (let at = 0; at < items.length; at += pageRows) yield items.slice(at, at + pageRows)
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
