/** The rules of payouts in the store. A close reads all of them, and questions about a payee its own. */
import type { PayeeId } from '../events/ids.ts'
import { type PayoutRule, type PayoutRules, payoutRuleFromBytes } from '../registry/index.ts'
import { checkOf } from './checksums.ts'
import { failDamaged } from './database.ts'
import { pageRows, type StoreReads } from './reads.ts'
import type { StoredPayees } from './storedPayees.ts'

type RuleRow = readonly [
  number: number,
  payee: number | null,
  receiver: number | null,
  body: Uint8Array<ArrayBuffer>,
  check: number,
]

const ruleRows = 'SELECT number, payee, receiver, body, check32 FROM payoutRules'
const rulesFrom = `${ruleRows} WHERE number >= ? AND number < ? ORDER BY number`
const rulesOf = `${ruleRows} WHERE payee IS ? AND number < ? ORDER BY number`
const withheldFor = 'SELECT number FROM payoutRules WHERE receiver = ? AND number < ? LIMIT 1'

export class StoredPayoutRules implements PayoutRules {
  length = 0
  readonly #reads: StoreReads
  readonly #payees: StoredPayees

  constructor(reads: StoreReads, payees: StoredPayees) {
    this.#reads = reads
    this.#payees = payees
  }

  at(index: number): PayoutRule | undefined {
    if (index >= this.length) return undefined
    const [row] = this.#reads.allLists<RuleRow>(rulesFrom, index, index + 1)
    return this.#read(index, row)
  }

  *[Symbol.iterator](): Iterator<PayoutRule> {
    for (let next = 0; next < this.length; next += pageRows) {
      const end = Math.min(this.length, next + pageRows)
      const rows = this.#reads.allLists<RuleRow>(rulesFrom, next, end)
      for (let at = next; at < end; at++) yield this.#read(at, rows[at - next])
    }
  }

  *of(payee: PayeeId | undefined): Iterable<PayoutRule> {
    if (this.length === 0) return
    const number = payee === undefined ? null : this.#payees.get(payee)?.number
    if (number === undefined) return
    for (const row of this.#reads.allLists<RuleRow>(rulesOf, number, this.length))
      yield this.#read(row[0], row)
  }

  withholdsFor(payee: PayeeId): boolean {
    const number = this.length === 0 ? undefined : this.#payees.get(payee)?.number
    return number !== undefined && this.#reads.allLists(withheldFor, number, this.length).length > 0
  }

  #read(index: number, row: RuleRow | undefined): PayoutRule {
    const [number, payee, receiver, body, check] = row ?? []
    if (number !== index || check !== checkOf(index, payee!, receiver!, body!))
      failDamaged(this.#reads.path, `payout rule ${index} is not as it was written`)
    return payoutRuleFromBytes(body!)
  }
}
