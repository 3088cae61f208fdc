import { readFileSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import { describe, expect, test } from 'vitest'
import { consoleOnDemo } from './support/onDemo.ts'
import { axeFindings, phone, sidewaysScroll, visit } from './support/visit.ts'

const demo = await consoleOnDemo()

interface Preview {
  readonly call: { readonly payees: readonly { readonly payee: string; readonly amount: string }[] }
}

describe.skipIf(demo.isMissing)('the composer', () => {
  const preview = async (composition: object): Promise<Preview> => {
    const body = JSON.stringify({ composition, call: { amount: '1.5', currency: 'USDC' } })
    const headers = { 'content-type': 'application/json' }
    const answer = await fetch(`${demo.server.url}/v1/compositions/preview`, {
      method: 'POST',
      headers,
      body,
    })
    return (await answer.json()) as Preview
  }

  test('builds an agent by keyboard, shows what everyone gets, keeps its file and releases it', async () => {
    await using composer = await visit(demo.open, demo.server.url)
    await composer.to('/composer')
    const { page } = composer
    await page.getByLabel('Asset', { exact: true }).fill('agent:harbour/reader')
    await page.getByLabel('Owner (a payee)').fill('harbour')
    await page.getByLabel('Begins with').fill('databricks/')
    await page.getByText(/^model:meta/).waitFor({ state: 'detached' })
    await page.getByRole('button', { name: /^model:databricks\/dolly-v2-12b/ }).waitFor()
    await page.getByLabel('Begins with').press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.getByLabel('Share', { exact: true }).fill('0.25')
    await page.getByLabel('Amount of the call').fill('1.5')
    await page.getByLabel('Currency of the call').selectOption('USDC')
    const { call } = await preview({
      ...{ asset: 'agent:harbour/reader', version: '1.0.0', owner: 'harbour' },
      uses: [{ asset: 'model:databricks/dolly-v2-12b', share: '0.25' }],
    })
    const table = page.getByRole('table', { name: 'What each payee gets of 1.5 USDC' })
    await table.waitFor()
    await page.getByText('This can be released.').waitFor()
    const shown = () => table.locator('.amount data').allTextContents()
    await expect.poll(async () => (await shown()).length).toBeGreaterThan(150)
    const amounts = call.payees.map(({ amount }) => amount)
    await expect
      .poll(shown)
      .toSatisfy((some: string[]) => isDeepStrictEqual(some, amounts.slice(0, some.length)))
    expect(await axeFindings(page)).toEqual([])

    const download = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Save as agent.yaml' }).click()
    const file = readFileSync(await (await download).path(), 'utf8')
    expect(file).toContain('asset: agent:harbour/reader')
    expect(file).toContain('share: "0.25"')

    await page.getByRole('button', { name: 'Release …' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Release', exact: true }).click()
    await page.getByText('The agent is released.').waitFor()
    const version = `/v1/assets/${encodeURIComponent('agent:harbour/reader')}/versions/1.0.0`
    expect(await (await fetch(demo.server.url + version)).json()).toMatchObject({
      derivedFrom: [{ asset: 'model:databricks/dolly-v2-12b', version: '1.0', share: '0.25' }],
    })
    await page.getByText('is released already').first().waitFor()
    composer.expectSound()
  })

  test('says beside a block why the release would be refused', async () => {
    await using composer = await visit(demo.open, demo.server.url)
    await composer.to('/composer')
    const { page } = composer
    await page.getByLabel('Asset', { exact: true }).fill('agent:harbour/other')
    await page.getByLabel('Begins with').fill('meta/')
    await page.getByRole('button', { name: /^model:meta\/llama-7b/ }).click()
    const block = page.locator('.block')
    await block.getByLabel('Share', { exact: true }).fill('1.5')
    await block.getByText('share.outOfRange').waitFor()
    await expect
      .poll(() => block.getByLabel('Share', { exact: true }).getAttribute('aria-invalid'))
      .toBe('true')
    await page.getByText('/owner is missing').waitFor()
    await page.getByLabel('Owner (a payee)').fill('harbour')
    await block.getByLabel('Share', { exact: true }).fill('0.9')
    await page.getByLabel('Begins with').fill('lmsys/')
    await page.getByRole('button', { name: /^model:lmsys\/vicuna-7b/ }).click()
    await page.locator('.block').nth(1).getByLabel('Share', { exact: true }).fill('0.2')
    await page.getByText('release.overPromised').waitFor()
    await page.getByText('there is only 1').waitFor()
    await expect.poll(() => page.getByRole('button', { name: 'Release …' }).isDisabled()).toBe(true)
    expect(await axeFindings(page)).toEqual([])
    composer.expectSound()
  })

  test('loads a file, and simulates it on the calls of an asset', async () => {
    await using composer = await visit(demo.open, demo.server.url)
    await composer.to('/composer')
    const { page } = composer
    const bad = { name: 'bad.yaml', mimeType: 'application/yaml', buffer: Buffer.from('asset: &a x\n') }
    await page.locator('input[type=file]').setInputFiles(bad)
    await page.getByText('the anchor &a').waitFor()
    await page.locator('input[type=file]').setInputFiles('examples/agent.yaml')
    await page.getByRole('table', { name: /by the rate card/ }).waitFor()
    await expect.poll(() => page.locator('.block').count()).toBe(3)
    await page.getByLabel('Calls of the asset').fill('agent:research-desk/paper-reader')
    await page.getByLabel('From (00:00 UTC)').fill('2026-01-01')
    await page.getByLabel('Before (00:00 UTC)').fill('2026-02-01')
    await page.getByRole('button', { name: 'Simulate' }).click()
    const received = page.getByRole('table', { name: 'What the agent would have received and passed on' })
    await received.waitFor()
    await expect.poll(() => page.getByText(/^[1-9]\d* calls of/).count()).toBe(1)
    await expect.poll(() => received.locator('tbody tr').count()).toBeGreaterThan(0)
    composer.expectSound()
  })

  test('has contributors, costs and all prices, each with its preview', async () => {
    await using composer = await visit(demo.open, demo.server.url)
    await composer.to('/composer')
    const { page } = composer
    await page.getByLabel('Asset', { exact: true }).fill('agent:lab/priced')
    await page.getByLabel('Owner (a payee)').fill('lab')
    await page.getByLabel('License').fill('MIT')
    await page.getByLabel('Share of all contributors').fill('0.25')
    await page.getByRole('button', { name: 'Add a holder' }).click()
    await page.getByLabel('Payee', { exact: true }).fill('lab')
    await page.getByLabel('Share of the version').fill('0.75')
    await page.getByRole('button', { name: 'Add a contributor' }).click()
    await page.getByLabel('Contributor (a payee)').fill('ann')
    await page.getByRole('button', { name: 'Add a cost' }).click()
    await page.getByLabel('Who earns the cost (a payee)').fill('gpu')
    await page.getByLabel('Currency of the cost').selectOption('USDC')
    await page.getByLabel("Share of the call's amount").fill('0.5')
    await page.getByLabel('Amount of the call').fill('10')
    await page.getByLabel('Currency of the call').selectOption('USDC')
    await page.getByText('This can be released.').waitFor()
    const division = page.getByRole('table', { name: 'What each payee gets of 10 USDC' })
    await division.getByRole('row', { name: /^gpu/ }).waitFor()
    // Half of the call is the cost; 2% of the rest is the fee, and a quarter of what is left is the contributor's.
    await expect
      .poll(() => division.locator('.amount data').allTextContents())
      .toEqual(['5', '3.675', '1.225', '0.1'])
    await page.getByLabel('Currency of the prices').selectOption('USDC')
    await page.getByLabel('A million tokens read from a cache').first().fill('0.075')
    await page.getByLabel('In force from').first().fill('2030-01-01')
    await page.getByText('Times, digest and source').click()
    await page.getByLabel('Released on').fill('2026-04-02')
    await page.getByLabel('Time of the events').fill('yesterday')
    await page.getByText('time.malformed').first().waitFor()
    await page.getByLabel('Time of the events').fill('2026-04-03T10:00:00Z')
    await page.getByLabel('Source of the events').fill('desk.example')
    const save = async () => {
      const download = page.waitForEvent('download')
      await page.getByRole('button', { name: 'Save as agent.yaml' }).click()
      return readFileSync(await (await download).path(), 'utf8')
    }
    const file = await save()
    for (const line of [
      'license: MIT',
      'contributorShare: "0.25"',
      'payee: ann',
      'payee: gpu',
      'cacheRead: "0.075"',
    ])
      expect(file).toContain(line)
    for (const line of [
      ...[/effectiveFrom: "?2030-01-01/, /releasedAt: "?2026-04-02/, /source: desk\.example/],
      /time: "?2026-04-03T10:00:00Z/,
    ])
      expect(file).toMatch(line)
    await composer.to('/composer')
    const loaded = { name: 'agent.yaml', mimeType: 'application/yaml', buffer: Buffer.from(file) }
    await page.locator('input[type=file]').setInputFiles(loaded)
    await page.getByText('This can be released.').waitFor()
    expect(await save()).toBe(file)
    expect(await axeFindings(page)).toEqual([])
    composer.expectSound()
  })

  test('fits a phone, in the dark', async () => {
    await using composer = await visit(demo.open, demo.server.url, { ...phone, scheme: 'dark' })
    await composer.to('/composer')
    await composer.page.locator('input[type=file]').setInputFiles('examples/agent.yaml')
    await composer.page.getByRole('table', { name: /by the rate card/ }).waitFor()
    expect(await sidewaysScroll(composer.page)).toBe(0)
    expect(await axeFindings(composer.page)).toEqual([])
    composer.expectSound()
  })
})
