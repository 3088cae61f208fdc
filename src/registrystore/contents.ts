/** Everything that a store has as one digest: two stores of the same events have the same. */
import { createHash } from 'node:crypto'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { StoredRegistry } from './stored.ts'

const tables = {
  head: 'one',
  payees: 'number',
  accounts: 'part, account, payee',
  assets: 'number',
  versions: 'number',
  derived: 'source, version',
  shares: 'payee, version',
  contributions: 'asset, place',
  clauses: 'number',
  payoutRules: 'number',
}

/** Rows between which other work has its turn. */
const turnRows = 10_000

/** SHA-256 in lower-case hex. Nothing may be written through the same connection meanwhile. */
export async function contentsOf({ reads }: StoredRegistry): Promise<string> {
  const hash = createHash('sha256')
  let rows = 0
  for (const [table, key] of Object.entries(tables)) {
    hash.update(`${table}\n`)
    for (const row of reads.each(`SELECT * FROM ${table} ORDER BY ${key}`)) {
      for (const value of Object.values(row)) hash.update(value instanceof Uint8Array ? value : `${value}\n`)
      if (++rows % turnRows === 0) await nextTurn()
    }
  }
  return hash.digest('hex')
}
