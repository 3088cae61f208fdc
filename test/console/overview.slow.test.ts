import type { BrowserContext } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startBrowser } from '../support/browser.ts'
import { type ConsoleServer, demoFolder, serveConsole } from './support/server.ts'
import { axeFindings, phone, sidewaysScroll, visit } from './support/visit.ts'

const browser = await startBrowser()
let folder: Awaited<ReturnType<typeof demoFolder>>
let server: ConsoleServer

describe.skipIf(browser === undefined)('the overview', () => {
  const open = browser as BrowserContext
  beforeAll(async () => {
    folder = await demoFolder()
    server = await serveConsole(folder.path)
  })
  afterAll(async () => {
    await open?.close()
    await server?.[Symbol.asyncDispose]()
    await folder?.[Symbol.asyncDispose]()
  })

  test('shows the closed epochs with their exact totals', async () => {
    await using overview = await visit(open, server.url)
    await overview.to('/')
    const { page } = overview
    expect(await page.title()).toBe('Overview · Headwater')
    const epochs = (await (await fetch(`${server.url}/v1/epochs`)).json()) as {
      items: { totals: Record<string, { gross: string }> }[]
    }
    const shown = await page.locator('table .amount data').allTextContents()
    for (const { totals } of epochs.items)
      for (const { gross } of Object.values(totals)) expect(shown).toContain(gross)
    expect(await axeFindings(page)).toEqual([])
    overview.expectSound()
  })

  test('fits a phone, in the dark', async () => {
    await using overview = await visit(open, server.url, { ...phone, scheme: 'dark' })
    await overview.to('/')
    expect(await sidewaysScroll(overview.page)).toBe(0)
    expect(await axeFindings(overview.page)).toEqual([])
    overview.expectSound()
  })
})
