/** A real server in a process of its own: keys, logs, stopping. */
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { Agent, type ClientRequest, type IncomingMessage, request } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { callEvents, linesOf, registryEvents, wholeInput } from '../support/events.ts'
import { type Finished, finish, firstLine, runCli, startCli } from '../support/process.ts'

const gatewayKey = 'gateway-key-8f2f'
const adminKey = 'admin-key-77aa'
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

let root: string
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'headwater-serve-'))
})
afterAll(() => rm(root, { recursive: true }))

interface Running {
  readonly url: string
  readonly kill: (signal: NodeJS.Signals) => boolean
  readonly ended: Promise<Finished>
}

async function serve(argv: string[], env: Record<string, string> = {}): Promise<Running> {
  const child = startCli(['serve', '--port', '0', '--json', ...argv], { env })
  const ended = finish(child)
  const line = await firstLine(child).catch(async () => {
    throw new Error((await ended).stderr)
  })
  const { url } = JSON.parse(line)
  return { url, kill: (signal) => child.kill(signal), ended }
}

describe('a server with keys', () => {
  let server: Running
  beforeAll(async () => {
    const keys = join(root, 'keys.json')
    writeFileSync(
      keys,
      JSON.stringify([
        { name: 'gateway', sha256: sha256(gatewayKey), scopes: ['calls'] },
        { name: 'admin', sha256: sha256(adminKey), scopes: ['calls', 'registry', 'read', 'settle'] },
      ]),
    )
    server = await serve(['--host', '0.0.0.0', '--keys', keys, '--data', join(root, 'keyed')])
  })

  test('takes the key from the environment of the command line', async () => {
    const url = server.url
    const none = await runCli(['epochs', '--url', url])
    expect([none.code, none.stderr.split(':')[0]]).toEqual([2, 'auth.missing'])
    const admin = { env: { HEADWATER_API_KEY: adminKey } }
    expect(
      (await runCli(['ingest', '-', '--url', url], { ...admin, input: linesOf(registryEvents) })).code,
    ).toBe(0)
    expect((await runCli(['epochs', '--url', url], admin)).code).toBe(0)
  })

  test("a gateway's key may send calls only", async () => {
    const input = linesOf([callEvents[0]!, { ...registryEvents[2], id: 'new-fee' }])
    const env = { HEADWATER_API_KEY: gatewayKey }
    const sent = await runCli(['ingest', '-', '--url', server.url, '--json'], { env, input })
    expect(JSON.parse(sent.stdout)).toMatchObject({
      accepted: 1,
      rejected: [{ line: 2, code: 'auth.scope' }],
    })
    for (const argv of [['close'], ['epochs'], ['refused', 'list'], ['refused', 'replay']]) {
      const refused = await runCli([...argv, '--url', server.url], { env })
      expect([refused.code, refused.stderr.split(':')[0]]).toEqual([2, 'auth.scope'])
    }
  })

  test('takes a key that a command makes while it runs, until it is revoked; the audit names both', async () => {
    const onFile = ['--keys', join(root, 'keys.json'), '--data', join(root, 'keyed')]
    const made = await runCli(['keys', 'new', 'auditor', '--scope', 'audit', '--json', ...onFile])
    const { key } = JSON.parse(made.stdout)
    const audit = () => runCli(['audit', '--json', '--url', server.url], { env: { HEADWATER_API_KEY: key } })
    await expect.poll(async () => (await audit()).code).toBe(0)
    await runCli(['keys', 'revoke', 'auditor', ...onFile])
    await expect.poll(async () => (await audit()).code).toBe(2)
    const written = () => readFileSync(join(root, 'keyed', 'audit.ndjson'), 'utf8')
    const found = () =>
      written()
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line))
        .map(({ action, actor }) => `${action} by ${actor.kind}`)
    // Keys are in force before the audit has them.
    await expect.poll(() => found().filter((one) => one === 'keys.loaded by user')).toHaveLength(3)
    for (const wanted of ['registry.recorded by key', 'keys.added by user', 'keys.revoked by user'])
      expect(found()).toContain(wanted)
    const file = written()
    expect(file + made.stderr).not.toContain(key)
  })

  test('a refused sender that never stops is cut off', async () => {
    const ended = new Promise<string>((resolve) => {
      const upload = request(`${server.url}/v1/ingestions`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-ndjson' },
      })
      const drip = setInterval(() => upload.write('x\n'), 50)
      upload.on('response', (response) => response.resume())
      upload.on('error', () => {})
      upload.on('close', () => {
        clearInterval(drip)
        resolve('cut off')
      })
    })
    expect(await ended).toBe('cut off')
  })

  test('logs one line per request, without keys and bodies', async () => {
    server.kill('SIGTERM')
    const { code, stderr } = await server.ended
    expect(code).toBe(0)
    const lines = stderr
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(lines).toContainEqual(
      expect.objectContaining({
        level: 'info',
        requestId: expect.any(String),
        key: 'gateway',
        req: { method: 'POST', path: '/v1/ingestions' },
        res: { status: 200 },
      }),
    )
    for (const secret of [gatewayKey, adminKey, sha256(adminKey), 'acme', 'origin='])
      expect(stderr).not.toContain(secret)
  })
})

