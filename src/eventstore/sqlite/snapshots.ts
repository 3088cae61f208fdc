/**
 * Snapshots, in the file of the events. A damaged one is not returned: it is derived, and money must not depend on
 * flipped bits.
 */
import { createHash } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'
import type { Revision } from '../port.ts'
import { reading, transact } from './database.ts'

interface Snapshot {
  readonly revision: Revision
  readonly payload: Uint8Array
}

export function prepareSnapshots(database: DatabaseSync): {
  load(name: string): Snapshot | undefined
  save(name: string, snapshot: Snapshot): void
} {
  const { select, put } = reading(database, () => ({
    select: database.prepare('SELECT revision, payload, sha256 FROM snapshots WHERE name = ?'),
    put: database.prepare('INSERT OR REPLACE INTO snapshots VALUES (?, ?, ?, ?)'),
  }))
  return {
    load(name) {
      const row = reading(database, () => select.get(name)) as
        | { revision: number; payload: Uint8Array; sha256: Uint8Array }
        | undefined
      if (!row || !isWhole(row)) return undefined
      return { revision: row.revision, payload: row.payload }
    },
    save(name, snapshot) {
      transact(database, () => put.run(name, snapshot.revision, snapshot.payload, checksum(snapshot)))
    },
  }
}

function isWhole(row: Snapshot & { readonly sha256: Uint8Array }): boolean {
  // Damage may give a value another type.
  const blobs = row.payload instanceof Uint8Array && row.sha256 instanceof Uint8Array
  return blobs && checksum(row).equals(row.sha256)
}

function checksum({ revision, payload }: Snapshot): Buffer {
  return createHash('sha256').update(`${revision} `).update(payload).digest()
}
