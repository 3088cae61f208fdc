/** The clauses that were agreed or ended lately, over those before. */
import type { PayeeId } from '../events/ids.ts'
import type { Clause } from './contractModel.ts'
import { KnownLayer } from './layer.ts'
import type { Clauses } from './model.ts'

export class ClauseLayer extends KnownLayer<string, Clause> implements Clauses {
  readonly #below: Clauses | undefined
  /** The ids of those that are not below, by the payee that they take from or give to. */
  #from = new Map<PayeeId, string[]>()
  #to = new Map<PayeeId, string[]>()

  constructor(below: Clauses | undefined) {
    super(below)
    this.#below = below
  }

  *[Symbol.iterator](): Iterator<Clause> {
    if (this.#below) yield* this.#asNow(this.#below)
    for (const id of this.added) yield this.own(id)!
  }

  *from(payee: PayeeId): Iterable<Clause> {
    if (this.#below) yield* this.#asNow(this.#below.from(payee))
    for (const id of this.#from.get(payee) ?? []) yield this.own(id)!
  }

  *to(payee: PayeeId): Iterable<Clause> {
    if (this.#below) yield* this.#asNow(this.#below.to(payee))
    for (const id of this.#to.get(payee) ?? []) yield this.own(id)!
  }

  override add(id: string, clause: Clause): void {
    super.add(id, clause)
    this.#index(clause)
  }

  override forget(added: number, items: Iterable<readonly [string, Clause]>): void {
    super.forget(added, items)
    if (added === 0) return
    this.#from = new Map()
    this.#to = new Map()
    for (const id of this.added) this.#index(this.own(id)!)
  }

  #index({ clause, payee, to }: Clause): void {
    push(this.#from, payee, clause)
    push(this.#to, to, clause)
  }

  *#asNow(below: Iterable<Clause>): Iterable<Clause> {
    for (const clause of below) yield this.own(clause.clause) ?? clause
  }
}

function push(index: Map<PayeeId, string[]>, payee: PayeeId, clause: string): void {
  const known = index.get(payee)
  if (known === undefined) index.set(payee, [clause])
  else known.push(clause)
}
