import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { consoleOnDemo } from './support/onDemo.ts'
import { axeFindings, phone, sidewaysScroll, visit } from './support/visit.ts'

const demo = await consoleOnDemo()

interface ToDate {
  readonly currencies: readonly { readonly earned: string; readonly carried: string }[]
}

describe.skipIf(demo.isMissing)('statements', () => {
  test('a payee is found, its figures have all digits, and each opens to what is behind it', async () => {
    await using visited = await visit(demo.open, demo.server.url)
    await visited.to('/statements')
    const { page } = visited
    await page.getByRole('searchbox').fill('allen')
    await page.getByRole('link', { name: 'allen-ai' }).click()
    await page.getByRole('heading', { name: 'Statement of allen-ai' }).waitFor()
    await page.getByText('Earned from what').first().waitFor()
    const answer = await fetch(`${demo.server.url}/v1/payees/allen-ai/statements/to-date`)
    const { currencies } = (await answer.json()) as ToDate
    await expect
      .poll(() => page.locator('.amount data').allTextContents())
      .toEqual(expect.arrayContaining(currencies.flatMap(({ earned, carried }) => [earned, carried])))
    await page.getByText('Earned from what').first().click()
    await page.getByText('released by the event').first().waitFor()
    await expect.poll(() => page.getByText('trainedOn').first().isVisible()).toBe(true)
    await page.getByRole('button', { name: '2', exact: true }).first().click()
    await page.getByRole('heading', { name: 'Epoch 2' }).waitFor()
    await page
      .getByRole('button', { name: /^Calls behind/ })
      .first()
      .click()
    const calls = page.getByRole('region', { name: /^Calls of epoch 2 that paid/ })
    await calls.waitFor()
    await expect.poll(() => calls.locator('tbody tr').count()).toBeGreaterThan(0)
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: /^Download as CSV: Calls of epoch 2/ }).click(),
    ])
    expect(file.suggestedFilename()).toBe('calls.csv')
    expect(readFileSync(await file.path(), 'utf8')).toMatch(
      /^id,source,time,epoch,late,currency,amount,role,asset,version\r\n\S/,
    )
    expect(await axeFindings(page)).toEqual([])
    visited.expectSound()
  })

  test('downloads each form under a safe name', async () => {
    await using visited = await visit(demo.open, demo.server.url)
    await visited.to('/statements/allen-ai')
    const { page } = visited
    await page.getByText('Earned from what').first().waitFor()
    for (const form of ['PDF', 'CSV']) {
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('link', { name: `all epochs as ${form}` }).click(),
      ])
      expect(download.suggestedFilename()).toMatch(/^statement-all-allen-ai-[0-9a-f]{32}\.(?:pdf|csv)$/)
    }
  })

  test('fits a phone, in the dark', async () => {
    await using visited = await visit(demo.open, demo.server.url, { ...phone, scheme: 'dark' })
    await visited.to('/statements/allen-ai')
    await visited.page.getByText('Earned from what').first().waitFor()
    expect(await sidewaysScroll(visited.page)).toBe(0)
    expect(await axeFindings(visited.page)).toEqual([])
    visited.expectSound()
  })
})
