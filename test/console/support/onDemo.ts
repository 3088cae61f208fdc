/** A browser, and a real server on the example's books, for the tests of one file. */
import type { BrowserContext } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import { startBrowser } from '../../support/browser.ts'
import { type ConsoleServer, demoFolder, serveConsole } from './server.ts'

interface OnDemo {
  /** No browser runs here, so the tests are skipped. */
  readonly isMissing: boolean
  readonly open: BrowserContext
  /** Once the tests run. */
  readonly server: ConsoleServer
}

/**
 * Starts a browser, and before the tests of the file the server.
 * @param prepare adds to the books before they are served
 */
export async function consoleOnDemo(prepare?: (folder: string) => Promise<void>): Promise<OnDemo> {
  const browser = await startBrowser()
  let folder: Awaited<ReturnType<typeof demoFolder>> | undefined
  let server: ConsoleServer | undefined
  if (browser !== undefined) {
    beforeAll(async () => {
      folder = await demoFolder()
      await prepare?.(folder.path)
      server = await serveConsole(folder.path)
    })
    afterAll(async () => {
      await browser.close()
      await server?.[Symbol.asyncDispose]()
      await folder?.[Symbol.asyncDispose]()
    })
  }
  return {
    isMissing: browser === undefined,
    open: browser as BrowserContext,
    get server() {
      return server!
    },
  }
}
