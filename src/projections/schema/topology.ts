/**
 * Where the tables are: on one server (or embedded), or replicated and sharded over a cluster. The statements of the
 * migrations are the same. Only this file knows what a cluster makes of them.
 *
 * On a cluster a table `calls` is two tables: `calls_local` on every node, replicated within its shard, and `calls`,
 * which spreads inserts over the shards and reads from all of them. The rows of a batch share the sharding key, so the
 * whole batch goes to one shard: one block, one part, all of it or nothing.
 */
import { invariant } from '../../invariant.ts'
import { shardingKeys } from './tables.ts'

export interface Topology {
  /** The statements to run for one statement of a migration. */
  render(statement: string): string[]
  /** The table that a DELETE names to reach the rows of `table`. */
  deleteTarget(table: string): string
}

/** One server, or chDB. */
export const singleServer: Topology = {
  render: (statement) => [statement.replaceAll('{engine}', 'MergeTree')],
  deleteTarget: (table) => table,
}

const createTable = /^CREATE TABLE IF NOT EXISTS (\w+) /
const alterColumns = /^ALTER TABLE (\w+) (?=ADD COLUMN IF NOT EXISTS |MODIFY COLUMN IF EXISTS )/
const alterSettings = /^ALTER TABLE (\w+) (?=MODIFY SETTING )/
// {shard} and {replica} are macros of each node's configuration. The server fills in {database} and {table}.
const replicated = "ReplicatedMergeTree('/clickhouse/tables/{shard}/{database}/{table}', '{replica}')"

// Replicated tables remember tokens under settings of their own, and for a limited time: longer than any retry.
const ownWindow = 'non_replicated_deduplication_window = 10000'
const replicatedWindow =
  'replicated_deduplication_window = 10000, replicated_deduplication_window_seconds = 604800'

const plainWord = /^[A-Za-z0-9_.-]+$/

/**
 * Names include the database, because each node runs these statements in a context of its own.
 * @param cluster its name in `remote_servers`. It and `database` must be plain words.
 */
export function onCluster(cluster: string, database: string): Topology {
  for (const name of [cluster, database]) invariant(plainWord.test(name), `${name} is a plain word`)
  const everywhere = `ON CLUSTER \`${cluster}\``
  const named = (table: string) => `\`${database}\`.${table}`
  return {
    render(statement) {
      const widened = alterColumns.exec(statement)?.[1]
      // Nodes first: the table that spreads reads its columns from them.
      if (widened !== undefined)
        return [`${widened}_local`, widened].map((table) =>
          statement.replace(alterColumns, () => `ALTER TABLE ${named(table)} ${everywhere} `),
        )
      const tuned = alterSettings.exec(statement)?.[1]
      // They are settings of what is stored, and the table that spreads stores nothing.
      if (tuned !== undefined)
        return [
          statement.replace(alterSettings, () => `ALTER TABLE ${named(`${tuned}_local`)} ${everywhere} `),
        ]
      const name = createTable.exec(statement)?.[1]
      invariant(
        name !== undefined,
        'on a cluster a migration creates tables, adds or widens columns or changes settings, and does nothing else',
      )
      const key = shardingKeys[name]
      invariant(key !== undefined, `the table ${name} has a sharding key`)
      const local = statement
        .replace(createTable, () => `CREATE TABLE IF NOT EXISTS ${named(`${name}_local`)} ${everywhere} `)
        .replaceAll('{engine}', () => replicated)
        .replace(ownWindow, replicatedWindow)
      const spread = `Distributed('${cluster}', '${database}', '${name}_local', ${key})`
      return [
        local,
        `CREATE TABLE IF NOT EXISTS ${named(name)} ${everywhere} AS ${named(`${name}_local`)} ENGINE = ${spread}`,
      ]
    },
    deleteTarget: (table) => `${named(`${table}_local`)} ${everywhere}`,
  }
}
