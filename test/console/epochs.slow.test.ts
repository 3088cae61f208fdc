/** The journeys of the pages about epochs. */
import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { consoleOnDemo } from './support/onDemo.ts'
import { visit } from './support/visit.ts'

const demo = await consoleOnDemo()

describe.skipIf(demo.isMissing)('the pages about epochs', () => {
  test('show one epoch: its totals with the sum that holds, its roots, and a manifest that is what its hash is of', async () => {
    await using epochs = await visit(demo.open, demo.server.url)
    await epochs.to('/epochs')
    const { page } = epochs
    await page.getByRole('link', { name: 'Epoch 1', exact: true }).click()
    await page.getByRole('heading', { name: 'Epoch 1', level: 1 }).waitFor()
    const report = (await (await fetch(`${demo.server.url}/v1/epochs/1`)).json()) as {
      manifestHash: string
      trees: { root: string }[]
      totals: Record<string, { gross: string; fee: string; earned: string; rounding: string }>
    }
    for (const { gross, fee, earned, rounding } of Object.values(report.totals)) {
      const identity = page.locator('.identity', { hasText: gross }).first()
      await expect
        .poll(() => identity.locator('data').allTextContents())
        .toEqual([gross, fee, earned, rounding])
    }
    for (const { root } of report.trees) await page.getByText(root).waitFor()
    await page.getByText(report.manifestHash).waitFor()
    await page.getByText('Show the manifest').click()
    const bytes = await (await fetch(`${demo.server.url}/v1/epochs/1/manifest`)).text()
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(report.manifestHash)
    await page.locator('pre').waitFor()
    expect(JSON.parse((await page.locator('pre').textContent())!)).toEqual(JSON.parse(bytes))
    epochs.expectSound()
  })

  test('verify an epoch, check by check', async () => {
    await using epochs = await visit(demo.open, demo.server.url)
    await epochs.to('/epochs/2')
    const { page } = epochs
    await page.getByRole('button', { name: 'Verify this epoch' }).click()
    await page.getByText(/^All \d+ checks hold\.$/).waitFor()
    await expect.poll(() => page.locator('.checks li').count()).toBeGreaterThan(5)
    await expect.poll(() => page.locator('.checks li.bad').count()).toBe(0)
    epochs.expectSound()
  })

  test('preview the next close, and close exactly that after a confirmation', async () => {
    await using epochs = await visit(demo.open, demo.server.url)
    await epochs.to('/epochs/next')
    const { page } = epochs
    const closed = async () =>
      ((await (await fetch(`${demo.server.url}/v1/epochs`)).json()) as { items: unknown[] }).items.length
    expect(await closed()).toBe(2)
    await page.getByRole('button', { name: 'Preview' }).click()
    await page.getByRole('heading', { name: 'Epoch 3 would be' }).waitFor()
    const close = page.getByRole('button', { name: 'Close epoch 3' })
    await expect.poll(() => close.isDisabled()).toBe(true)
    expect(await closed()).toBe(2)
    await page.getByLabel('I have read the preview').check()
    await close.click()
    await page.getByRole('heading', { name: 'Epoch 3', level: 1, exact: true }).waitFor()
    expect(await closed()).toBe(3)
    epochs.expectSound()
  })

  test('close exactly what the preview showed, whatever was recorded since', async () => {
    await using epochs = await visit(demo.open, demo.server.url)
    const { page, confirm } = await previewed(epochs)
    const event = {
      specversion: '1.0',
      type: 'io.headwater.payee.registered',
      source: '/test',
      id: 'since',
      time: '2026-01-01T00:00:00Z',
      data: { payee: 'since-the-preview' },
    }
    const recorded = await fetch(`${demo.server.url}/v1/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/cloudevents+json' },
      body: JSON.stringify(event),
    })
    expect(recorded.status).toBe(200)
    await page.getByLabel('I have read the preview').check()
    await page.getByRole('button', { name: /^Close epoch/ }).click()
    await page.getByRole('heading', { name: /^Epoch \d+$/, level: 1 }).waitFor()
    expect((await lastEpoch()).manifestHash).toBe(confirm)
    epochs.expectSound()
  })

  test('refuse a close after another close, and say what to do', async () => {
    await using epochs = await visit(demo.open, demo.server.url)
    const { page } = await previewed(epochs)
    const other = await fetch(`${demo.server.url}/v1/epochs`, { method: 'POST' })
    expect(other.status).toBe(201)
    const { epoch } = await lastEpoch()
    await page.getByLabel('I have read the preview').check()
    await page.getByRole('button', { name: /^Close epoch/ }).click()
    // Beside the notice of what the page heard meanwhile, which may come before or after.
    const failure = page.getByRole('region', { name: 'Close' }).getByRole('alert')
    await failure.waitFor()
    await expect.poll(() => failure.locator('code').textContent()).toMatch(/^close\./)
    expect((await lastEpoch()).epoch).toBe(epoch)
    epochs.expectSound()
  })

  async function previewed(epochs: Awaited<ReturnType<typeof visit>>) {
    await epochs.to('/epochs/next')
    const { page } = epochs
    await page.getByRole('button', { name: 'Preview' }).click()
    await page.getByRole('heading', { name: /would be$/ }).waitFor()
    const line = await page.getByText(/^headwater close --confirm/).textContent()
    return { page, confirm: /[0-9a-f]{64}$/.exec(line!)![0] }
  }

  async function lastEpoch(): Promise<{ epoch: number; manifestHash: string }> {
    const answer = await fetch(`${demo.server.url}/v1/epochs`)
    const { items } = (await answer.json()) as { items: { epoch: number; manifestHash: string }[] }
    return items.at(-1)!
  }
})
