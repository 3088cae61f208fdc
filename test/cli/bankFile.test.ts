import { existsSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type FakeServer, fakeServer, runHere } from './support.ts'

let server: FakeServer
beforeAll(async () => {
  server = await fakeServer()
})
afterAll(() => server[Symbol.asyncDispose]())

/** A file for a bank that pays in euros. */
async function bankFile(currency: string) {
  const folder = mkdtempSync(join(tmpdir(), 'headwater-bank-'))
  const [details, to, payments] = ['bank.yaml', 'pay.xml', 'paid.ndjson'].map((name) => join(folder, name))
  writeFileSync(details!, 'debtor: { name: Lab, iban: DE89370400440532013000 }\ncurrency: EUR\n')
  const argv = ['bank-file', '--epoch', '1', '--currency', currency, '--details', details!]
  argv.push('--on', '2026-04-03', '--to', to!, '--payments', payments!, '--url', server.url)
  return { ...(await runHere(argv)), written: [to!, payments!].filter((file) => existsSync(file)) }
}

describe('a payment file', () => {
  test.each(['USD', 'usd'])('of a bank that pays in euros is not written for %s', async (currency) => {
    const { code, stderr, written } = await bankFile(currency)
    expect(stderr).toContain(`The bank details pay in EUR, and --currency is ${currency}.`)
    expect(code).not.toBe(0)
    expect(written).toEqual([])
  })

  test.each(['EUR', 'USDC'])("of a bank that pays in euros may be for the ledger's %s", async (currency) => {
    // None of the payees of this ledger has bank details.
    expect((await bankFile(currency)).stderr).toContain('No payee with bank details has a whole coin')
  })
})
