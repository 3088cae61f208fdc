/** The console behind a reverse proxy that puts the server below a path. */
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { BrowserContext } from 'playwright-core'
import { expect, test } from 'vitest'
import { startBrowser } from '../support/browser.ts'
import { demoFolder, serveConsole } from './support/server.ts'
import { visit } from './support/visit.ts'

/** Passes `/books/…` on without the path, as a proxy does; anything else is not there. */
async function proxyBelow(path: string, target: string) {
  const asked: string[] = []
  const server = createServer((incoming, outgoing) => {
    asked.push(incoming.url!)
    if (!incoming.url!.startsWith(path)) return outgoing.writeHead(404).end()
    const url = `${target}/${incoming.url!.slice(path.length)}`
    const passed = request(url, { method: incoming.method!, headers: incoming.headers }, (answer) => {
      outgoing.writeHead(answer.statusCode!, answer.headers)
      answer.pipe(outgoing)
    })
    incoming.pipe(passed)
    return outgoing
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}${path}`,
    asked,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

const browser = await startBrowser()

test.skipIf(browser === undefined)(
  'behind a proxy below a path, pages load, ask and change things there alone',
  async () => {
    const open = browser as BrowserContext
    await using folder = await demoFolder()
    await using server = await serveConsole(folder.path)
    await using proxy = await proxyBelow('/books/of/acme/', server.url)
    await using page = await visit(open, proxy.url)
    await page.to('/')
    await page.page.getByRole('link', { name: 'Epoch 2', exact: true }).click()
    await page.page.getByRole('button', { name: 'Verify this epoch' }).click()
    await page.page.getByText(/^All \d+ checks hold\.$/).waitFor()
    page.expectSound()
    expect(proxy.asked.filter((url) => !url.startsWith('/books/of/acme/'))).toEqual([])
    await open.close()
  },
)
