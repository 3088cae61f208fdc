/**
 * Question: how long does a server take for the flow of an epoch and for a step of a lineage, and how long is a frame of
 * the explorer, and of the picture of a flow, while it is moved?
 *
 * Size: 1,000,000 versions in 100,000 assets, 100,000 payees, 100,000 calls; 10,000 nodes in the picture; quick: a
 * twentieth of the ledger. The server is `headwater serve` on the embedded engines, the browser a headless Chromium that
 * draws in software.
 *
 * Estimate, on 2 cores: the first question reads the file of 35 MB that the close kept, 50 ms, hashes it, 50 ms, and
 * compiles what it runs, 100 ms; then a view walks 1 M edges at some 10 ns each, 20 to 50 ms. A step reads 500 versions at
 * 20 µs: 10 ms and as much for JSON. A frame draws at most 2,500 edges and the nodes in sight: 10 ms.
 *
 *     node bench/console.ts [--quick] [--data FOLDER]
 *
 * FOLDER keeps the ledger, and uses it again.
 */
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Page } from 'playwright-core'
import { builtConsole } from '../test/console/support/built.ts'
import { startBrowser } from '../test/support/browser.ts'
import { startCommand } from './load/processes.ts'
import type { Measurement } from './measurement.ts'
import { assetOf, type ReadSizes, versionName } from './reads/economy.ts'
import { onReadsLedger } from './reads/onLedger.ts'

const quickPart = 20
const nodesWanted = 10_000
const framesMeasured = 200

interface ConsoleOptions {
  readonly quick: boolean
  readonly data?: string | undefined
}

export async function run({ quick, data }: ConsoleOptions): Promise<Measurement[]> {
  const part = quick ? quickPart : 1
  const sizes = { leaves: 100_000 / part, versions: 1_000_000 / part, calls: 100_000 / part }
  return onReadsLedger(data, sizes, (folder) => measure(folder, sizes))
}

async function measure(folder: string, sizes: ReadSizes): Promise<Measurement[]> {
  await builtConsole()
  const size = `${sizes.versions / 1_000} k versions`
  const flags = ['--port', '0', '--data', join(folder, 'ledger'), '--json']
  const server = await startCommand('serve', ['serve', ...flags], {
    HEADWATER_LOG_LEVEL: 'error',
    HEADWATER_REQUESTS_PER_MINUTE_MAX: '100000000',
  })
  try {
    const { url } = JSON.parse(server.line) as { url: string }
    const found = [...(await measureFlows(url, size)), ...(await measureSteps(url, size))]
    return [...found, ...(await measureFrames(url))]
  } finally {
    await server.stop()
  }
}

async function measureFlows(url: string, size: string): Promise<Measurement[]> {
  const first = await timed(`${url}/v1/epochs/1/flow`)
  const views = Array.from({ length: 30 }, (_, place) => `top=${place + 10}`)
  const groups = ['kind', 'prefix'].flatMap((by) =>
    views.slice(0, 5).map((view) => `${view}&by=${by}&prefix=model:`),
  )
  const assets = Array.from({ length: 10 }, (_, place) => `asset=${encodeURIComponent(assetOf(place * 10))}`)
  return [
    { name: 'flow of an epoch, the first question', size, value: first, unit: 'ms' },
    {
      name: 'flow of an epoch, another number of nodes, median',
      size,
      value: await median(url, views),
      unit: 'ms',
    },
    { name: 'flow of an epoch, a prefix opened, median', size, value: await median(url, groups), unit: 'ms' },
    { name: 'flow of an epoch, one asset, median', size, value: await median(url, assets), unit: 'ms' },
    {
      name: 'flow of an epoch, an answer that is kept',
      size,
      value: await median(url, [views[0]!, views[0]!]),
      unit: 'ms',
    },
  ]
}

const median = async (url: string, views: readonly string[]): Promise<number> => {
  const waits: number[] = []
  for (const view of views) waits.push(await timed(`${url}/v1/epochs/1/flow?${view}`))
  return middle(waits)
}

/** Steps down from versions that many others derive from. */
async function measureSteps(url: string, size: string): Promise<Measurement[]> {
  const step = (version: number, more: string) =>
    `${url}/v1/assets/${encodeURIComponent(assetOf(version))}/lineage?version=${versionName(version)}&direction=down&depth=1&limit=500${more}`
  const details = '&details=true&epoch=1'
  const first = await timed(step(0, details))
  const [withDetails, plain]: number[][] = [[], []]
  let nodes = 0
  for (let version = 0; version < 12; version++) {
    const answer = (await (await fetch(step(version, ''))).json()) as { nodes: unknown[] }
    nodes = Math.max(nodes, answer.nodes.length)
    if (answer.nodes.length < 500) continue
    withDetails!.push(await timed(step(version, details)))
    plain!.push(await timed(step(version, '')))
  }
  return [
    { name: 'lineage step with details, the first question', size, value: first, unit: 'ms' },
    {
      name: `lineage step of ${nodes} nodes with details, median`,
      size,
      value: middle(withDetails!),
      unit: 'ms',
      peer: 'without details',
      peerValue: middle(plain!),
    },
  ]
}

