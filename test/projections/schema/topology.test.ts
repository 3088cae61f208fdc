import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { InvariantViolation } from '../../../src/invariant.ts'
import { openEmbeddedEngine } from '../../../src/projections/engine/embedded.ts'
import type { SqlEngine } from '../../../src/projections/engine/port.ts'
import {
  migrations,
  migrationsTable,
  ownersTable,
  quarantineTables,
  shardingKeys,
} from '../../../src/projections/schema/tables.ts'
import { onCluster, singleServer } from '../../../src/projections/schema/topology.ts'
import { temporaryFolder } from '../support/store.ts'

const statements = [
  migrationsTable,
  ownersTable,
  ...Object.values(quarantineTables).flatMap(([create]) => create!),
  ...migrations.flatMap((migration) => migration.statements).filter((text) => text.startsWith('CREATE')),
]

describe('tables', () => {
  const folder = temporaryFolder()
  let engine: SqlEngine
  beforeAll(async () => {
    engine = await openEmbeddedEngine(join(folder, 'usage'))
  })
  afterAll(async () => {
    await engine.close()
    rmSync(folder, { recursive: true, force: true })
  })

  it('of one server are plain MergeTree', () => {
    for (const statement of statements) {
      const rendered = singleServer.render(statement)
      expect(rendered).toHaveLength(1)
      expect(rendered[0]).toContain('ENGINE = MergeTree ORDER BY')
      expect(rendered[0]!.split(' SETTINGS ')[1]!.split(', ')).toEqual([
        'fsync_after_insert = 1',
        'fsync_part_directory = 1',
        'non_replicated_deduplication_window = 10000',
        'min_bytes_for_wide_part = 67108864',
      ])
    }
  })

  it('of a cluster are a replicated table on every node and one that spreads over the shards, in a form that ClickHouse parses', async () => {
    const cluster = onCluster('my-books_1', 'head_water')
    const names: string[] = []
    for (const statement of statements) {
      const rendered = cluster.render(statement)
      expect(rendered).toHaveLength(2)
      for (const part of rendered) {
        // formatQuery throws where the text is not a statement.
        const [formatted] = await engine.rows('SELECT formatQuery({part:String})', (row) => row.text(), {
          part,
        })
        expect(formatted).toContain('ON CLUSTER `my-books_1`')
        expect(formatted).not.toContain('{engine}')
      }
      expect(rendered[0]).toMatch(/^CREATE TABLE IF NOT EXISTS `head_water`\.\w+_local ON CLUSTER/)
      expect(rendered[0]).toContain(
        "ReplicatedMergeTree('/clickhouse/tables/{shard}/{database}/{table}', '{replica}')",
      )
      const settings = rendered[0]!.split(' SETTINGS ')[1]!.split(', ')
      expect(settings).toEqual([
        'fsync_after_insert = 1',
        'fsync_part_directory = 1',
        'replicated_deduplication_window = 10000',
        'replicated_deduplication_window_seconds = 604800',
        'min_bytes_for_wide_part = 67108864',
      ])
      const name = /^CREATE TABLE IF NOT EXISTS `head_water`\.(\w+) /.exec(rendered[1]!)![1]!
      expect(rendered[1]).toContain(`Distributed('my-books_1', 'head_water', '${name}_local', cityHash64(`)
      names.push(name)
    }
    expect(names.sort()).toEqual(Object.keys(shardingKeys).sort())
  })

  it('of a cluster delete rows on every node, in a form that ClickHouse parses', async () => {
    const part = `DELETE FROM ${onCluster('books', 'head_water').deleteTarget('calls')} WHERE partition = 'p' AND revision IN (1)`
    const [formatted] = await engine.rows('SELECT formatQuery({part:String})', (row) => row.text(), { part })
    expect(formatted).toMatch(/calls_local\s+ON CLUSTER/)
  })

  it('get new and widened columns on every node first, in a form that ClickHouse parses', async () => {
    const added = migrations
      .flatMap((migration) => migration.statements)
      .filter((text) => text.startsWith('ALTER') && !text.includes('MODIFY SETTING'))
    expect(added.length).toBeGreaterThan(0)
    for (const statement of added) {
      expect(singleServer.render(statement)).toEqual([statement])
      const rendered = onCluster('books', 'head_water').render(statement)
      const table = /^ALTER TABLE (\w+) /.exec(statement)![1]
      expect(rendered.map((part) => /^ALTER TABLE `head_water`\.(\w+) ON CLUSTER/.exec(part)?.[1])).toEqual([
        `${table}_local`,
        table,
      ])
      for (const part of rendered) {
        await engine.rows('SELECT formatQuery({part:String})', (row) => row.text(), { part })
        const changes = /(ADD COLUMN IF NOT|MODIFY COLUMN IF) EXISTS/g
        expect(part.match(changes)).toEqual(statement.match(changes))
      }
    }
  })

  it('get settings where rows are stored, in a form that ClickHouse parses', async () => {
    const tuned = migrations
      .flatMap((migration) => migration.statements)
      .filter((text) => text.includes('MODIFY SETTING'))
    expect(tuned.length).toBeGreaterThan(0)
    for (const statement of tuned) {
      expect(singleServer.render(statement)).toEqual([statement])
      const [part, ...others] = onCluster('books', 'head_water').render(statement)
      expect(others).toEqual([])
      expect(part).toMatch(/^ALTER TABLE `head_water`\.calls_local ON CLUSTER `books` MODIFY SETTING /)
      await engine.rows('SELECT formatQuery({part:String})', (row) => row.text(), { part: part! })
    }
  })

  it('refuse other kinds of statements on a cluster, and names that are more than a word', () => {
    expect(() => onCluster('books', 'head_water').render('ALTER TABLE calls DROP COLUMN x')).toThrow(
      InvariantViolation,
    )
    for (const name of ["a'b", 'a`b', '', 'a b']) {
      expect(() => onCluster(name, 'd')).toThrow(InvariantViolation)
      expect(() => onCluster('c', name)).toThrow(InvariantViolation)
    }
  })
})
