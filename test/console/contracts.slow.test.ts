import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { linesOf } from '../support/events.ts'
import { runCli } from '../support/process.ts'
import { consoleOnDemo } from './support/onDemo.ts'
import { axeFindings, phone, sidewaysScroll, visit } from './support/visit.ts'

const event = (id: string, type: string, data: object, time = '2026-03-05T00:00:00Z') => ({
  ...{ specversion: '1.0', source: '/contracts', id, type: `io.headwater.${type}`, time, data },
})
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
    const amounts = await advances.locator('.amount data').allTextContents()
    expect(amounts).toEqual(['1000', items[0]!.taken, items[0]!.left])
    expect(items[0]!.taken).not.toBe('0')
    await page.getByRole('img', { name: /^advance: [\d.]+ of 1000 USDC recouped$/ }).waitFor()
    expect(await page.locator('.chain-name').allTextContents()).toEqual(['eleutherai', 'fund', 'bank'])
    expect(await page.getByText('<b>not</b> made').count()).toBe(1)
    expect(
      await page
        .getByRole('table', { name: /^Refunds/ })
        .locator('tbody tr')
        .count(),
    ).toBe(1)
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
    expect(await page.getByLabel('Share, exactly').inputValue()).toBe('0.105')
    await page.getByRole('button', { name: 'Simulate' }).click()
    const table = page.getByRole('table', { name: 'Before and after' })
    await table.waitFor({ timeout: 60_000 })
    expect(await table.getByRole('row', { name: /^angel received/ }).count()).toBe(1)
    await page.getByLabel('To the payee').fill('eleutherai')
    await page.getByRole('button', { name: 'Simulate' }).click()
    await page.getByText('clause.toItself').waitFor({ timeout: 60_000 })
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
