/** Looking first and closing once, on a real server and a real folder, with a client that goes away and a kill. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { callEvent, linesOf, wholeInput } from '../support/events.ts'
import { finish, firstLine, runCli, startCli } from '../support/process.ts'

const until = '2026-02-01T00:00:00Z'
let root: string
let data: string
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'headwater-closes-'))
  data = join(root, 'books')
  await cli('ingest', file('input.ndjson', wholeInput))
})
afterAll(() => rm(root, { recursive: true }))

const cli = (...argv: string[]) => runCli([...argv, '--data', data, '--json'])

function file(name: string, text: string): string {
  const path = join(root, name)
  writeFileSync(path, text)
  return path
}

/** Digests of the log, the calls, the books, the refused events and the index: what a close changes. */
function contents(): Record<string, string> {
  const found: Record<string, string> = {}
  for (const name of readdirSync(data, { recursive: true, encoding: 'utf8' })) {
    const path = join(data, name)
    // The engine's own notes and logs of queries, and the holder's note, are no data of the ledger.
    if (!/^(?:events\.sqlite|identities|audit|usage\/store)/.test(name) || !statSync(path).isFile()) continue
    found[name] = createHash('sha256').update(readFileSync(path)).digest('hex')
  }
  return found
}

async function serve() {
  const child = startCli(['serve', '--port', '0', '--json', '--data', data])
  const ended = finish(child)
  const { url } = JSON.parse(await firstLine(child)) as { url: string }
  const post = async (path: string, body: object, key?: string) => {
    const headers = {
      'content-type': 'application/json',
      ...(key !== undefined && { 'idempotency-key': key }),
    }
    const answer = await fetch(`${url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
  }
  const epochs = async () => {
    const page = (await fetch(`${url}/v1/epochs`).then((answer) => answer.json())) as { items: unknown[] }
    return page.items.length
  }
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal)
    await ended
  }
  return { url, post, epochs, end }
}

/** Sends the request, and breaks the connection before any answer can come. */
async function sendAndLeave(url: string, body: object, key: string): Promise<void> {
  const text = JSON.stringify(body)
  const headers = {
    'content-type': 'application/json',
    'idempotency-key': key,
    'content-length': text.length,
  }
  const outgoing = request(`${url}/v1/epochs`, { method: 'POST', headers })
  outgoing.on('error', () => {})
  await new Promise<void>((resolve) => outgoing.end(text, resolve))
  await new Promise((resolve) => setTimeout(resolve, 10))
  outgoing.destroy()
}

test('I19: a dry run changes no file, and what it showed is closed later although more was recorded', async () => {
  const before = contents()
  expect(Object.keys(before).length).toBeGreaterThan(3)
  const { stdout, code } = await cli('close', '--dry-run', '--until', until)
  expect(code).toBe(0)
  expect(contents()).toEqual(before)
  const preview = JSON.parse(stdout)
  const late = callEvent('late', { asset: 'model:acme/chat', amount: '1', currency: 'USDC' })
  await cli('ingest', file('more.ndjson', linesOf([late])))

  const confirmed = await cli('close', '--confirm', preview.confirm)
  const closed = JSON.parse(confirmed.stdout)
  expect(closed).toMatchObject({
    epoch: 1,
    manifestHash: preview.hash,
    totals: preview.totals,
    trees: preview.trees,
  })
  expect((await cli('close', '--confirm', preview.confirm)).stderr).toContain('close.notAsConfirmed')
  expect(await cli('verify')).toMatchObject({ code: 0 })
  const audit = (await cli('audit')).stdout
  expect(audit).toContain('"action":"epoch.confirmed"')
})

test('I20: a close whose client went away is final, and its key gives the answer, after a kill too', async () => {
  const first = await serve()
  const march = { until: '2026-03-01T00:00:00Z', epoch: 2 }
  await sendAndLeave(first.url, march, 'february')
  await expect.poll(first.epochs).toBe(2)
  const answers = await Promise.all([1, 2, 3].map(() => first.post('/v1/epochs', march, 'february')))
  expect(answers[0]).toMatchObject({ status: 201, body: { epoch: 2, until: march.until } })
  for (const answer of answers) expect(answer).toEqual(answers[0])
  await first.end('SIGKILL')

  const second = await serve()
  expect(await second.post('/v1/epochs', march, 'february')).toEqual(answers[0])
  expect(await second.post('/v1/epochs', {}, 'february')).toMatchObject({
    status: 422,
    body: { code: 'close.keyReused' },
  })
  expect(await second.post('/v1/epochs', march)).toMatchObject({
    status: 409,
    body: { code: 'close.otherEpoch' },
  })
  expect(await second.epochs()).toBe(2)
  await second.end('SIGTERM')
  expect(await cli('verify')).toMatchObject({ code: 0 })
})
