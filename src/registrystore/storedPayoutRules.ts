/** The rules of payouts in the store. A close reads all of them, and nothing else reads any. */
import { type Numbered, type PayoutRule, payoutRuleFromBytes } from '../registry/index.ts'
import { checkOf } from './checksums.ts'
import { failDamaged } from './database.ts'
import { pageRows, type Row, type StoreReads } from './reads.ts'

export class StoredPayoutRules implements Numbered<PayoutRule> {
  length = 0
  readonly #reads: StoreReads

  constructor(reads: StoreReads) {
    this.#reads = reads
  }

  at(index: number): PayoutRule | undefined {
    if (index >= this.length) return undefined
    const row = this.#reads.one('SELECT number, body, check32 FROM payoutRules WHERE number = ?', index)
    return this.#read(index, row)
  }

  *[Symbol.iterator](): Iterator<PayoutRule> {
    const sql =
      'SELECT number, body, check32 FROM payoutRules WHERE number >= ? AND number < ? ORDER BY number'
    for (let next = 0; next < this.length; next += pageRows) {
      const end = Math.min(this.length, next + pageRows)
      const rows = this.#reads.all(sql, next, end)
      for (let at = next; at < end; at++) yield this.#read(at, rows[at - next])
    }
  }

  #read(index: number, row: Row | undefined): PayoutRule {
    const body = row?.body as Uint8Array
    if (row?.number !== index || row.check32 !== checkOf(index, body))
      failDamaged(this.#reads.path, `payout rule ${index} is not as it was written`)
    return payoutRuleFromBytes(body)
  }
}
