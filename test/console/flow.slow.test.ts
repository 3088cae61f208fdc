/** The page of flows, in a real browser against a real server with the example's books. */
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { consoleOnDemo } from './support/onDemo.ts'
import { axeFindings, phone, sidewaysScroll, visit } from './support/visit.ts'

const demo = await consoleOnDemo()

interface Flow {
  readonly currencies: readonly {
    readonly currency: string
    readonly nodes: readonly { readonly id: string; readonly asset?: string; readonly payee?: string }[]
    readonly links: readonly { readonly amount: string }[]
  }[]
}

/** The picture of the first currency. */
const inFirst = (page: Page) => page.locator('.flow-currency').first()
const marks = (page: Page) => inFirst(page).locator('g[role=button]').count()
const answer = async (path: string): Promise<Flow> =>
  (await (await fetch(`${demo.server.url}/v1/${path}`)).json()) as Flow

describe.skipIf(demo.isMissing)('the page of flows', () => {
  test('draws an epoch, and its table has every link with all digits', async () => {
    await using flow = await visit(demo.open, demo.server.url)
    await flow.to('/flow/1')
    const { page } = flow
    await page.locator('svg.sankey').first().waitFor()
    const [first] = (await answer('epochs/1/flow')).currencies
    await expect.poll(() => marks(page)).toBe(first!.nodes.length)
    expect(await axeFindings(page)).toEqual([])
    await page.getByText('The same as a table').first().click()
    await expect
      .poll(() => inFirst(page).locator('.flow-table .amount data').allTextContents())
      .toEqual(first!.links.map(({ amount }) => amount))
    flow.expectSound()
  })

  test('says why a first picture takes long, where it does', async () => {
    await using flow = await visit(demo.open, demo.server.url)
    const { page } = flow
    const { promise: looked, resolve: goOn } = Promise.withResolvers<void>()
    await page.route('**/v1/epochs/1/flow*', async (route) => {
      await looked
      await route.continue()
    })
    const shown = flow.to('/flow/1')
    await page.getByText('divides the calls of the epoch again').waitFor()
    goOn()
    await shown
    await page.locator('svg.sankey').first().waitFor()
    flow.expectSound()
  })

  test('an asset that is chosen with the keyboard is shown alone, and leads to its lineage', async () => {
    await using flow = await visit(demo.open, demo.server.url)
    await flow.to('/flow/1')
    const { page } = flow
    const [first] = (await answer('epochs/1/flow')).currencies
    const asset = first!.nodes.find((node) => node.asset?.startsWith('model:'))!.asset!
    const node = inFirst(page).locator(`g[role=button][aria-label*="${asset},"]`)
    await node.focus()
    await page.keyboard.press('Enter')
    await inFirst(page).getByRole('button', { name: 'Show only this asset' }).click()
    const [alone] = (await answer(`epochs/1/flow?asset=${encodeURIComponent(asset)}`)).currencies
    await expect.poll(() => marks(page)).toBe(alone!.nodes.length)
    expect(page.url()).toContain(encodeURIComponent(encodeURIComponent(asset)))
    // The address says what is shown, so it can be sent to another person.
    await page.reload()
    await page.locator('svg.sankey').first().waitFor()
    await expect.poll(() => marks(page)).toBe(alone!.nodes.length)
    await page.getByRole('button', { name: 'Show all' }).click()
    await expect.poll(() => marks(page)).toBe(first!.nodes.length)
    flow.expectSound()
  })

  test('shows only what one payee gets, and refuses an asset without flow in words', async () => {
    await using flow = await visit(demo.open, demo.server.url)
    await flow.to('/flow/1')
    const { page } = flow
    const [first] = (await answer('epochs/1/flow')).currencies
    const { payee } = first!.nodes.find((node) => node.payee !== undefined)!
    await page.getByLabel('Only the payee').fill(payee!)
    await page.getByRole('button', { name: 'Show', exact: true }).click()
    await expect.poll(() => inFirst(page).locator('g.of-payee').count()).toBe(1)
    await page.getByLabel('Only the asset').fill('model:no/such')
    await page.getByRole('button', { name: 'Show', exact: true }).click()
    await page.getByText('flow.notFound').waitFor()
    flow.expectSound()
  })

  test('draws one call the same way', async () => {
    const { items } = (await (await fetch(`${demo.server.url}/v1/calls?limit=1`)).json()) as {
      items: { id: string; source: string }[]
    }
    await using flow = await visit(demo.open, demo.server.url)
    const query = new URLSearchParams({ id: items[0]!.id, source: items[0]!.source })
    await flow.to(`/flow/call/${encodeURIComponent(query.toString())}`)
    const { page } = flow
    await page.locator('svg.sankey').first().waitFor()
    const { currencies } = await answer(
      `calls/${encodeURIComponent(items[0]!.id)}/flow?source=${encodeURIComponent(items[0]!.source)}`,
    )
    await expect.poll(() => marks(page)).toBe(currencies[0]!.nodes.length)
    flow.expectSound()
  })

  test('fits a phone, in the dark', async () => {
    await using flow = await visit(demo.open, demo.server.url, { ...phone, scheme: 'dark' })
    await flow.to('/flow/2')
    await flow.page.locator('svg.sankey').first().waitFor()
    expect(await sidewaysScroll(flow.page)).toBe(0)
    expect(await axeFindings(flow.page)).toEqual([])
    flow.expectSound()
  })
})
