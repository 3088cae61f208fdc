import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { linesOf } from '../support/events.ts'
import { runCli } from '../support/process.ts'
import { consoleOnDemo } from './support/onDemo.ts'
import { axeFindings, phone, sidewaysScroll, visit } from './support/visit.ts'

const event = (id: string, type: string, data: object, time = '2026-03-05T00:00:00Z') => ({
  ...{ specversion: '1.0', source: '/contracts', id, type: `io.headwater.${type}`, time, data },
})
const priced = (id: string) =>
  event(id, 'call.metered', { asset: 'model:eleutherai/pythia-12b', tokens: { input: 1_000, output: 500 } })
const terms = { currency: 'USDC', effectiveFrom: '2026-01-01T00:00:00Z' }
const call = (id: string, amount: string) =>
  event(id, 'call.metered', { asset: 'model:eleutherai/pythia-12b', amount, currency: 'USDC' })
const agreed = [
  event('advance', 'clause.agreed', {
    ...{ ...terms, clause: 'advance', payee: 'eleutherai', to: 'fund', share: '0.5', cap: '1000' },
  }),
  event('interest', 'clause.agreed', {
    ...terms,
    clause: 'interest',
    payee: 'fund',
    to: 'bank',
    share: '0.1',
  }),
  event('lien', 'clause.agreed', {
    ...{ ...terms, clause: 'lien', payee: 'eleutherai', to: 'creditor', share: '0.2', rank: 600 },
  }),
  event('rate', 'rate.set', {
    ...{ asset: 'model:eleutherai/pythia-12b', currency: 'USDC', effectiveFrom: '2026-03-01T00:00:00Z' },
    ...{ perCall: '2', perMillion: { input: '1000', output: '2000' } },
  }),
  priced('priced-1'),
  priced('priced-2'),
  event('reserve', 'reserve.set', { ...terms, payee: 'databricks', share: '0.2', days: 365 }),
  call('big', '500.000001'),
  call('disputed', '20'),
  call('refunded', '7'),
  event('dispute', 'call.disputed', {
    call: { source: '/contracts', id: 'disputed' },
    reason: '<b>not</b> made',
  }),
  event('refund', 'call.refunded', { call: { source: '/contracts', id: 'refunded' } }),
]

const demo = await consoleOnDemo(async (folder) => {
  const file = join(folder, '..', 'agreed.ndjson')
  writeFileSync(file, linesOf(agreed))
  for (const argv of [
    ['ingest', file],
    ['close', '--until', '2026-04-01T00:00:00Z'],
  ]) {
    const { code, stderr } = await runCli([...argv, '--data', folder, '--json'])
    if (code !== 0) throw new Error(stderr)
  }
})