describe('stopping', () => {
  test('finishes a running request first, and takes no new ones', async () => {
    const data = join(root, 'stopping')
    const server = await serve(['--data', data])
    // The client would keep its connection open, and the server must not wait for it.
    const agent = new Agent({ keepAlive: true })
    const upload = startUpload(server.url, agent)
    const answer = answerTo(upload)
    upload.write(wholeInput.slice(0, 500))
    await underWay(server.url, upload)
    server.kill('SIGTERM')
    await refusesConnections(server.url)
    upload.end(wholeInput.slice(500))
    expect(JSON.parse(await answer)).toMatchObject({ accepted: 13, rejectedCount: 2 })
    expect(await server.ended).toMatchObject({ code: 0, stderr: expect.not.stringContaining('cut off') })
    agent.destroy()
    const again = await runCli(['ingest', '-', '--data', data, '--json'], { input: wholeInput })
    expect(JSON.parse(again.stdout)).toMatchObject({ accepted: 0, duplicate: 13 })
  })

  test('cuts off a request that never ends', async () => {
    const server = await serve(['--data', join(root, 'cut')], { HEADWATER_SHUTDOWN_SECONDS_MAX: '1' })
    const upload = startUpload(server.url)
    const broken = answerTo(upload).catch((error: NodeJS.ErrnoException) => error.code)
    upload.write(linesOf(registryEvents))
    await underWay(server.url, upload)
    server.kill('SIGINT')
    expect(await broken).toBe('ECONNRESET')
    expect(await server.ended).toMatchObject({ code: 0, stderr: expect.stringContaining('cut off') })
  })

  test('reports a port that another program uses as a sentence, not as a stack trace', async () => {
    const server = await serve(['--data', join(root, 'first')])
    const port = new URL(server.url).port
    const second = await runCli(['serve', '--port', port, '--data', join(root, 'second')])
    expect(second.code).toBe(2)
    expect(second.stderr).toMatch(/^server\.addressTaken: .*\n.*--port/m)
    server.kill('SIGTERM')
    await server.ended
  })
})

function startUpload(url: string, agent?: Agent): ClientRequest {
  const headers = { 'content-type': 'application/x-ndjson' }
  return request(`${url}/v1/ingestions`, { method: 'POST', headers, ...(agent ? { agent } : {}) })
}

async function answerTo(upload: ClientRequest): Promise<string> {
  const [response] = (await once(upload, 'response')) as [IncomingMessage]
  let text = ''
  for await (const chunk of response) text += chunk
  return text
}

/** The server accepts connections in order: once it answers a later one, it has accepted this one too. */
async function underWay(url: string, upload: ClientRequest): Promise<void> {
  if (!upload.socket) await once(upload, 'socket')
  if (upload.socket!.connecting) await once(upload.socket!, 'connect')
  for (let probe = 0; probe < 3; probe++) await (await fetch(`${url}/healthz`)).text()
}

async function refusesConnections(url: string): Promise<void> {
  const { hostname, port } = new URL(url)
  for (;;) {
    const socket = connect(Number(port), hostname)
    const taken = await once(socket, 'connect').then(
      () => true,
      () => false,
    )
    socket.destroy()
    if (!taken) return
    await delay(10)
  }
}
