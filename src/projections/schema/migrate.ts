/** Applies each migration once, in order. Refuses a schema that is newer than this program. */
import { sha256Hex } from '../../base/sha256.ts'
import { fail } from '../../errors.ts'
import { invariant } from '../../invariant.ts'
import { fixed, naturals, strings } from '../engine/columns.ts'
import type { SqlEngine } from '../engine/port.ts'
import type { Migration } from './tables.ts'
import { singleServer, type Topology } from './topology.ts'

/**
 * @throws HeadwaterError `data.newer` (the store has a migration that this program does not know),
 * `data.migrationChanged` (the text of an applied migration is different now), `usage.unavailable`
 */
export async function migrate(
  engine: SqlEngine,
  table: string,
  migrations: readonly Migration[],
  topology: Topology = singleServer,
): Promise<void> {
  migrations.forEach(({ id }, index) => {
    invariant(id === index + 1, 'migrations are numbered from 1 without gaps')
  })
  await apply(engine, topology, [table])
  const applied = await readApplied(engine)
  for (const [id, entry] of applied) {
    const known = migrations[id - 1]
    if (!known) {
      fail(
        'data.newer',
        `The usage store has the schema change ${id} (${entry.name}), which this version does not know.`,
        {
          data: { migration: id },
        },
      )
    }
    if (checksum(known) !== entry.checksum) {
      fail(
        'data.migrationChanged',
        `The schema change ${id} (${known.name}) is not the one that the usage store was made with.`,
        {
          data: { migration: id },
        },
      )
    }
  }
  for (const migration of migrations) {
    if (applied.has(migration.id)) continue
    await apply(engine, topology, migration.statements)
    await record(engine, migration)
  }
}

/** Runs idempotent statements, each in the form that the topology gives it. */
export async function apply(
  engine: SqlEngine,
  topology: Topology,
  statements: readonly string[],
): Promise<void> {
  for (const statement of statements) {
    for (const part of topology.render(statement)) await engine.command(part)
  }
}

/** SHA-256 over the statements, lower-case hex. */
export function checksum({ statements }: Migration): string {
  return sha256Hex(JSON.stringify(statements))
}

async function readApplied(engine: SqlEngine): Promise<Map<number, { name: string; checksum: string }>> {
  const rows = await engine.rows('SELECT id, name, checksum FROM migrations ORDER BY id', (row) => ({
    id: row.uint32(),
    name: row.text(),
    checksum: row.hex(32),
  }))
  return new Map(rows.map(({ id, ...entry }) => [id, entry]))
}

async function record(engine: SqlEngine, migration: Migration): Promise<void> {
  const sum = checksum(migration)
  await engine.insert({
    table: 'migrations',
    columns: [
      naturals('id', [migration.id], 'UInt32'),
      strings('name', [migration.name]),
      fixed('checksum', 32, Buffer.from(sum, 'hex')),
    ],
    literals: {},
    token: sum,
  })
}
