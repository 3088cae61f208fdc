/** What a kill leaves, as an operator finds it: it moves aside, is listed, and goes only by a command. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { BatchKey } from '../../src/log/keys.ts'
import { openUsage } from '../../src/projections/index.ts'
import { objects, runHere } from '../cli/support.ts'
import { batchOf, call } from '../projections/support/calls.ts'
import { epochLines } from '../support/epochLines.ts'
import { linesOf, registryEvents, wholeInput } from '../support/events.ts'
import { withIds } from '../support/id.ts'
import { noContracts } from '../support/noContracts.ts'

const root = mkdtempSync(join(tmpdir(), 'headwater-quarantine-'))
const data = join(root, 'data')
const input = join(root, 'input.ndjson')
const [rowsAttempt, booksAttempt] = ['a'.repeat(32), 'b'.repeat(32)]

beforeAll(() => writeFileSync(input, wholeInput))
afterAll(() => rmSync(root, { recursive: true }))

/** The objects that the command prints, after it succeeded. */
async function run(...argv: readonly string[]): Promise<object[]> {
  const { code, stdout, stderr } = await runHere([...argv, '--data', data, '--json'])
  expect(code, stderr + stdout).toBe(0)
  return objects(stdout) as object[]
}

async function leaveRows(key: BatchKey): Promise<void> {
  const usage = await openUsage({ path: join(data, 'usage') })
  await usage.writer.insert(
    key,
    batchOf([call({ id: 'x', currency: 'USDC' }), call({ id: 'y', currency: 'USDC' })]),
  )
  await usage.close()
}

async function leaveBooks(epoch: number): Promise<void> {
  const usage = await openUsage({ path: join(data, 'usage') })
  const line = {
    payee: 'ann',
    currency: 'USDC',
    earned: 5n,
    late: 0n,
    paid: 0n,
    account: '',
    carried: 5n,
    ...noContracts,
  }
  const balances = [withIds(line)] as never
  await usage.books.write({ epoch, attempt: booksAttempt }, epochLines({ balances }))
  await usage.close()
}

test('I14: rows of a batch that was never recorded move aside at the next ingest, and count nowhere', async () => {
  await run('ingest', input)
  await leaveRows({ partition: 'local', revision: 1, attempt: rowsAttempt })
  writeFileSync(join(root, 'registry.ndjson'), linesOf(registryEvents))
  const before = await runHere(['doctor', '--data', data])
  expect(before.stdout).toMatch(/rows of 1 batches .* were never recorded/)
  expect(await run('ingest', join(root, 'registry.ndjson'))).toMatchObject([{ movedAside: 2 }])
  const [report] = await run('quarantine', 'list')
  expect(report).toMatchObject({
    calls: [{ partition: 'local', batch: 1, attempt: rowsAttempt, rows: 2 }],
    books: [],
  })
  const { stdout } = await runHere(['doctor', '--data', data])
  expect(stdout).toMatch(/quarantine.*rows of 1 batches/)
})

test('I14: books of a close that was never recorded move aside at the next close', async () => {
  await leaveBooks(1)
  const [epoch] = await run('close', '--until', '2026-02-01T00:00:00Z')
  expect(epoch).toMatchObject({ epoch: 1, counts: { settled: 3 } })
  const [report] = await run('quarantine', 'list')
  expect(report).toMatchObject({ books: [{ epoch: 1, attempt: booksAttempt, lines: 1 }] })
  expect(await run('verify')).toMatchObject([{ ok: true }])
})

test('only `quarantine empty` deletes it, and the audit keeps that', async () => {
  const [deleted] = await run('quarantine', 'empty')
  expect(deleted).toMatchObject({ calls: [{ rows: 2 }], books: [{ lines: 1 }] })
  expect(await run('quarantine', 'list')).toEqual([{ calls: [], books: [] }])
  expect(await run('audit')).toContainEqual(
    expect.objectContaining({ action: 'quarantine.emptied', details: { batches: 1, rows: 2, closes: 1 } }),
  )
  expect(await run('verify')).toMatchObject([{ ok: true }])
})

test('I14: an epoch that was closed is not closed again where the log lost it: the books know', async () => {
  const { DatabaseSync } = await import('node:sqlite')
  const log = new DatabaseSync(join(data, 'events.sqlite'))
  log.exec(`DELETE FROM events WHERE type = 'EpochClosed'; DELETE FROM streams WHERE name = 'epochs'`)
  // The last event was the epoch's, so the log agrees with itself.
  log.close()
  rmSync(join(data, 'usage/log-witness.json'))
  rmSync(join(data, 'identities'), { recursive: true })
  for (const command of [['close'], ['epochs'], ['verify'], ['ingest', input]]) {
    const { code, stderr } = await runHere([...command, '--data', data])
    expect([command[0], code, stderr]).toEqual([
      command[0],
      1,
      expect.stringMatching(/data.outOfStep: There are books of epoch 1, and the log has no closed epoch/),
    ])
  }
})
