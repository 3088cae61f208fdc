/** The explorer of lineages, in a real browser against a real server with the example's books. */
import { describe, expect, test } from 'vitest'
import { consoleOnDemo } from './support/onDemo.ts'
import { axeFindings, phone, sidewaysScroll, visit } from './support/visit.ts'

const demo = await consoleOnDemo()
const asset = 'model:databricks/dolly-v2-12b'
const place = (query = '') =>
  `/lineage/${encodeURIComponent(asset)}${query && `/${encodeURIComponent(query)}`}`

interface Lineage {
  readonly nodes: readonly {
    readonly asset: string
    readonly version: string
    readonly edges: readonly { readonly carried?: readonly { readonly amount: string }[] }[]
  }[]
}

describe.skipIf(demo.isMissing)('the lineage explorer', () => {
  test('shows sources with their terms and what each edge carried, and takes steps', async () => {
    await using lineage = await visit(demo.open, demo.server.url)
    await lineage.to(place('epoch=1'))
    const { page } = lineage
    await page.locator('canvas').waitFor()
    const path = `/v1/assets/${encodeURIComponent(asset)}/lineage?depth=1&details=true&epoch=1`
    const { nodes } = (await (await fetch(`${demo.server.url}${path}`)).json()) as Lineage
    expect(nodes.length).toBeGreaterThan(0)
    const card = page.getByLabel('The selected version')
    for (const { asset: source, version } of nodes)
      await expect.poll(() => card.getByText(`${source}@${version}`).count()).toBe(1)
    const carried = nodes.flatMap(({ edges }) => edges.flatMap((edge) => edge.carried ?? []))
    await expect
      .poll(() => card.locator('.lineage-carried data').allTextContents())
      .toEqual(expect.arrayContaining(carried.map(({ amount }) => amount)))
    expect(await axeFindings(page)).toEqual([])
    const before = await page.locator('.lineage-picture [role=status]').textContent()
    await page.getByRole('button', { name: 'One step further everywhere' }).click()
    await expect.poll(() => page.locator('.lineage-picture [role=status]').textContent()).not.toBe(before)
    await page.getByText('The same as a table').click()
    await expect.poll(() => page.locator('.lineage-table tbody tr').count()).toBeGreaterThan(nodes.length)
    lineage.expectSound()
  })

  test('the picture is moved and zoomed by keys, and a press selects a version', async () => {
    await using lineage = await visit(demo.open, demo.server.url)
    await lineage.to(place())
    const { page } = lineage
    const canvas = page.locator('canvas')
    await canvas.waitFor()
    const picture = async () => (await canvas.screenshot()).toString('base64')
    await canvas.focus()
    await page.keyboard.press('0')
    let last = ''
    for (const key of ['ArrowRight', 'ArrowDown', '-', '+', '0']) {
      await page.keyboard.press(key)
      await expect.poll(picture).not.toBe(last)
      last = await picture()
    }
    // With everything in sight, the columns of the start and of its sources are on the left and on the right.
    const heading = page.getByLabel('The selected version').locator('h2')
    const start = await heading.textContent()
    const source = await page
      .getByLabel('The selected version')
      .locator('.lineage-edges button')
      .first()
      .textContent()
    await page.getByLabel('The selected version').locator('.lineage-edges button').first().click()
    await expect.poll(() => heading.textContent()).toBe(source)
    await page.getByRole('button', { name: 'Go to the selected version' }).click()
    await page.getByLabel('Asset', { exact: true }).fill('model:no/such')
    await page.getByRole('button', { name: 'Show', exact: true }).click()
    await page.getByText('asset.unknown').waitFor()
    expect(start).toContain(asset)
    lineage.expectSound()
  })

  test('lists assets to start from, found by how their ids begin', async () => {
    await using lineage = await visit(demo.open, demo.server.url)
    await lineage.to('/lineage')
    const { page } = lineage
    await page.getByLabel('Find assets').fill('model:databricks/dolly-v2-12b')
    await page.getByRole('button', { name: `Start from ${asset}` }).click()
    await page.locator('canvas').waitFor()
    expect(page.url()).toContain(encodeURIComponent(asset))
    expect(await axeFindings(page)).toEqual([])
    lineage.expectSound()
  })

  test('is as of a time that its address has', async () => {
    await using lineage = await visit(demo.open, demo.server.url)
    await lineage.to(place('asOf=1990-01-01'))
    await lineage.page.getByText('version.unknown').or(lineage.page.getByText('time.')).first().waitFor()
    lineage.expectSound()
  })

  test('fits a phone, in the dark', async () => {
    await using lineage = await visit(demo.open, demo.server.url, { ...phone, scheme: 'dark' })
    await lineage.to(place('epoch=2'))
    await lineage.page.locator('canvas').waitFor()
    expect(await sidewaysScroll(lineage.page)).toBe(0)
    expect(await axeFindings(lineage.page)).toEqual([])
    lineage.expectSound()
  })
})
