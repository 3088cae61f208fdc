/**
 * Question: how long after its address is opened does the console show figures of the ledger, with nothing cached, on
 * loopback?
 *
 * Size: the example's books, or any ledger, for example one of bench/testnet.ts. The figures are those of the last closed
 * epochs. Beside them: the time until all of the overview is there (revenue and what waits are sums over all calls and
 * balances), and the first figures of a second visit as the peer, with the files in the browser's cache.
 *
 * Estimate, on 2 cores: 500 ms cold, 200 ms warm; everything after 1.5 s on the example.
 *
 *     node bench/paint.ts [--data LEDGER]
 */
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Page } from 'playwright-core'
import { builtConsole } from '../test/console/support/built.ts'
import { startBrowser } from '../test/support/browser.ts'
import { firstLine, runCli, startCli } from '../test/support/process.ts'
import type { Measurement } from './measurement.ts'

export async function run(): Promise<Measurement[]> {
  const folder = mkdtempSync(join(tmpdir(), 'headwater-bench-'))
  try {
    const data = join(folder, 'demo')
    await runCli(['demo', '--data', data, '--json'])
    return await measure(data, 'the example')
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function measure(data: string, size: string): Promise<Measurement[]> {
  await builtConsole()
  const server = startCli(['serve', '--data', data, '--port', '0', '--json'])
  server.stderr!.resume()
  const { url } = JSON.parse(await firstLine(server)) as { url: string }
  const browser = await startBrowser()
  if (browser === undefined) throw new Error('this machine starts no browser')
  try {
    const cold = await visit(await browser.newPage(), url)
    const warm = await visit(await browser.newPage(), url)
    return [
      {
        name: 'first figures of the console',
        size,
        value: cold.figures,
        unit: 'ms',
        peer: 'second visit',
        peerValue: warm.figures,
      },
      {
        name: 'the whole overview',
        size,
        value: cold.whole,
        unit: 'ms',
        peer: 'second visit',
        peerValue: warm.whole,
      },
    ]
  } finally {
    await browser.close()
    server.kill('SIGTERM')
    if (server.exitCode === null) await once(server, 'exit')
  }
}

interface Shown {
  readonly figures: number
  readonly whole: number
}

/** In the page: when the first figures, and all of the overview, are painted. As text: this project has no DOM types. */
const watching = `
const selectors = { figures: 'table .amount', whole: '.bars' }
globalThis.shown = new Promise((resolve) => {
  const seen = new Set()
  const times = {}
  const look = () => {
    for (const [name, selector] of Object.entries(selectors)) {
      if (seen.has(name) || document.querySelector(selector) === null) continue
      seen.add(name)
      // What comes after the next frame comes after its paint.
      requestAnimationFrame(() => setTimeout(() => {
        times[name] = performance.now()
        if (Object.keys(times).length === 2) resolve(times)
      }))
    }
  }
  new MutationObserver(look).observe(document, { childList: true, subtree: true })
})`

/** Times since the navigation began, by the browser's own clock. */
async function visit(page: Page, url: string): Promise<Shown> {
  await page.addInitScript(watching)
  await page.goto(`${url}/`)
  const { figures, whole } = (await page.evaluate('shown')) as Shown
  return { figures: Math.round(figures), whole: Math.round(whole) }
}

if (process.argv[1] === import.meta.filename) {
  const { values } = parseArgs({ options: { data: { type: 'string' } } })
  console.table(values.data === undefined ? await run() : await measure(values.data, values.data))
}
