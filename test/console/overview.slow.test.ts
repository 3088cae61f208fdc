import { describe, expect, test } from 'vitest'
import { consoleOnDemo } from './support/onDemo.ts'
import { axeFindings, phone, sidewaysScroll, visit } from './support/visit.ts'

const demo = await consoleOnDemo()

describe.skipIf(demo.isMissing)('the overview', () => {
  test('shows the closed epochs with their exact totals', async () => {
    await using overview = await visit(demo.open, demo.server.url)
    await overview.to('/')
    const { page } = overview
    await expect.poll(() => page.title()).toBe('Overview · Headwater')
    const epochs = (await (await fetch(`${demo.server.url}/v1/epochs`)).json()) as {
      items: { totals: Record<string, { gross: string }> }[]
    }
    const all = epochs.items.flatMap(({ totals }) => Object.values(totals).map(({ gross }) => gross))
    await expect
      .poll(() => page.locator('table .amount data').allTextContents())
      .toEqual(expect.arrayContaining(all))
    expect(await axeFindings(page)).toEqual([])
    overview.expectSound()
  })

  test('fits a phone, in the dark', async () => {
    await using overview = await visit(demo.open, demo.server.url, { ...phone, scheme: 'dark' })
    await overview.to('/')
    expect(await sidewaysScroll(overview.page)).toBe(0)
    expect(await axeFindings(overview.page)).toEqual([])
    overview.expectSound()
  })
})
