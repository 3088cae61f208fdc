/**
 * 4,000 hostile names through every field that a page shows. The server's answers are real; each name in them, and each
 * entry of a list, is replaced by hostile ones on the way to the browser. So a page shows what no event could carry, too.
 */
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { hostileNames } from './support/hostileNames.ts'
import { consoleOnDemo } from './support/onDemo.ts'
import { places } from './support/places.ts'
import { phone, sidewaysScroll, visit } from './support/visit.ts'

const demo = await consoleOnDemo()

/** Entries that a list is filled up to. */
const listed = 400
const roundsMax = 12
const names = hostileNames(4_000)

/** Texts that are a name or a sentence in an answer: everything but amounts, times, days, hashes and fixed words. */
const fixed = /^(?:-?\d[\d.]*|\d{4}-\d{2}-\d{2}.*|(?:0x)?[0-9a-f]{32,}|)$/
const words = new Set([
  ...['currency', 'state', 'status', 'stage', 'held', 'waits', 'kind', 'resolvedBy', 'format', 'direction'],
  ...['until', 'time', 'day', 'from', 'to', 'next', 'relation', 'policy', 'type', 'role', 'confirm', 'chain'],
])

describe.skipIf(demo.isMissing)('4,000 hostile names', () => {
  test('are as many, each up to 1,024 bytes', () => {
    expect(new Set(names).size).toBe(4_000)
    expect(Math.max(...names.map((name) => Buffer.byteLength(name)))).toBe(1_024)
  })

  for (const place of places) {
    test(`${place} shows them as text, runs none of them, and keeps its width`, async () => {
      let next = 0
      let shown = 0
      for (let round = 0; round < roundsMax && next < names.length; round++) {
        await using page = await visit(demo.open, demo.server.url, phone)
        const before = next
        await replaceNames(page.page, () => names[next++ % names.length]!)
        await page.to(place)
        if (place === '/epochs/next') await previewed(page.page)
        expect(await page.page.evaluate('window.hacked')).toBeUndefined()
        expect(await sidewaysScroll(page.page)).toBe(0)
        await expect.poll(() => page.page.locator('main').isVisible()).toBe(true)
        page.expectSound()
        const text = (await page.page.evaluate('document.body.textContent')) as string
        shown += names.slice(before, next).filter((name) => text.includes(name)).length
        // A page without names asks for none.
        if (next === before) break
      }
      if (next > 0) expect(shown).toBeGreaterThan(0)
    })
  }
})

async function previewed(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Preview' }).click()
  await page.getByRole('heading', { name: /would be$/ }).waitFor()
}

async function replaceNames(page: Page, nextName: () => string): Promise<void> {
  await page.route('**/v1/**', async (route) => {
    // A stream of events has no end to wait for, and nothing but counts.
    if (route.request().url().endsWith('/v1/live')) return route.continue()
    const answer = await route.fetch()
    const type = answer.headers()['content-type'] ?? ''
    if (route.request().url().endsWith('/manifest') || !/json/.test(type) || /ndjson/.test(type))
      return route.fulfill({ response: answer })
    const value = (await answer.json()) as unknown
    return route.fulfill({ response: answer, json: replaced(value, '', nextName) })
  })
}

/** @param isListed whether it is in a list that grew: lists in lists would grow to hundreds of megabytes */
function replaced(value: unknown, key: string, nextName: () => string, isListed = false): unknown {
  if (typeof value === 'string') return words.has(key) || fixed.test(value) ? value : nextName()
  if (Array.isArray(value)) {
    const items = value.length === 0 || isListed ? value : filledUp(value, key)
    return items.map((item) => replaced(item, key, nextName, isListed || items !== value))
  }
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, replaced(inner, name, nextName, isListed)]),
  )
}

/** Lists of names grow; those that the page keys by epoch or day keep their entries. */
function filledUp(items: readonly unknown[], key: string): readonly unknown[] {
  if (['days', 'currencies', 'reasons', 'others', 'owed', 'scopes', 'trees'].includes(key)) return items
  const [first] = items
  if (typeof first === 'object' && first !== null && 'epoch' in first) return items
  return Array.from({ length: Math.max(items.length, listed) }, (_, place) => items[place % items.length])
}
