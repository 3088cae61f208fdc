/** A real server sends notices to a real receiver, is killed, and continues. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { isSigned, type Receiver, startReceiver } from '../notices/receiver.ts'
import { wholeInput } from '../support/events.ts'
import { finish, firstLine, runCli, startCli } from '../support/process.ts'

const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
const env = { HOOK_SECRET: secret }
let folder: string
let receiver: Receiver
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'headwater-notices-'))
  receiver = await startReceiver()
})
afterAll(async () => {
  await receiver[Symbol.asyncDispose]()
  await rm(folder, { recursive: true })
})

async function serve() {
  const child = startCli(['serve', '--port', '0', '--json', '--data', folder], { env })
  const ended = finish(child)
  const line = await firstLine(child).catch(async () => {
    throw new Error((await ended).stderr)
  })
  return { url: JSON.parse(line).url as string, child, ended }
}

async function post(url: string, path: string, body: string, type = 'application/json') {
  const response = await fetch(new URL(path, url), {
    method: 'POST',
    body,
    headers: { 'content-type': type },
  })
  expect(response.status).toBeLessThan(300)
  return response.json() as Promise<Record<string, unknown>>
}

async function received(count: number): Promise<readonly string[]> {
  while (receiver.received.length < count) await sleep(20)
  return receiver.received.map(({ event }) => event.id)
}

test('a server that is killed while a receiver is down sends each notice afterwards, in order', async () => {
  await runCli(['init', '--data', folder])
  await writeFile(
    join(folder, 'notices.yaml'),
    `webhooks: { books: { url: "${receiver.url}", secrets: ["\${HOOK_SECRET}"], kinds: [epoch.closed, statement.ready], timeout: 60s } }`,
  )
  const first = await serve()
  await post(first.url, '/v1/events', wholeInput, 'application/x-ndjson')
  receiver.answer = ({ event }) => (event.id === 'epoch.closed:1' ? 503 : 200)
  await post(first.url, '/v1/epochs', JSON.stringify({ until: '2026-01-15T00:00:00Z' }))
  await received(2)
  first.child.kill('SIGKILL')
  const { stderr } = await first.ended
  expect(stderr).toContain('notice not taken')
  expect(stderr).not.toContain(secret)
  expect(stderr).not.toContain(receiver.url)

  const listed = await runCli(['notices', 'list', '--json', '--data', folder])
  expect(JSON.parse(listed.stdout)).toMatchObject({
    webhook: 'books',
    last: null,
    failing: { id: 'epoch.closed:1', why: 'the receiver answered 503' },
  })

  receiver.received.length = 0
  receiver.answer = () => 200
  const second = await serve()
  await post(second.url, '/v1/epochs', JSON.stringify({ until: '2026-01-20T00:00:00Z' }))
  const inOrder = ['epoch.closed:1', 'statement.ready:1', 'epoch.closed:2', 'statement.ready:2']
  expect(await received(4)).toEqual(inOrder)
  for (const one of receiver.received) expect(isSigned(one, secret)).toBe(true)

  receiver.received.length = 0
  await post(second.url, '/v1/webhooks/books/rewind', JSON.stringify({ epoch: 2 }))
  expect(await received(2)).toEqual(inOrder.slice(2))
  second.child.kill('SIGTERM')
  expect((await second.ended).code).toBe(0)
  const audit = await runCli(['audit', '--json', '--data', folder])
  expect(audit.stdout).toContain('"webhook.rewound"')
})
