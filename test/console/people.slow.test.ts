/**
 * What payees do by themselves, in a real browser with a wallet: they sign in, claim on a real node, bind another account,
 * and take everything about themselves along.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BrowserContext, Page } from 'playwright-core'
import { type Hex, parseAbi } from 'viem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { keyFor, secretOf } from '../api/support.ts'
import { type Anvil, anvilAccounts, startAnvil } from '../support/anvil.ts'
import { startBrowser } from '../support/browser.ts'
import {
  type ChainEconomy,
  chainClients,
  chainEconomy,
  publisherKey,
  windowSeconds,
} from '../support/chainEconomy.ts'
import { runCli } from '../support/process.ts'
import { type ConsoleServer, serveConsole } from './support/server.ts'
import { axeFindings, phone, sidewaysScroll, visit } from './support/visit.ts'
import { injectWallet } from './support/wallet.ts'

const browser = await startBrowser()
const annAccount = anvilAccounts[1]
const otherAccount = anvilAccounts[3]
// biome-ignore lint/suspicious/noTemplateCurlyInString: a name that does harm where text becomes code
const hostile = '<img src=x onerror="document.title=\'owned\'">‮"\'`${1}</script>'

let anvil: Anvil
let economy: ChainEconomy
let server: ConsoleServer

async function run(argv: readonly string[], input?: string): Promise<string> {
  const { code, stdout, stderr } = await runCli([...argv, '--data', economy.folder], {
    env: { HEADWATER_PUBLISHER_KEY: publisherKey },
    ...(input !== undefined && { input }),
  })
  if (code !== 0) throw new Error(stderr)
  return stdout
}

const balanceOf = (address: Hex) =>
  chainClients(anvil).reader.readContract({
    address: economy.token,
    abi: parseAbi(['function balanceOf(address) view returns (uint256)']),
    functionName: 'balanceOf',
    args: [address],
  })
const session = async (page: Page) =>
  (await page.evaluate('fetch("v1/session").then((answer) => answer.json())')) as {
    caller: { kind: string; payees: string[] } | null
  }

describe.skipIf(browser === undefined)('payees by themselves', () => {
  const open = browser as BrowserContext
  beforeAll(async () => {
    anvil = await startAnvil()
    economy = await chainEconomy(anvil)
    const event = {
      ...{ specversion: '1.0', source: '/test', id: 'name', time: '2026-01-01T00:00:00Z' },
      ...{ type: 'io.headwater.payee.registered', data: { payee: 'ann', name: hostile } },
    }
    await run(['ingest', '-'], JSON.stringify(event))
    await run(['publish'])
    await anvil.rpc('evm_increaseTime', [windowSeconds])
    await anvil.mine(1)
    await run(['publish'])
    const keys = join(economy.folder, '..', `${economy.folder.split('/').at(-1)}-keys.json`)
    writeFileSync(keys, JSON.stringify([keyFor('links'), keyFor('read')]))
    server = await serveConsole(economy.folder, {
      arguments: ['--keys', keys],
      env: { HEADWATER_ACCOUNT_NOTICE: '48' },
    })
  })
  afterAll(async () => {
    await open?.close()
    await server?.[Symbol.asyncDispose]()
    await economy?.[Symbol.asyncDispose]()
    await anvil?.stop()
  })

  test('sign in with their wallet, and see their own', async () => {
    await using visited = await visit(open, server.url)
    const { page } = visited
    await injectWallet(page, anvil, [annAccount])
    await visited.to('/')
    await page.getByRole('heading', { name: 'Sign in', exact: true }).waitFor()
    expect(await axeFindings(page)).toEqual([])
    await page.getByRole('button', { name: 'Sign in with the wallet' }).click()
    await page.getByRole('heading', { name: 'Mine' }).waitFor()
    expect((await session(page)).caller).toMatchObject({ kind: 'payee', payees: ['ann'] })
    await page.getByText('Epoch by epoch').waitFor()
    await expect.poll(() => page.locator('h2').first().textContent()).toBe(hostile)
    await expect.poll(() => page.title()).toBe('Mine · Headwater')
    expect(await axeFindings(page)).toEqual([])
    visited.expectSound()
  })

  test('claim what is theirs, and follow the transaction', async () => {
    await using visited = await visit(open, server.url)
    const { page } = visited
    await injectWallet(page, anvil, [annAccount])
    await visited.to('/mine')
    const before = await balanceOf(annAccount)
    await page.getByRole('button', { name: 'Claim' }).click()
    await page.getByText('Claimed.').waitFor()
    expect((await balanceOf(annAccount)) - before).toBe(50_000_000n)
    visited.expectSound()
  })

  test('take everything about themselves along', async () => {
    await using visited = await visit(open, server.url)
    const { page } = visited
    await visited.to('/mine')
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Download everything about you' }).click(),
    ])
    let text = ''
    for await (const chunk of await download.createReadStream()) text += chunk
    const lines = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(lines.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['payee', 'account', 'balances', 'holding', 'statement', 'proof', 'claim']),
    )
    expect(lines[0]).toMatchObject({ payee: 'ann', name: hostile })
  })

  test('bind another account by its signature, which is paid after the notice', async () => {
    await using visited = await visit(open, server.url)
    const { page } = visited
    await injectWallet(page, anvil, [otherAccount])
    await visited.to('/mine')
    await page.getByRole('button', { name: 'Bind the account of the wallet' }).click()
    const status = page.getByRole('status').filter({ hasText: 'is bound' })
    await status.waitFor()
    await expect.poll(() => status.textContent()).toContain(`${anvil.chain}:${otherAccount} is bound.`)
    await expect.poll(() => status.textContent()).toContain('Nothing is paid before')
    expect(await axeFindings(page)).toEqual([])
    visited.expectSound()
  })

  test('sign out, and sign in with a link, whose token leaves the address', async () => {
    await using visited = await visit(open, server.url, { ...phone, scheme: 'dark' })
    const { page } = visited
    await visited.to('/sign-in')
    // Signing out loads the page again.
    await Promise.all([page.waitForEvent('load'), page.getByRole('button', { name: 'Sign out' }).click()])
    await page.getByRole('heading', { name: 'With a key' }).waitFor()
    expect((await session(page)).caller).toBeNull()
    const made = await fetch(`${server.url}/v1/links`, {
      method: 'POST',
      headers: { authorization: `Bearer ${secretOf('links')}`, 'content-type': 'application/json' },
      body: JSON.stringify({ payee: 'bob' }),
    })
    const { token, fragment } = (await made.json()) as { token: string; fragment: string }
    await page.goto('about:blank')
    await page.goto(`${server.url}/${fragment}`)
    await page.getByRole('button', { name: 'Sign in with this link' }).waitFor()
    expect(page.url()).toBe(`${server.url}/#/sign-in`)
    expect(
      await page.evaluate('JSON.stringify([localStorage, sessionStorage, document.cookie])'),
    ).not.toContain(token)
    expect(await sidewaysScroll(page)).toBe(0)
    await page.getByRole('button', { name: 'Sign in with this link' }).click()
    await page.getByRole('heading', { name: 'Mine' }).waitFor()
    await page.getByText('Epoch by epoch').waitFor()
    expect((await session(page)).caller).toMatchObject({ payees: ['bob'] })
    expect(await page.evaluate('document.cookie')).toBe('')
    expect(await sidewaysScroll(page)).toBe(0)
    expect(await axeFindings(page)).toEqual([])
    visited.expectSound()
  })

  test('are led to no other site by an address, and no other site frames the console', async () => {
    await using visited = await visit(open, server.url)
    const { page } = visited
    for (const place of ['//evil.example', '/sign-in?next=https://evil.example', '/\\evil.example']) {
      await visited.to(place)
      expect(new URL(page.url()).origin).toBe(new URL(server.url).origin)
    }
    visited.expectSound()
    const { headers } = await fetch(`${server.url}/`)
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
    await page.goto('about:blank')
    await page.setContent(`<iframe src="${server.url}/"></iframe>`)
    await expect.poll(() => page.frames()[1]?.url()).toMatch(/^chrome-error:/)
  })
})
