/** The tables of the database file, and whether those of a file are still the ones that were made. */
import type { DatabaseSync } from 'node:sqlite'

/** Version of the tables below. A newer one is refused; an older one would be upgraded here. */
export const storeFormat = 1

/** SQLite keeps these texts in the file as they are, so not a byte of them may change. */
const tables = {
  meta: 'CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID',
  streams:
    'CREATE TABLE streams (stream INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, last INTEGER NOT NULL) STRICT',
  events: `CREATE TABLE events (
    position INTEGER PRIMARY KEY,
    stream INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    id TEXT NOT NULL,
    type TEXT NOT NULL,
    data TEXT NOT NULL,
    recorded_ms INTEGER NOT NULL
  ) STRICT`,
  events_of_stream: 'CREATE UNIQUE INDEX events_of_stream ON events (stream, revision)',
  snapshots: `CREATE TABLE snapshots (
    name TEXT PRIMARY KEY, revision INTEGER NOT NULL, payload BLOB NOT NULL, sha256 BLOB NOT NULL
  ) STRICT`,
}

/**
 * The checksum of each event (see sums.ts). The table came later than the others: older files get it when they are
 * opened, and their older events have no checksum.
 */
const sumsTable = 'CREATE TABLE sums (position INTEGER PRIMARY KEY, sum INTEGER NOT NULL) STRICT'

export const schema = [
  ...Object.values(tables),
  sumsTable,
  `INSERT INTO meta VALUES ('format', '${storeFormat}')`,
].join(';\n')

export const missingTables = sumsTable.replace('TABLE', 'TABLE IF NOT EXISTS')

/** @returns the name of a table that is not as it was made; undefined where all are */
export function alteredTable(database: DatabaseSync): string | undefined {
  const rows = database.prepare('SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL').all()
  const found = new Map(rows.map(({ name, sql }) => [name, sql]))
  if (found.has('sums') && found.get('sums') !== sumsTable) return 'sums'
  return Object.entries(tables).find(([name, sql]) => found.get(name) !== sql)?.[0]
}

export function hasSums(database: DatabaseSync): boolean {
  return database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'sums'").get() !== undefined
}
