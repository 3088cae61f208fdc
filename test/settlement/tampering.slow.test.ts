/** I9 on the real engines: the files of a data folder are changed behind Headwater's back, and `verify` says what. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Session } from 'chdb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadConfig } from '../../src/config.ts'
import { sumOf } from '../../src/eventstore/sqlite/sums.ts'
import { openHeadwater } from '../../src/ledger/open.ts'
import { call } from '../../src/usage/kinds/call.ts'
import { collect } from '../support/collect.ts'

const token = `0x${'aa'.repeat(20)}`
const account = `eip155:8453:0x${'1'.repeat(40)}`
const time = '2025-01-10T00:00:00Z'

const events = [
  ['currency.registered', { currency: 'USDC', decimals: 6, chain: 'eip155:8453', token }],
  ['payee.registered', { payee: 'lab', account }],
  ['asset.registered', { asset: 'dataset:pile', owner: 'annotators' }],
  ['version.released', { asset: 'dataset:pile', version: '1' }],
  ['asset.registered', { asset: 'model:base', owner: 'lab' }],
  [
    'version.released',
    {
      asset: 'model:base',
      version: '1',
      derivedFrom: [{ asset: 'dataset:pile', relation: 'trainedOn', policy: 'relative', share: '0.125' }],
    },
  ],
  ...Array.from({ length: 9 }, () => [
    'call.metered',
    { asset: 'model:base', amount: '1', currency: 'USDC' },
  ]),
].map(([type, data], index) =>
  JSON.stringify({
    specversion: '1.0',
    type: `io.headwater.${type}`,
    source: 'test',
    id: `${index}`,
    time,
    data,
  }),
)

let data: string

async function withHeadwater<Result>(
  work: (headwater: Awaited<ReturnType<typeof openHeadwater>>) => Promise<Result>,
): Promise<Result> {
  const headwater = await openHeadwater(loadConfig({ HEADWATER_DATA: data }), { command: 'test', make: true })
  try {
    return await work(headwater)
  } finally {
    await headwater.shutdown()
  }
}

beforeAll(async () => {
  data = mkdtempSync(join(tmpdir(), 'headwater-tampered-'))
  await withHeadwater(async (headwater) => {
    const bytes = async function* () {
      yield Buffer.from(events.join('\n'))
    }
    await headwater.ingest(bytes(), { origin: 'test' })
    await headwater.close({ until: '2025-02-01T00:00:00Z' })
  })
})
afterAll(() => rmSync(data, { recursive: true, force: true }))

/** Sentences of the checks that failed. */
const findings = (): Promise<string[]> =>
  withHeadwater(async (headwater) => {
    const reports = await collect(headwater.verify(1))
    return reports.flatMap(({ checks }) =>
      checks.filter((check) => !check.ok).map(({ name, detail }) => `${name}: ${detail}`),
    )
  })

function changeUsage(...statements: string[]): void {
  const session = new Session(join(data, 'usage'))
  try {
    for (const sql of statements) session.query(`${sql} SETTINGS mutations_sync = 2`)
  } finally {
    session.close()
  }
}

/** Changes the one event that has `from` in its text, and its checksum: that finds damage, and no forgery. */
function changeEvent(from: string, to: string): void {
  const database = new DatabaseSync(join(data, 'events.sqlite'))
  const rows = database
    .prepare(
      `SELECT position, name AS stream, revision, id, type, data AS text, recorded_ms AS recordedMs
        FROM events JOIN streams USING (stream) WHERE instr(data, ?) > 0`,
    )
    .all(from)
  expect(rows).toHaveLength(1)
  const event = rows[0] as unknown as Parameters<typeof sumOf>[0]
  const text = event.text.replace(from, to)
  database.prepare('UPDATE events SET data = ? WHERE position = ?').run(text, event.position)
  database
    .prepare('UPDATE sums SET sum = ? WHERE position = ?')
    .run(sumOf({ ...event, text }), event.position)
  database.close()
}

