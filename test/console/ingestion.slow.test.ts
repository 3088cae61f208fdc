import { describe, expect, test } from 'vitest'
import { consoleOnDemo } from './support/onDemo.ts'
import { axeFindings, phone, sidewaysScroll, visit } from './support/visit.ts'

const demo = await consoleOnDemo()

const call = (id: string, data: object) =>
  `${JSON.stringify({
    ...{ specversion: '1.0', id, source: '/page', type: 'io.headwater.call.metered' },
    ...{ time: '2026-03-02T00:00:00Z', data },
  })}\n`

function send(body: string): Promise<Response> {
  return fetch(`${demo.server.url}/v1/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson' },
    body,
  })
}

describe.skipIf(demo.isMissing)('the page of ingestion', () => {
  test('shows events as they come in, without a step of the user', async () => {
    await using ingestion = await visit(demo.open, demo.server.url)
    await ingestion.to('/ingestion')
    const { page } = ingestion
    const accepted = page.locator('.facts div', { hasText: 'accepted' }).locator('dd')
    await accepted.waitFor()
    await expect.poll(() => accepted.textContent()).toBe('0')
    const calls = Array.from({ length: 25 }, (_, number) =>
      call(`page-${number}`, { asset: 'model:eleutherai/pythia-12b', amount: '0.01', currency: 'USD' }),
    )
    expect((await send(calls.join(''))).status).toBe(200)
    await page.locator('.facts dd', { hasText: /^25$/ }).waitFor()
    await page.getByText('Latest time of a call').waitFor()
    expect(await axeFindings(page)).toEqual([])
    ingestion.expectSound()
  })

  test('lists refused events by code, shows each as it came, and sends them again after a fix', async () => {
    await using ingestion = await visit(demo.open, demo.server.url)
    await ingestion.to('/ingestion')
    const { page } = ingestion
    const coin = page.getByRole('row', { name: /currency\.unknown/ })
    await coin.getByRole('button', { name: /^Show/ }).click()
    const events = page.getByRole('region', { name: /events with currency\.unknown/ })
    await events.getByText('The currency DOGE is not registered.').waitFor()
    await events.getByText('as it came').click()
    await expect.poll(() => events.locator('pre').textContent()).toContain('"jan-coin"')
    const currency = { currency: 'DOGE', decimals: 8 }
    const registered = call('coin', currency).replace('call.metered', 'currency.registered')
    expect((await send(registered)).status).toBe(200)
    await coin.getByRole('button', { name: /^Send again/ }).click()
    await page
      .getByText('1 of 1 accepted')
      .or(page.getByText(/^10 refused events/))
      .first()
      .waitFor()
    await coin.waitFor({ state: 'detached' })
    ingestion.expectSound()
  })

  test('shows what a pasted record would become, by a suggested mapping, and why it would be refused', async () => {
    await using ingestion = await visit(demo.open, demo.server.url)
    await ingestion.to('/ingestion')
    const { page } = ingestion
    const records =
      'time,model,cost,request\n2026-01-10T12:00:00Z,gpt,0.25,r1\n2026-01-10T12:00:00Z,gpt,much,r2\n'
    await page.getByRole('textbox', { name: 'Records' }).fill(records)
    await page.getByRole('button', { name: 'Suggest a mapping' }).click()
    await page.getByText('Check in the suggestion:').waitFor()
    await page.getByRole('button', { name: 'Try', exact: true }).click()
    await page.getByText('1 events, 1 refused').waitFor()
    await page.locator('.tried').getByText('record.malformed').waitFor()
    await page.getByLabel('Mapping, as JSON').fill('{')
    await page.getByRole('button', { name: 'Try', exact: true }).click()
    await page.getByText('The mapping is not JSON').waitFor()
    expect(await axeFindings(page)).toEqual([])
    ingestion.expectSound()
  })

  test('fits a phone', async () => {
    await using ingestion = await visit(demo.open, demo.server.url, { ...phone, scheme: 'dark' })
    await ingestion.to('/ingestion')
    await ingestion.page.locator('.facts').waitFor()
    expect(await sidewaysScroll(ingestion.page)).toBe(0)
    expect(await axeFindings(ingestion.page)).toEqual([])
    ingestion.expectSound()
  })
})
