/**
 * I24: damage of any file has one name and a place. Seeded flips of a bit or a byte, cuts and zeroed sectors, over all
 * files of a small ledger that has two closed epochs, calls and registry events after them, and refused events. Each
 * is noticed by `doctor --deep`, or harmless: every figure, the next epoch's too, is as on the undamaged ledger.
 *
 * FLIPS=100 tries as many, FLIPS_FROM=7 begins with another seed; `npm run flips -- 1000` runs many such processes.
 */
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ask, faultsOf, tryDamage } from '../support/damageTrial.ts'
import { openFolder, textStream } from '../support/temporaryHeadwater.ts'

const flips = Number(process.env.FLIPS ?? 24)
const firstSeed = Number(process.env.FLIPS_FROM ?? 1)

const root = mkdtempSync(join(tmpdir(), 'headwater-damage-'))
const ledger = join(root, 'ledger')
let expected: Awaited<ReturnType<typeof ask>>

beforeAll(async () => {
  for (const [month, until] of [
    ['january', '2025-02-01T00:00:00Z'],
    ['february', '2025-03-01T00:00:00Z'],
    ['march', undefined],
  ] as const) {
    await using opened = await openFolder(ledger)
    const input = readFileSync(
      new URL(`../fixtures/folder-v1/inputs/${month}.ndjson`, import.meta.url),
      'utf8',
    )
    await opened.service.ingest(textStream(input), { origin: month })
    if (until !== undefined) await opened.service.close({ until })
  }
  cpSync(ledger, `${ledger}-whole`, { recursive: true, verbatimSymlinks: true })
  expected = await ask(`${ledger}-whole`)
  expect([...expected.values()].filter((answer) => answer.includes(': '))).toEqual([])
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

test(
  `I24: ${flips} flips and cuts are noticed with their place, or change no figure`,
  async () => {
    const faults: string[] = []
    let noticed = 0
    for (let seed = firstSeed; seed < firstSeed + flips; seed++) {
      const trial = await tryDamage(ledger, expected, seed)
      faults.push(...faultsOf(trial))
      if (trial.failed.length > 0) noticed++
    }
    expect(faults).toEqual([])
    // Many places hold something (empty tables have files too): a doctor that finds nothing would pass above where no
    // figure changes.
    expect(noticed).toBeGreaterThan(flips / 3)
  },
  60_000 + flips * 20_000,
)
