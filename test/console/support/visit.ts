/** A visit of the console in a real browser. Violations of its policy and requests to other hosts fail the test. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { setTimeout } from 'node:timers/promises'
import type { BrowserContext, Page } from 'playwright-core'
import { expect } from 'vitest'
import { patienceMs } from '../../support/patience.ts'

interface VisitOptions {
  readonly width?: number
  readonly height?: number
  readonly scheme?: 'light' | 'dark'
}

export const phone = { width: 375, height: 740 } as const
const desktop = { width: 1_280, height: 860 } as const

interface Visit extends AsyncDisposable {
  readonly page: Page
  /** Opens a place of the console: `/epochs/1`. */
  to(place: string): Promise<void>
  /** What was violated or failed so far; empty for a sound page. */
  readonly faults: readonly string[]
  /** Fails where the page violated its policy, asked another host, or logged an error. */
  expectSound(): void
}

/** @param address of the server, with the path that a proxy adds, if any */
export async function visit(
  browser: BrowserContext,
  address: string,
  options: VisitOptions = {},
): Promise<Visit> {
  const { width = desktop.width, height = desktop.height, scheme = 'light' } = options
  const page = await browser.newPage()
  await page.setViewportSize({ width, height })
  await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' })
  const base = `${address.replace(/\/$/, '')}/`
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(`error: ${error.message}`))
  page.on('console', (message) => {
    // A violation of the policy is such a message too. Answers that refuse are the page's to show.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      faults.push(`console: ${message.text()}`)
  })
  page.on('request', (request) => {
    const url = request.url()
    if (!url.startsWith(base) && !/^(?:data|blob):/.test(url)) faults.push(`request to ${url}`)
  })
  return {
    page,
    faults,
    async to(place) {
      await page.goto(`${base}#${place}`)
      await settled(page)
    },
    expectSound() {
      expect(faults).toEqual([])
    },
    async [Symbol.asyncDispose]() {
      // Where the test closed the browser, nothing is left to close.
      if (page.isClosed()) return
      // A test may end while the page still asks, and its answers go nowhere then.
      await page.unrouteAll({ behavior: 'ignoreErrors' })
      await page.close()
    },
  }
}

/** Waits until the page shows its heading and waits for no answer. */
async function settled(page: Page): Promise<void> {
  await page.locator('h1').first().waitFor()
  // Not page.waitForFunction: it evaluates text again and again, which the pages' policy refuses.
  for (const end = performance.now() + patienceMs; (await page.locator('.waiting').count()) > 0; ) {
    if (performance.now() > end) throw new Error('the page still waits for an answer')
    await setTimeout(50)
  }
}

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

interface AxeFinding {
  readonly id: string
  readonly impact: string
  readonly help: string
  readonly nodes: readonly { readonly html: string }[]
}

/** The serious and critical findings of axe, as text. */
export async function axeFindings(page: Page): Promise<string[]> {
  // Not as a script element: the page's policy would refuse it.
  await page.evaluate(axeSource)
  const violations = (await page.evaluate(
    'axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) => violations)',
  )) as AxeFinding[]
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`,
    )
}

/** How far the page is wider than its window, in pixels. */
export function sidewaysScroll(page: Page): Promise<number> {
  // Text, because this project's types have no DOM.
  return page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')
}
