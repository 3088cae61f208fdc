/** Everything that a store has as one digest: two stores of one log have the same. */
import { createHash } from 'node:crypto'
import type { StoredRegistry } from './stored.ts'

const tables = {
  head: 'one',
  payees: 'number',
  assets: 'number',
  versions: 'number',
  derived: 'source, version',
  contributions: 'asset, place',
}

export function contentsOf({ reads }: StoredRegistry): string {
  const hash = createHash('sha256')
  for (const [table, key] of Object.entries(tables)) {
    hash.update(`${table}\n`)
    for (const row of reads.each(`SELECT * FROM ${table} ORDER BY ${key}`))
      for (const value of Object.values(row)) hash.update(value instanceof Uint8Array ? value : `${value}\n`)
  }
  return hash.digest('hex')
}