/** Frames while a picture is moved. */
async function measureFrames(url: string): Promise<Measurement[]> {
  const browser = await startBrowser()
  if (browser === undefined) return []
  try {
    const page = await browser.newPage()
    await page.setViewportSize({ width: 1_280, height: 860 })
    return [...(await flowFrames(page, url)), ...(await lineageFrames(page, url))]
  } finally {
    await browser.close()
  }
}

/** The picture with the most nodes, as large as it gets. */
async function flowFrames(page: Page, url: string): Promise<Measurement[]> {
  await page.goto(`${url}/#/flow/1/top=50`)
  await page.locator('svg.sankey').waitFor({ timeout: 120_000 })
  const larger = page.getByRole('button', { name: 'Larger' })
  while (!(await larger.isDisabled())) await larger.click()
  const size = (await page.locator('svg.sankey > title').textContent())!
  const frame = middle(differences((await page.evaluate(scrollingScript)) as number[]))
  return [{ name: 'frame while a flow is moved, median', size, value: frame, unit: 'ms' }]
}

/** Close, and from where everything is in sight. */
async function lineageFrames(page: Page, url: string): Promise<Measurement[]> {
  await page.goto(`${url}/#/lineage/${encodeURIComponent(assetOf(0))}/${encodeURIComponent('version=0')}`)
  await page.locator('canvas').waitFor({ timeout: 120_000 })
  const nodes = await grow(page)
  const size = `${nodes} nodes`
  const near = await panning(page)
  await page.locator('canvas').press('0')
  const far = await panning(page)
  return [
    { name: 'frame while panning, names readable, median', size, value: near, unit: 'ms' },
    { name: 'frame while panning, all in sight, median', size, value: far, unit: 'ms' },
  ]
}

/** Takes steps until the picture has enough nodes, or none are left. */
async function grow(page: Page): Promise<number> {
  const status = page.locator('.lineage-picture [role=status]')
  const more = page.getByRole('button', { name: 'One step further everywhere' })
  for (let steps = 0; steps < 6; steps++) {
    const nodes = Number((await status.textContent())?.split(' ')[0])
    if (nodes >= nodesWanted || (await more.isDisabled())) return nodes
    await more.click()
    await page.getByText('Taking steps').waitFor({ state: 'detached', timeout: 600_000 })
  }
  return Number((await status.textContent())?.split(' ')[0])
}

/** A key moves the picture in each frame; the time from one frame to the next. As text: this project has no DOM types. */
const panningScript = `new Promise((resolve) => {
  const canvas = document.querySelector('canvas')
  const times = []
  const keys = ['ArrowRight', 'ArrowDown', 'ArrowLeft', 'ArrowUp']
  const step = (now) => {
    times.push(now)
    if (times.length > ${framesMeasured}) return resolve(times)
    const key = keys[Math.floor(times.length / 10) % keys.length]
    canvas.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))
    requestAnimationFrame(step)
  }
  requestAnimationFrame(step)
})`

/** The picture of a flow scrolls in its region and with the page. */
const scrollingScript = `new Promise((resolve) => {
  const region = document.querySelector('.flow-region')
  const times = []
  const step = (now) => {
    times.push(now)
    if (times.length > ${framesMeasured}) return resolve(times)
    const way = Math.floor(times.length / 20) % 2 === 0 ? 1 : -1
    region.scrollBy(way * 40, 0)
    window.scrollBy(0, way * 20)
    requestAnimationFrame(step)
  }
  requestAnimationFrame(step)
})`

async function panning(page: Page): Promise<number> {
  return middle(differences((await page.evaluate(panningScript)) as number[]))
}

function differences(times: readonly number[]): number[] {
  return times.slice(1).map((time, place) => time - times[place]!)
}

async function timed(address: string): Promise<number> {
  const began = performance.now()
  const answer = await fetch(address)
  await answer.arrayBuffer()
  if (answer.status !== 200) throw new Error(`${address} answers ${answer.status}`)
  return performance.now() - began
}

function middle(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { quick: { type: 'boolean' }, data: { type: 'string' } } })
  console.table(await run({ quick: values.quick ?? false, data: values.data }))
}
