/**
 * Screenshots of pages beside stored ones, with tolerance. Both are made a quarter as large first, so that the fonts of a
 * machine matter little, and the stored files are small. To renew them after a change that is meant:
 *
 *     HEADWATER_SCREENSHOTS=renew npx vitest run --project slow test/console/screenshots.slow.test.ts
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import pixelmatch from 'pixelmatch'
import { PNG } from 'pngjs'
import { describe, expect, test } from 'vitest'
import { consoleOnDemo } from './support/onDemo.ts'
import { phone, visit } from './support/visit.ts'

const demo = await consoleOnDemo()

const factor = 4
/** How much a pixel may differ in colour, from 0 to 1; and which share of the pixels may differ more. */
const colourMax = 0.2
const pixelsShareMax = 0.04

const shots = [
  { name: 'overview', place: '/', view: {} },
  { name: 'overview-phone-dark', place: '/', view: { ...phone, scheme: 'dark' } },
  { name: 'epoch', place: '/epochs/1', view: {} },
] as const

describe.skipIf(demo.isMissing)('screenshots', () => {
  test.each(shots)('$name looks as it did', async ({ name, place, view }) => {
    await using page = await visit(demo.open, demo.server.url, view)
    await page.to(place)
    const shot = async () => smaller(PNG.sync.read(await page.page.screenshot()))
    const file = `test/console/golden/${name}.png`
    if (process.env.HEADWATER_SCREENSHOTS === 'renew') writeFileSync(file, PNG.sync.write(await shot()))
    expect(existsSync(file), `${file} is missing: renew the screenshots`).toBe(true)
    const before = PNG.sync.read(readFileSync(file))
    const { width, height } = before
    const differing = async () => {
      const now = await shot()
      expect([now.width, now.height]).toEqual([width, height])
      return pixelmatch(before.data, now.data, undefined, width, height, { threshold: colourMax })
    }
    // Again, where the page was not drawn to its end.
    await expect.poll(differing).toBeLessThan(pixelsShareMax * width * height)
  })
})

/** Each pixel is the mean of a square. */
function smaller(whole: PNG): PNG {
  const small = new PNG({
    width: Math.floor(whole.width / factor),
    height: Math.floor(whole.height / factor),
  })
  for (let y = 0; y < small.height; y++)
    for (let x = 0; x < small.width; x++)
      for (let channel = 0; channel < 4; channel++) {
        let sum = 0
        for (let dy = 0; dy < factor; dy++)
          for (let dx = 0; dx < factor; dx++)
            sum += whole.data[((y * factor + dy) * whole.width + x * factor + dx) * 4 + channel]!
        small.data[(y * small.width + x) * 4 + channel] = Math.round(sum / factor ** 2)
      }
  return small
}
