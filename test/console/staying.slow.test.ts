/** What a user does stays while the page changes around it. */
import { describe, expect, test } from 'vitest'
import { consoleOnDemo } from './support/onDemo.ts'
import { visit } from './support/visit.ts'

const demo = await consoleOnDemo()

describe.skipIf(demo.isMissing)('a page that changes', () => {
  test('keeps the focus and the typed text of its filters, and follows what is chosen in the picture', async () => {
    await using flow = await visit(demo.open, demo.server.url)
    await flow.to('/flow/1')
    const { page } = flow
    await page.locator('svg.sankey').first().waitFor()
    await page.getByLabel('Only the asset').fill('model:half')
    const group = page.getByLabel('Group others by')
    await group.focus()
    await group.selectOption('owner')
    await expect.poll(() => page.url()).toContain('owner')
    expect(await group.evaluate((element) => element.matches(':focus'))).toBe(true)
    await expect.poll(() => page.getByLabel('Only the asset').inputValue()).toBe('model:half')
    await page.getByLabel('Only the asset').press('Enter')
    await page.getByText('flow.notFound').waitFor()
    await page.getByRole('button', { name: 'Show all' }).click()
    await expect.poll(() => page.getByLabel('Only the asset').inputValue()).toBe('')
    flow.expectSound()
  })

  test('connects again after an answer that is no stream', async () => {
    await using ingestion = await visit(demo.open, demo.server.url)
    const { page } = ingestion
    let refused = 0
    await page.route('**/v1/live', (route) =>
      refused++ === 0 ? route.fulfill({ status: 503, body: '' }) : route.continue(),
    )
    await ingestion.to('/ingestion')
    await page.locator('.facts').waitFor()
    expect(refused).toBeGreaterThan(1)
  })
})
