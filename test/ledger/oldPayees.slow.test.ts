/**
 * A ledger whose payees have ids that a new payee could not have: recorded by a build before that rule. It is opened,
 * names them, pays them and is verified, and what it accepted before is still a duplicate.
 */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { parseEvent } from '../../src/events/index.ts'
import { openSqliteEventStore } from '../../src/eventstore/sqlite.ts'
import { openDataFolder } from '../../src/ledger/dataFolder.ts'
import { streams } from '../../src/log/streams.ts'
import type { RegistryFact } from '../../src/registry/fact.ts'
import { factData } from '../../src/registry/index.ts'
import { objects } from '../cli/support.ts'
import { runCli } from '../support/process.ts'

const folder = join(mkdtempSync(join(tmpdir(), 'headwater-old-payees-')), 'ledger')
const cyrillic = 'аnn'
/** An id with a blank, one in NFD, one with a letter of another script. */
const old = ['ann ', 'e\u0301', cyrillic]

function event(id: string, type: string, data: object) {
  return {
    specversion: '1.0',
    id,
    source: 'old',
    type: `io.headwater.${type}`,
    time: '2025-01-01T00:00:00Z',
    data,
  }
}

const share = ['0.5', '0.25', '0.125']
const oldEvents = [
  event('currency', 'currency.registered', { currency: 'USD', decimals: 6 }),
  event('asset', 'asset.registered', { asset: 'model:a/m', owner: 'ann ' }),
  event('release', 'version.released', {
    asset: 'model:a/m',
    version: '1',
    holders: [
      ...old.map((payee, index) => ({ payee, share: share[index] })),
      { payee: 'ann', share: '0.125' },
    ],
  }),
]
const lines = (events: readonly object[]) => events.map((each) => JSON.stringify(each)).join('\n')
const headwater = (argv: readonly string[], input = '') =>
  runCli([...argv, '--json', '--data', folder], { input })

beforeAll(async () => {
  const events = openSqliteEventStore({
    path: openDataFolder(folder, true).events,
    clock: () => new Date('2025-01-02T00:00:00Z'),
  })
  const facts = oldEvents.map((each) => parseEvent(each) as RegistryFact)
  await events.append([
    {
      stream: streams.registry,
      expectedRevision: 'none',
      events: facts.map((fact) => ({ id: crypto.randomUUID(), type: fact.type, data: factData(fact) })),
    },
  ])
  await events.close()
})

describe('a ledger with payees of an older build', () => {
  test('answers its old events with duplicate and lets its payees be named again, but takes no new one like them', async () => {
    const again = {
      ...event('fee', 'fee.set', { share: '0.1', payee: 'ann ', effectiveFrom: '2025-01-01T00:00:00Z' }),
    }
    const fresh = event('fresh', 'payee.registered', { payee: 'bob ' })
    const call = event('call', 'call.metered', { asset: 'model:a/m', amount: '8', currency: 'USD' })
    const { stdout } = await headwater(['ingest', '-'], lines([...oldEvents, again, fresh, call]))
    expect(JSON.parse(stdout)).toMatchObject({
      accepted: 2,
      duplicate: 3,
      conflict: 0,
      rejected: [
        {
          code: 'payee.unseen',
          path: '/data/payee',
          message: expect.stringContaining('"bob " has U+0020 SPACE at position 4'),
        },
      ],
    })
  })

  test('is closed and verified; every payee earns under the id that it has', async () => {
    expect((await headwater(['close', '--until', '2025-01-03T00:00:00Z'])).code).toBe(0)
    const earned = objects((await headwater(['statements', '--epoch', '1'])).stdout) as {
      payee: string
      earned: string
    }[]
    expect(Object.fromEntries(earned.map((line) => [line.payee, line.earned]))).toEqual({
      'ann ': '4.4',
      'e\u0301': '1.8',
      [cyrillic]: '0.9',
      ann: '0.9',
    })
    expect((await headwater(['verify'])).code).toBe(0)
  })

  test('prints their names so that they differ', async () => {
    const { stdout } = await runCli(['statements', '--epoch', '1', '--data', folder])
    expect(stdout).toContain('"ann\\u0020"')
  })

  test('is warned of by the doctor, which lists these ids and those that look alike', async () => {
    const { stdout, code } = await headwater(['doctor'])
    const report = JSON.parse(stdout) as { checks: { name: string; status: string; detail: string }[] }
    const names = report.checks.find(({ name }) => name === 'payee names')!
    expect([code, names.status]).toEqual([0, 'warn'])
    expect(names.detail).toBe(
      `2 of 4 payees have ids that a new payee could not have, with characters that are not seen or not in NFC: "ann\\u0020", "e\\u0301"; ids that look alike, in 1 group: ${cyrillic} and ann`,
    )
  })
})
