/** The rules of payouts in the store. A close reads all of them, and nothing else reads any. */
import { type Numbered, type PayoutRule, payoutRuleFromBytes } from '../registry/index.ts'
import { checkOf } from './checksums.ts'
import { failDamaged } from './database.ts'
import { pageRows, type StoreReads } from './reads.ts'

type RuleRow = readonly [number: number, body: Uint8Array<ArrayBuffer>, check: number]

const rulesFrom =
  'SELECT number, body, check32 FROM payoutRules WHERE number >= ? AND number < ? ORDER BY number'

export class StoredPayoutRules implements Numbered<PayoutRule> {
  length = 0
  readonly #reads: StoreReads

  constructor(reads: StoreReads) {
    this.#reads = reads
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

  #read(index: number, row: RuleRow | undefined): PayoutRule {
    const [number, body, check] = row ?? []
    if (number !== index || check !== checkOf(index, body!))
      failDamaged(this.#reads.path, `payout rule ${index} is not as it was written`)
    return payoutRuleFromBytes(body!)
  }
}
