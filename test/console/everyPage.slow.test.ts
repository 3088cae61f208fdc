/** What holds for every page of the routes table: access, policy, sizes of screens, themes, keyboard, print. */
import { describe, expect, test } from 'vitest'
import { consoleOnDemo } from './support/onDemo.ts'
import { places } from './support/places.ts'
import { axeFindings, phone, sidewaysScroll, visit } from './support/visit.ts'

const demo = await consoleOnDemo()

/** What the focus is on, as text. The page evaluates this and what follows. */
const focused =
  "document.activeElement === document.body ? 'body' : document.activeElement.tagName + ' ' + (document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent).trim().slice(0, 60)"

/** Empty, or the element without a ring. The ring is on what has the focus, or on what stands around it: the thumb of a slider, for example. */
const focusShows = `(() => {
  let element = document.activeElement
  for (let up = 0; up < 4 && element !== null; up++, element = element.parentElement)
    if (element === document.body || getComputedStyle(element).outlineStyle !== 'none') return ''
  return document.activeElement.outerHTML.slice(0, 200)
})()`

describe.skipIf(demo.isMissing)('every page', () => {
  test('is in the routes table', () => {
    expect(places).toContain('/')
    expect(places).toContain('/epochs')
  })

  for (const place of places) {
    test(`${place} has no serious finding of axe and keeps the policy, light and dark`, async () => {
      for (const scheme of ['light', 'dark'] as const) {
        await using page = await visit(demo.open, demo.server.url, { scheme })
        await page.to(place)
        expect(await axeFindings(page.page), scheme).toEqual([])
        page.expectSound()
      }
    })

    test(`${place} fits a phone, and paper`, async () => {
      await using page = await visit(demo.open, demo.server.url, phone)
      await page.to(place)
      expect(await sidewaysScroll(page.page)).toBe(0)
      await page.page.emulateMedia({ media: 'print' })
      await expect.poll(() => page.page.locator('nav').isVisible()).toBe(false)
      await expect.poll(() => page.page.locator('h1').first().isVisible()).toBe(true)
      expect(await sidewaysScroll(page.page)).toBe(0)
      page.expectSound()
    })

    test(`${place} is in reach of the keyboard, and the focus shows`, async () => {
      await using page = await visit(demo.open, demo.server.url)
      await page.to(place)
      const controls = (await page.page.evaluate(
        `[...document.querySelectorAll('a[href], button:not([disabled]), select, input:not([disabled]), summary, textarea, [tabindex="0"]')]
          .filter((element) => element.checkVisibility() && element.tabIndex >= 0).length`,
      )) as number
      const reached = new Set<string>()
      let steps = 0
      await page.page.evaluate('document.activeElement?.blur()')
      for (; steps < controls + 20; steps++) {
        await page.page.keyboard.press('Tab')
        const [name, hidden] = (await page.page.evaluate(`[${focused}, ${focusShows}]`)) as [string, string]
        reached.add(name)
        expect(hidden).toBe('')
      }
      expect([...reached].some((name) => name.includes('Skip to content'))).toBe(true)
      expect([...reached].some((name) => name.startsWith('SELECT Theme'))).toBe(true)
      expect([...reached].some((name) => name.includes('Epochs'))).toBe(true)
    })
  }

  test('the page of an address that leads nowhere says so, and leads back', async () => {
    await using page = await visit(demo.open, demo.server.url)
    await page.to('/no/such/page')
    await expect.poll(() => page.page.locator('h1').textContent()).toBe('No such page')
    await page.page.getByRole('link', { name: 'To the start' }).click()
    await page.page.getByRole('heading', { name: 'Overview', level: 1 }).waitFor()
  })

  test('the theme follows the switch, and is kept', async () => {
    await using page = await visit(demo.open, demo.server.url)
    await page.to('/')
    const ground = () => page.page.evaluate('getComputedStyle(document.documentElement).backgroundColor')
    const light = await ground()
    await page.page.getByLabel('Theme').selectOption('dark')
    await expect.poll(() => ground()).not.toBe(light)
    await page.page.reload()
    await page.page.locator('h1').waitFor()
    await expect.poll(() => ground()).not.toBe(light)
    await page.page.getByLabel('Theme').selectOption('system')
    await expect.poll(() => ground()).toBe(light)
  })

  test('a word of the glossary opens its sentence', async () => {
    await using page = await visit(demo.open, demo.server.url)
    await page.to('/epochs')
    await page.page.locator('.term button', { hasText: 'epoch' }).first().click()
    const meaning = page.page.locator('.meaning:popover-open')
    await meaning.getByText('A settlement period; closing one is final.').waitFor()
    await page.page.keyboard.press('Escape')
    await meaning.waitFor({ state: 'hidden' })
    page.expectSound()
  })
})
