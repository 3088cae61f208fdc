/**
 * A real browser for tests: the Chromium that @sparticuz/chromium carries in its package, unpacked once and started without
 * any network of its own.
 */
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import carried, { inflate } from '@sparticuz/chromium'
import { type BrowserContext, chromium } from 'playwright-core'
import { madeOnce } from './madeOnce.ts'
import { patienceMs } from './patience.ts'

/** For tests as root on a machine without a screen; and no visit to anything but the test's own pages. */
const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/**
 * Starts a browser, or says why none runs here, so that a test file can skip. On a machine that tests for others
 * (CI=true) it throws instead.
 */
export async function startBrowser(start = unpackAndStart): Promise<BrowserContext | undefined> {
  try {
    return await start()
  } catch (error) {
    if (process.env.CI === 'true')
      throw new Error('Tests in a browser need Chromium, and CI skips none.', { cause: error })
    const reason = (error as Error).message.split('\n')[0]
    console.warn(`skipped: tests in a browser, because Chromium does not start here (${reason})`)
    return undefined
  }
}

async function unpackAndStart(): Promise<BrowserContext> {
  const folder = await madeOnce('chromium', unpack)
  const profile = await mkdtemp(join(tmpdir(), 'headwater-profile-'))
  const browser = await chromium.launchPersistentContext(profile, {
    timeout: patienceMs,
    executablePath: join(folder, 'chromium'),
    args: flags,
    // The libraries that Chromium links to come in the package too, so the machine needs none.
    env: { ...process.env, LD_LIBRARY_PATH: join(folder, 'al2023', 'lib') },
  })
  browser.setDefaultTimeout(patienceMs)
  return browser
}

/** The package unpacks to the folder for temporary files. */
async function unpack(folder: string): Promise<void> {
  const before = process.env.TMPDIR
  process.env.TMPDIR = folder
  try {
    await inflate(fileURLToPath(new URL('../bin/al2023.tar.br', import.meta.resolve('@sparticuz/chromium'))))
    await carried.executablePath()
  } finally {
    if (before === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = before
  }
}
