/** How a new user finds the way: `headwater` alone, and the example's console. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowser } from '../../src/cli/demo/openBrowser.ts'
import { builtConsole } from '../console/support/built.ts'
import { runCli, startCli } from '../support/process.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'headwater-start-'))
  await builtConsole()
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const start = (data: string) => runCli([], { env: { HEADWATER_DATA: data } })

test('without arguments the program says what the folder has and what comes next, before and after events', async () => {
  const data = join(folder, 'books')
  expect((await start(data)).stdout).toContain(`There is no ledger at ${data} yet.`)
  await runCli(['init', '--data', data])
  const empty = await start(data)
  expect([empty.code, empty.stderr]).toEqual([0, ''])
  expect(empty.stdout).toContain('headwater ingest FILE')
})

test('demo --open serves the console of the example, says where, and stops by a signal', async () => {
  const data = join(folder, 'demo')
  const child = startCli(['demo', '--open', '--data', data, '--json'])
  child.stderr!.resume()
  let text = ''
  child.stdout!.setEncoding('utf8')
  for await (const chunk of child.stdout!.iterator({ destroyOnReturn: false })) {
    text += chunk
    if (text.includes('"pid"') && text.endsWith('\n')) break
  }
  const { url } = JSON.parse(text.trimEnd().split('\n').at(-1)!) as { url: string }
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
  const page = await fetch(`${url}/`)
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
  expect(await page.text()).toContain('<div id="root">')
  const held = await start(data)
  expect(held.code).toBe(0)
  expect(held.stdout).toContain(data)
  child.kill('SIGTERM')
  const code = await new Promise((resolve) => child.once('exit', resolve))
  expect(code).toBe(0)
  const after = await start(data)
  expect(after.stdout).toMatch(/Epochs {3}2 closed, the last until 2/)
  expect(after.stdout).toContain('headwater verify')
})

test('a machine without a screen opens no browser, and one whose opener is missing says so', async () => {
  expect(await openBrowser('http://127.0.0.1:1', { platform: 'linux', env: {} })).toBe(false)
  const before = process.env.PATH
  process.env.PATH = folder
  try {
    expect(await openBrowser('http://127.0.0.1:1', { platform: 'linux', env: { DISPLAY: ':9' } })).toBe(false)
  } finally {
    process.env.PATH = before
  }
})
