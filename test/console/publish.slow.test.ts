/** An epoch is published from its page, in a real browser with a wallet, on a real node. */
import type { BrowserContext } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Anvil, anvilAccounts, startAnvil } from '../support/anvil.ts'
import { startBrowser } from '../support/browser.ts'
import { type ChainEconomy, chainEconomy, windowSeconds } from '../support/chainEconomy.ts'
import { type ConsoleServer, serveConsole } from './support/server.ts'
import { axeFindings, visit } from './support/visit.ts'
import { injectWallet } from './support/wallet.ts'

const browser = await startBrowser()
const [publisher, another] = anvilAccounts

let anvil: Anvil
let economy: ChainEconomy
let server: ConsoleServer

async function roots(): Promise<{ epoch: number; stage: string }[]> {
  const answer = await fetch(`${server.url}/v1/publications`)
  const { items } = (await answer.json()) as { items: { roots: { epoch: number; stage: string }[] }[] }
  return items.flatMap((place) => place.roots.map(({ epoch, stage }) => ({ epoch, stage })))
}

describe.skipIf(browser === undefined)('publishing from the page of an epoch', () => {
  const open = browser as BrowserContext
  beforeAll(async () => {
    anvil = await startAnvil()
    economy = await chainEconomy(anvil)
    server = await serveConsole(economy.folder)
  })
  afterAll(async () => {
    await open?.close()
    await server?.[Symbol.asyncDispose]()
    await economy?.[Symbol.asyncDispose]()
    await anvil?.stop()
  })

  test('shows what is left, and a wallet without the role of the publisher is refused', async () => {
    await using visited = await visit(open, server.url)
    const { page } = visited
    await injectWallet(page, anvil, [another])
    await visited.to('/epochs/1')
    await page.getByLabel('Fund the contract from the wallet').uncheck()
    await page.getByRole('button', { name: 'Show what is left to publish' }).click()
    await page.getByText('planned: the contract does not have the root yet').waitFor()
    await page.getByRole('button', { name: / with the wallet / }).click()
    await page.getByRole('alert').waitFor()
    expect(await roots()).toEqual([{ epoch: 1, stage: 'planned' }])
    expect(await axeFindings(page)).toEqual([])
  })

  test('funds and submits the root by the wallet, waits for the window, and activates it', async () => {
    await using visited = await visit(open, server.url)
    const { page } = visited
    await injectWallet(page, anvil, [publisher])
    await visited.to('/epochs/1')
    await page.getByRole('button', { name: 'Show what is left to publish' }).click()
    const place = page.getByRole('region', { name: `Publication to ${economy.distributor}` })
    await place.getByText('planned').waitFor()
    await expect
      .poll(() => place.getByRole('listitem').allTextContents())
      .toEqual([
        expect.stringContaining('allow the contract'),
        expect.stringContaining('send the tokens'),
        expect.stringContaining('submit the root'),
      ])
    await page.getByRole('button', { name: / with the wallet / }).click()
    await place.getByText('pending: the contract has the root').waitFor()
    await place.getByText('it waits until its window is over').waitFor()
    await expect.poll(() => place.getByRole('button').count()).toBe(0)
    expect(await roots()).toEqual([{ epoch: 1, stage: 'pending' }])

    await anvil.rpc('evm_increaseTime', [windowSeconds])
    await anvil.mine(1)
    await page.getByRole('button', { name: 'Look again' }).click()
    await place.getByText('activate the root').waitFor()
    await page.getByRole('button', { name: / with the wallet / }).click()
    await place.getByText('active: payees can claim').waitFor()
    expect(await roots()).toEqual([{ epoch: 1, stage: 'active' }])
    expect(await axeFindings(page)).toEqual([])
    visited.expectSound()
  })
})