describe.skipIf(demo.isMissing)('the page of contracts', () => {
  test('shows advances, chains of clauses, and what is held, disputed and refunded, to the unit', async () => {
    await using contracts = await visit(demo.open, demo.server.url)
    await contracts.to('/contracts')
    const { page } = contracts
    const { items } = (await (await fetch(`${demo.server.url}/v1/advances`)).json()) as {
      items: { taken: string; left: string }[]
    }
    const advances = page.getByRole('table', { name: 'Advances' })
    await expect
      .poll(() => advances.locator('.amount data').allTextContents())
      .toEqual(['1000', items[0]!.taken, items[0]!.left])
    expect(items[0]!.taken).not.toBe('0')
    await page.getByRole('img', { name: /^advance: [\d.]+ of 1000 USDC recouped$/ }).waitFor()
    await expect
      .poll(() => page.locator('.chain-name').allTextContents())
      .toEqual([...['eleutherai', 'fund', 'bank', 'creditor']])
    await expect.poll(() => page.getByText('<b>not</b> made').count()).toBe(1)
    await expect
      .poll(() =>
        page
          .getByRole('table', { name: /^Refunds/ })
          .locator('tbody tr')
          .count(),
      )
      .toBe(1)
    expect(await axeFindings(page)).toEqual([])
    contracts.expectSound()
  })

  test('simulates another agreement, before and after per payee', async () => {
    await using contracts = await visit(demo.open, demo.server.url)
    await contracts.to('/contracts')
    const { page } = contracts
    await page.getByLabel('From the payee').fill('eleutherai')
    await page.getByLabel('To the payee').fill('angel')
    await page.getByLabel('Currency', { exact: true }).selectOption('USDC')
    await page.getByLabel('From epoch').fill('3')
    const slider = page.getByLabel('Share', { exact: true })
    await slider.fill('0.1')
    await slider.press('ArrowRight')
    await expect.poll(() => page.getByLabel('Share, exactly').inputValue()).toBe('0.105')
    await page.getByRole('button', { name: 'Simulate' }).click()
    const table = page.getByRole('table', { name: 'Before and after' })
    await table.waitFor()
    await expect.poll(() => table.getByRole('row', { name: /^angel received/ }).count()).toBe(1)
    await page.getByLabel('To the payee').fill('eleutherai')
    await page.getByRole('button', { name: 'Simulate' }).click()
    await page.getByText('clause.toItself').waitFor()
    contracts.expectSound()
  })

  const simulate = async (page: Page) => {
    const answer = page.waitForResponse(/\/v1\/simulations/)
    await page.getByRole('button', { name: 'Simulate' }).click()
    await (await answer).finished()
    await page.getByRole('button', { name: 'Simulate', exact: true }).waitFor()
  }
  const figuresOf = async (page: Page, name: string) => {
    const row = page.getByRole('table', { name: 'Before and after' }).getByRole('row', {
      name: new RegExp(`^${name} `),
    })
    const [before, after, difference] = (await row.locator('.amount data').allTextContents()).map(Number)
    return { before, after, difference }
  }
  const lastEpoch = async () => {
    const answer = await fetch(`${demo.server.url}/v1/epochs`)
    const { items } = (await answer.json()) as { items: { epoch: number }[] }
    return String(Math.max(...items.map(({ epoch }) => epoch)))
  }

  test('puts a clause at another rank by keyboard, and shows who then gets what', async () => {
    await using contracts = await visit(demo.open, demo.server.url)
    await contracts.to('/contracts')
    const { page } = contracts
    await page.getByLabel('What changes').selectOption('terms')
    await page.getByLabel('Clause', { exact: true }).selectOption('advance')
    const order = page.getByRole('list', { name: 'Order of the clauses' })
    await expect
      .poll(() => order.getByRole('listitem').allTextContents())
      .toEqual(['this clause, rank 500, to fund', 'lien, rank 600, to creditor'])
    const rank = page.getByLabel('Rank (the lowest takes first)', { exact: true })
    await rank.fill('600')
    await rank.press('ArrowRight')
    await expect
      .poll(() => order.getByRole('listitem').allTextContents())
      .toEqual(['lien, rank 600, to creditor', 'this clause, rank 601, to fund'])
    await page.getByLabel('From epoch').fill(await lastEpoch())
    await simulate(page)
    const [fund, creditor] = [
      await figuresOf(page, 'fund received'),
      await figuresOf(page, 'creditor received'),
    ]
    // A half of all and a fifth of the rest, and then a fifth of all and a half of the rest.
    expect(creditor.after).toBeCloseTo(2 * creditor.before!, 5)
    expect(fund.after).toBeCloseTo(0.8 * fund.before!, 5)
    expect(await axeFindings(page)).toEqual([])
    contracts.expectSound()
  })

  test('asks about the same end of the next close while a slider moves', async () => {
    await using contracts = await visit(demo.open, demo.server.url)
    await contracts.to('/contracts')
    const { page } = contracts
    const asked: (string | null)[] = []
    page.on('request', (request) => {
      const url = new URL(request.url())
      if (url.pathname === '/v1/simulations') asked.push(url.searchParams.get('until'))
    })
    await page.getByLabel('From the payee').fill('eleutherai')
    await page.getByLabel('To the payee').fill('angel')
    await page.getByLabel('Currency', { exact: true }).selectOption('USDC')
    await simulate(page)
    await page.getByLabel('Share', { exact: true }).press('ArrowRight')
    await simulate(page)
    expect(asked).toEqual([null, expect.stringMatching(/^\d{4}-/)])
    contracts.expectSound()
  })

  test('shows what other prices of a rate card, another fee and another cost would change', async () => {
    await using contracts = await visit(demo.open, demo.server.url)
    await contracts.to('/contracts')
    const { page } = contracts
    await page.getByLabel('What changes').selectOption('rate')
    await page.getByLabel('Asset', { exact: true }).fill('model:eleutherai/pythia-12b')
    const times = page.getByLabel('Rate: every price times', { exact: true })
    await times.fill('1.45')
    await times.press('ArrowRight')
    await simulate(page)
    // Two calls at 2 + 1 + 1, half as much again.
    expect((await figuresOf(page, 'all gross')).difference).toBe(4)
    await times.fill('0.5')
    await simulate(page)
    expect((await figuresOf(page, 'all adjusted')).difference).toBe(-4)

    await page.getByLabel('From epoch').fill(await lastEpoch())
    await page.getByLabel('What changes').selectOption('fee')
    await page.getByLabel('Payee of the fee').fill('marketplace')
    await page.getByLabel('Rate of the fee', { exact: true }).fill('0.2')
    await page.getByLabel('In force from').fill('2026-03-01')
    await simulate(page)
    expect((await figuresOf(page, 'marketplace earned')).difference).toBeGreaterThan(0)
    await page.getByLabel('What changes').selectOption('cost')
    await page.getByLabel('Payee of the cost').fill('gpu')
    await page.getByLabel('Currency', { exact: true }).selectOption('USDC')
    await page.getByLabel('Price of a call', { exact: true }).fill('0.5')
    await page.getByLabel('Share', { exact: true }).fill('0')
    await simulate(page)
    // One call is disputed, and one refunded.
    expect(await figuresOf(page, 'gpu earned')).toMatchObject({ before: 0, after: 1.5 })
    contracts.expectSound()
  })

  test('fits a phone, in the dark', async () => {
    await using contracts = await visit(demo.open, demo.server.url, { ...phone, scheme: 'dark' })
    await contracts.to('/contracts')
    expect(await sidewaysScroll(contracts.page)).toBe(0)
    expect(await axeFindings(contracts.page)).toEqual([])
    contracts.expectSound()
  })
})