describe('verify on a data folder that was changed by hand', () => {
  it('finds nothing before', async () => {
    expect(await findings()).toEqual([])
  })

  it('finds a call’s amount', async () => {
    changeUsage(`ALTER TABLE calls UPDATE amount = amount + 1 WHERE id = '7'`)
    const found = await findings()
    expect(found[0]).toMatch(
      /^batches: Batch \d of partition local differs: its USDC calls added up to 9000000000000000000 ledger units, and now to 9000000000000000001; the digest/,
    )
    // The call was settled long ago; control totals stop the next close nevertheless.
    await expect(withHeadwater((headwater) => headwater.close())).rejects.toMatchObject({
      code: 'close.batchDiffers',
    })
    changeUsage(`ALTER TABLE calls UPDATE amount = amount - 1 WHERE id = '7'`)
    expect(await findings()).toEqual([])
  })

  it('finds a field that moves no money', async () => {
    changeUsage(`ALTER TABLE calls UPDATE caller = 'me' WHERE id = '8'`)
    expect(await findings()).toEqual([
      expect.stringMatching(/^batches: .* differs: the digest of its rows is another/),
      expect.stringMatching(/^recomputation: In the manifest \/digests\/settled is/),
    ])
    changeUsage(`ALTER TABLE calls UPDATE caller = '' WHERE id = '8'`)
    expect(await findings()).toEqual([])
  })

  it.each(
    call.columns.map(({ name, type }) => {
      const changed = { key16: `reverse(${name})`, text: `concat(${name}, 'x')` } as Record<string, string>
      const back = { key16: `reverse(${name})`, text: `left(${name}, -1)` } as Record<string, string>
      return [name, changed[type] ?? `${name} + 1`, back[type] ?? `${name} - 1`]
    }),
  )('finds a changed %s by the digest of the batch', async (name, changed, back) => {
    changeUsage(`ALTER TABLE calls UPDATE ${name} = ${changed} WHERE row = 5`)
    expect((await findings())[0]).toMatch(
      /^batches: Batch \d of partition local differs: .*the digest of its rows is another/,
    )
    changeUsage(`ALTER TABLE calls UPDATE ${name} = ${back} WHERE row = 5`)
    expect(await findings()).toEqual([])
  })

  it('finds a balance', async () => {
    changeUsage(`ALTER TABLE balances UPDATE carried = carried + 5 WHERE payee = 'annotators' AND epoch = 1`)
    expect(await findings()).toEqual([
      'balances: The balance of "annotators" in USDC: carried is 1125000000000000005 and should be 1125000000000000000.',
      'standing: The stored balances after epoch 1 do not have the digest in its manifest.',
    ])
    await expect(withHeadwater((headwater) => headwater.close())).rejects.toMatchObject({
      code: 'close.booksDiffer',
    })
    changeUsage(`ALTER TABLE balances UPDATE carried = carried - 5 WHERE payee = 'annotators' AND epoch = 1`)
    expect(await findings()).toEqual([])
  })

  it('finds a payout', async () => {
    changeUsage(`ALTER TABLE payouts UPDATE cumulative = cumulative * 2 WHERE 1`)
    expect((await findings())[0]).toMatch(
      /^payouts: The payout of 0x1{40} .* cumulative is 15750000 and should be 7875000/,
    )
    changeUsage(`ALTER TABLE payouts UPDATE cumulative = intDiv(cumulative, 2) WHERE 1`)
    expect(await findings()).toEqual([])
  })

  it('finds a registry term', async () => {
    changeEvent('"0.125"', '"0.25"')
    const found = await findings()
    expect(found[0]).toMatch(/^registry: The registry's digest is .* an event was changed/)
    expect(found).toContainEqual(
      expect.stringMatching(
        /^balances: The balance of "annotators" in USDC: earned is 1125000000000000000 and should be 2250000000000000000/,
      ),
    )
    changeEvent('"0.25"', '"0.125"')
    expect(await findings()).toEqual([])
  })

  it('finds rows that are gone', async () => {
    changeUsage(`ALTER TABLE calls DELETE WHERE id = '9'`)
    expect((await findings())[0]).toMatch(
      /^batches: Batch \d of partition local differs: it recorded 9 rows, and 8 are there/,
    )
  })
})
