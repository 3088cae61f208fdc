/** I9 with contracts: rows and books are changed behind Headwater's back; `verify` says what, and `rebuild` fixes books. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Session } from 'chdb'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { runHere } from '../../cli/support.ts'
import { collect } from '../../support/collect.ts'
import type { ContractStep } from '../../support/contracts/reference.ts'
import { threeCloses } from '../../support/contracts/threeCloses.ts'
import { openFolder } from '../../support/temporaryHeadwater.ts'
import { playThreeCloses } from './playThreeCloses.ts'

const root = mkdtempSync(join(tmpdir(), 'headwater-tampered-'))
const whole = join(root, 'whole')
let data: string

const deposit: ContractStep = {
  ...{ step: 'event', type: 'deposit.recorded', source: 'bank', id: 'd1', time: '2025-02-02T00:00:00Z' },
  data: { payee: 'shop', currency: 'USD', amount: '5' },
}

beforeAll(async () => {
  await using opened = await openFolder(whole)
  const third = threeCloses.findIndex(({ step }) => step === 'close')
  await playThreeCloses(opened.service, threeCloses.toSpliced(third + 1, 0, deposit))
})
afterAll(() => rmSync(root, { recursive: true, force: true }))
beforeEach(() => {
  data = join(root, 'tampered')
  cpSync(whole, data, { recursive: true })
})
afterEach(() => rmSync(data, { recursive: true, force: true }))

function changeUsage(sql: string): void {
  const session = new Session(join(data, 'usage'))
  try {
    session.query(`${sql} SETTINGS mutations_sync = 2`)
  } finally {
    session.close()
  }
}

/** Sentences of the checks that failed, by epoch. */
async function findings(): Promise<string[]> {
  await using opened = await openFolder(data)
  const reports = await collect(opened.service.verify())
  return reports.flatMap(({ epoch, checks }) =>
    checks.filter(({ ok }) => !ok).map(({ name, detail }) => `${epoch} ${name}: ${detail}`),
  )
}

const ofBooks: readonly (readonly [string, string, string])[] = [
  [
    'X of a clause',
    `ALTER TABLE states UPDATE x = x + 1 WHERE kind = 'clause' AND epoch = 1`,
    '1 states: The clause "advance": x is 15000000000000000000001 and should be 15000000000000000000000.',
  ],
  [
    'what is left of a lot',
    `ALTER TABLE states UPDATE amount = amount - 1 WHERE kind = 'lot' AND epoch = 1`,
    '1 states: The lot of "lab" in USD of epoch 1: amount is 1499999999999999999999 and should be 1500000000000000000000.',
  ],
  [
    'when a lot falls due',
    `ALTER TABLE states UPDATE due = due + 1 WHERE kind = 'lot' AND epoch = 1`,
    '1 states: The lot of "lab" in USD of epoch 1: due is ',
  ],
  [
    'what a capped edge carried',
    `ALTER TABLE states UPDATE amount = 7 WHERE kind = 'edge' AND epoch = 1`,
    '1 states: The capped edge agent:shop/helper@1 → model:lab/base@1 in USD: amount is 7 and should be ',
  ],
  [
    'that a lot was drawn on',
    `DELETE FROM states WHERE kind = 'lot' AND epoch = 3`,
    '3 states: The lot of "lab" in USD of epoch 1 is missing.',
  ],
  [
    'what a clause took',
    `ALTER TABLE takes UPDATE amount = 1 WHERE epoch = 3`,
    '3 takes: What the clause advance took of holder model:lab/base: amount is 1 and should be -2235000000000000000000.',
  ],
  [
    'what a payee received',
    `ALTER TABLE balances UPDATE received = 1 WHERE payee = 'fund' AND epoch = 1`,
    '1 balances: The balance of "fund" in USD: received is 1 and should be 7500000000000000000000.',
  ],
  [
    'what is reserved',
    `ALTER TABLE balances UPDATE reserved = 0 WHERE payee = 'lab' AND epoch = 1`,
    '1 balances: The balance of "lab" in USD: reserved is 0 and should be 1500000000000000000000.',
  ],
]

describe('with contracts, verify and rebuild', () => {
  it('find nothing in honest books', async () => {
    expect(await findings()).toEqual([])
  })

  it('name every line of the books that was changed or is gone, and fix all (I9)', async () => {
    for (const [, sql] of ofBooks) changeUsage(sql)
    const found = await findings()
    for (const [what, , sentence] of ofBooks)
      expect(
        found.filter((text) => text.startsWith(sentence)),
        what,
      ).toHaveLength(1)
    const { code } = await runHere(['rebuild', '--data', data])
    expect(code).toBe(0)
    expect(await findings()).toEqual([])
  })

  it.each([
    ['a refund', `ALTER TABLE corrections UPDATE amount = amount + 1 WHERE type = 'refunded'`],
    ['whose call a refund names', `ALTER TABLE corrections UPDATE target = reverse(target) WHERE 1`],
    ['whom a posting names', `ALTER TABLE postings UPDATE payee = 'lab' WHERE 1`],
  ])('name the batch with %s that was changed, and rebuild no books from it (I9)', async (_what, sql) => {
    changeUsage(sql)
    const found = await findings()
    expect(found.filter((text) => text.includes(' batches: ')).length).toBeGreaterThan(0)
    const { code } = await runHere(['rebuild', '--data', data])
    expect(code).toBe(1)
  })

  it('refuse a close on state that is not that of the last manifest (I13)', async () => {
    changeUsage(`ALTER TABLE states UPDATE x = x + 1 WHERE kind = 'clause' AND epoch = 3`)
    await using opened = await openFolder(data)
    await expect(opened.service.close({ until: '2025-05-01T00:00:00Z' })).rejects.toMatchObject({
      code: 'close.booksDiffer',
      data: { differing: ['clauses'] },
    })
  })
})
