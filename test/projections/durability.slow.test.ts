/** Rows of an insert that returned are stored although the process was killed, and no batch is stored in part. */
import { spawn, spawnSync } from 'node:child_process'
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { describe, expect, it } from 'vitest'
import { openUsage } from '../../src/projections/index.ts'
import { collect } from '../support/collect.ts'
import { batchOf, call } from './support/calls.ts'
import { temporaryFolder, uniqueKey } from './support/store.ts'

const inserter = join(import.meta.dirname, 'support/inserter.ts')

/**
 * Runs the inserter until it has printed `lines`, waits `delayMs` more and kills it.
 * @returns the revisions that it printed
 */
async function insertUntilKilled(
  { path, attempt, from }: { path: string; attempt: string; from: number },
  lines: number,
  delayMs: number,
) {
  const child = spawn(process.execPath, [inserter, path, attempt, String(from)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const promised: number[] = []
  const ended = new Promise((resolve) => child.on('exit', resolve))
  for await (const line of createInterface(child.stdout)) {
    if (line !== 'open') promised.push(Number(line))
    if (promised.length === lines) setTimeout(() => child.kill('SIGKILL'), delayMs)
  }
  await ended
  return promised
}

describe('durability of the usage store', () => {
  it('keeps acknowledged batches through SIGKILL, and no batch in part', async () => {
    const folder = temporaryFolder()
    const path = join(folder, 'usage')
    const attempt = uniqueKey()
    let next = 0
    for (let kill = 0; kill < 8; kill++) {
      const promised = await insertUntilKilled({ path, attempt, from: next }, 1 + kill, kill * 7)
      expect(promised[0]).toBe(next)
      next = promised.at(-1)! + 1
      const usage = await openUsage({ path })
      const keys = Array.from({ length: next + 1 }, (_, revision) => ({
        partition: 'local',
        revision,
        attempt,
      }))
      const rows = (await collect(usage.reader.batchTotals(keys))).map(({ totals }) => totals.call.rows)
      expect(rows.slice(0, next)).toEqual(Array(next).fill(2_000))
      expect([0, 2_000]).toContain(rows[next])
      // The batch in flight may be stored without an acknowledgement. Its attempt is repeated, and counts once.
      await usage.close()
    }
    rmSync(folder, { recursive: true, force: true })
  })

  it('reports that the disk is full, keeps its rows, and accepts the same batch once there is space', async (context) => {
    const folder = temporaryFolder()
    const mount = join(folder, 'small')
    mkdirSync(mount)
    if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=60m', 'tmpfs', mount]).status !== 0) context.skip()
    try {
      const usage = await openUsage({ path: join(mount, 'usage') })
      const calls = Array.from({ length: 20_000 }, (_, row) =>
        call({ id: `${row}`, traceId: uniqueKey().repeat(4), caller: Math.random().toString(36).repeat(6) }),
      )
      const rows = batchOf(calls)
      const keyOf = (revision: number) => ({ partition: 'local', revision, attempt: '0f'.repeat(16) })
      let full = 0
      const failure = await (async () => {
        for (;;) await usage.writer.insert(keyOf(full), rows).then(() => full++)
      })().catch((error) => error)
      expect(failure).toMatchObject({ code: 'data.diskFull', retry: true })
      const rowsOf = async () =>
        (
          await collect(
            usage.reader.batchTotals(Array.from({ length: full + 1 }, (_, revision) => keyOf(revision))),
          )
        ).map(({ totals }) => totals.call.rows)
      expect(await rowsOf()).toEqual([...Array(full).fill(20_000), 0])
      spawnSync('mount', ['-o', 'remount,size=200m', mount])
      await usage.writer.insert(keyOf(full), rows)
      expect(await rowsOf()).toEqual(Array(full + 1).fill(20_000))
      await usage.close()
    } finally {
      spawnSync('umount', [mount])
      rmSync(folder, { recursive: true, force: true })
    }
  })
})
