/** What the command refuses before it reads a ledger or writes a file. */
import { existsSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { runHere } from './support.ts'

const folder = mkdtempSync(join(tmpdir(), 'headwater-bank-file-'))
const details = join(folder, 'bank.yaml')
writeFileSync(details, 'debtor: { name: Acme, iban: DE89370400440532013000 }\ncurrency: EUR\n')

const asked = (changed: Record<string, string> = {}) => [
  'bank-file',
  ...Object.entries({
    '--data': join(folder, 'none'),
    '--epoch': '1',
    '--currency': 'EUR',
    '--details': details,
    '--on': '2026-04-03',
    '--to': join(folder, 'pay.xml'),
    '--payments': join(folder, 'paid.ndjson'),
    ...changed,
  }).flat(),
]

test.each([
  ['another currency than that of the bank', { '--currency': 'USD' }, 'pay in EUR, and --currency is USD'],
  ['it in small letters', { '--currency': 'usd' }, 'pay in EUR, and --currency is usd'],
  ['a day that is in no calendar', { '--on': '2026-02-30' }, '--on must be a day'],
  ['one file for both', { '--payments': `${folder}/./pay.xml` }, '--to and --payments are the same one'],
])('%s is refused, and nothing is written', async (_what, changed, sentence) => {
  const { code, stderr } = await runHere(asked(changed))
  expect(stderr).toContain(sentence)
  expect(code).not.toBe(0)
  expect(readdirSync(folder)).toEqual(['bank.yaml'])
})

test.each(['EUR', 'USDC'])('%s goes on to the ledger', async (currency) => {
  const { stderr } = await runHere(asked({ '--currency': currency }))
  expect(stderr).toContain('data.missing')
  expect(existsSync(join(folder, 'pay.xml'))).toBe(false)
})
