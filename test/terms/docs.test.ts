/** The examples of docs/contracts.md, computed again. */
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { divert } from '../../src/terms/divert.ts'
import { payoutOf } from '../../src/terms/payout.ts'
import type { Rates } from '../../src/terms/tiers.ts'

const page = readFileSync('docs/contracts.md', 'utf8')

const clauses: Readonly<Record<string, Rates>> = {
  advance: { tiers: [{ share: 500_000_000 }], cap: 1_000n },
  investor: { tiers: [{ upTo: 2_000n, share: 300_000_000 }, { share: 50_000_000 }] },
}

/** The rows of the table after the mark of an example, as numbers. */
function rowsOf(example: string): bigint[][] {
  const table = page.split(`<!-- example: ${example} -->`)[1]!.trimStart().split('\n\n')[0]!
  const rows = table.split('\n').slice(2)
  return rows.map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => BigInt(cell.trim().replaceAll(',', '').replace('−', '-'))),
  )
}

it.each(Object.keys(clauses))('the table of the %s has the numbers that the clause gives', (example) => {
  const rows = rowsOf(example)
  expect(rows.length).toBeGreaterThan(2)
  let x = 0n
  for (const [epoch, earned, ...expected] of rows) {
    const parts = [{ asset: 'model:a', role: 'holder' as const, amount: earned! }]
    const { after, taken, due } = divert(clauses[example]!, parts, x)
    x = after
    expect([after, taken, due, earned! - due], `epoch ${epoch}`).toEqual(expected)
  }
})

it('every example of a clause is computed here', () => {
  const marks = [...page.matchAll(/<!-- example: (\w+) -->/g)].map(([, name]) => name)
  expect(marks.sort()).toEqual(Object.keys(clauses).sort())
})

it('the example of withholding is what a payout gives', () => {
  const [, available, paid, withheld, left] = page
    .replace(/\s+/g, ' ')
    .match(
      /Of ([\d,.]+) atoms with 30 % withheld, ([\d,]+) are paid and ([\d,]+) are withheld. ([\d.]+) stay/,
    )!
  const tenths = (text: string) => BigInt(Math.round(Number(text.replaceAll(',', '')) * 10)) * 10n ** 11n
  const payout = payoutOf(tenths(available!), 300_000_000)
  expect(payout).toEqual({ paid: tenths(paid!), withheld: tenths(withheld!) })
  expect(tenths(available!) - payout.paid - payout.withheld).toBe(tenths(left!))
})
