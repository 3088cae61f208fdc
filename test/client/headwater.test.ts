import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, test } from 'vitest'
import { createApi } from '../../src/api/server.ts'
import { connectRemote } from '../../src/client/remote.ts'
import { bearer, keyFor, limits, secretOf } from '../api/support.ts'
import { fakeServer } from '../cli/support.ts'
import { fakeEpoch, fakeHeadwater, fakeManifest } from '../support/fakeHeadwater.ts'

async function listen(handler: RequestListener): Promise<AsyncDisposable & { url: string }> {
  const server = createServer(handler)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function* chunksOf(text: string, times: number): AsyncGenerator<Uint8Array> {
  for (let time = 0; time < times; time++) yield Buffer.from(text)
}

describe('a service through a server', () => {
  test('passes ids on unchanged, even where a URL would change them', async () => {
    await using server = await fakeServer()
    const remote = connectRemote({ url: server.url, apiKey: undefined })
    for (const id of ['.', '..', 'a/../b', '%2e', 'a?b#c', ' ', 'ünï', '\u0001', 'x'.repeat(1_024)]) {
      expect((await remote.explain(id, id)).id).toBe(id)
      expect((await remote.balances(id)).payee).toBe(id)
    }
  })

  test('works with a path in its address, as behind a proxy', async () => {
    await using server = await listen((request, answer) => {
      answer.setHeader('content-type', 'application/json')
      answer.end(request.url === '/books/v1/epochs/7' ? JSON.stringify(fakeEpoch(7)) : '{}')
    })
    const remote = connectRemote({ url: `${server.url}/books/`, apiKey: undefined })
    expect((await remote.epoch(7)).epoch).toBe(7)
  })

  test('hears of the checks of a verification while it runs', async () => {
    await using server = await fakeServer()
    const remote = connectRemote({ url: server.url, apiKey: undefined })
    const heard: unknown[] = []
    for await (const report of remote.verify(2, { onCheck: (epoch, check) => heard.push([epoch, check]) }))
      expect(report).toMatchObject({ epoch: 2, ok: false })
    expect(heard).toEqual([[2, { name: 'totals', ok: false, detail: 'USDC gross differs' }]])
    const unknown = remote.verify(77, { onCheck: () => {} })
    await expect(unknown[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: 'epoch.unknown' })
  })

  test('shows an address without its password', async () => {
    const remote = connectRemote({ url: 'http://u:hunter2@127.0.0.1:1/books' })
    const error = await remote.health().catch((fault: Error) => fault)
    expect(error).toMatchObject({ code: 'server.unreachable' })
    expect((error as Error).message).toContain('http://127.0.0.1:1/books')
    expect(JSON.stringify(error) + (error as Error).message).not.toContain('hunter2')
  })

  test('sends no dots that a proxy could read as a way up', async () => {
    const paths: string[] = []
    await using server = await listen((request, answer) => {
      paths.push(request.url!)
      answer.end('{}')
    })
    const remote = connectRemote({ url: server.url, apiKey: undefined })
    await remote.balances('..').catch(() => {})
    await remote.explain('a/../b').catch(() => {})
    expect(paths).toEqual(['/v1/payees/%2E%2E/balances', '/v1/calls/a%2F%2E%2E%2Fb/explanation?limit=100000'])
  })

  test('reads every page of the epochs', async () => {
    await using server = await fakeServer(250)
    const remote = connectRemote({ url: server.url, apiKey: undefined })
    const numbers: number[] = []
    for await (const { epoch } of remote.epochs({ after: 1 })) numbers.push(epoch)
    expect(numbers).toEqual(Array.from({ length: 249 }, (_, index) => index + 2))
  })

  test('gets a manifest byte for byte', async () => {
    await using server = await fakeServer()
    const remote = connectRemote({ url: server.url, apiKey: undefined })
    expect(Buffer.from(await remote.manifest(1)).toString()).toBe(fakeManifest(1))
  })

  test('streams an upload in constant memory', async () => {
    let received = 0
    await using server = await listen((request, answer) => {
      request.on('data', (chunk: Buffer) => {
        received += chunk.length
      })
      request.on('end', () =>
        answer.end('{"accepted":1,"duplicate":0,"conflict":0,"suspended":0,"rejected":[],"rejectedCount":0}'),
      )
    })
    const remote = connectRemote({ url: server.url, apiKey: undefined })
    const line = `${'x'.repeat(65_535)}\n`
    let progress = { bytes: 0, events: 0 }
    const options = { origin: 'x', onProgress: (step: typeof progress) => (progress = step) }
    expect(await remote.ingest(chunksOf(line, 500), options)).toMatchObject({ accepted: 1 })
    expect(received).toBe(65_536 * 500)
    expect(progress).toEqual({ bytes: received, events: 500 })
  })

  test('reports a refusal that comes before the upload ends', async () => {
    const app = await createApi(fakeHeadwater(), { ...limits, keys: [keyFor('read')] })
    const url = await app.listen({ host: '127.0.0.1', port: 0 })
    let sent = 0
    const upload = async function* () {
      for await (const chunk of chunksOf(`${'x'.repeat(65_535)}\n`, 20_000)) {
        sent++
        yield chunk
      }
    }
    const send = (apiKey: string | undefined) =>
      connectRemote({ url, apiKey }).ingest(upload(), { origin: 'x' })
    await expect(send(undefined)).rejects.toMatchObject({ code: 'auth.missing' })
    await expect(send('guess')).rejects.toMatchObject({ code: 'auth.unknownKey' })
    await expect(send(secretOf('read'))).rejects.toMatchObject({
      code: 'auth.scope',
      data: { wanted: ['calls', 'registry'] },
    })
    const sentInAWhile = async () => {
      const before = sent
      await new Promise((resolve) => setTimeout(resolve, 100))
      return sent - before
    }
    await expect.poll(sentInAWhile).toBe(0)
    expect(sent).toBeLessThan(60_000)
    await app.close()
  })

  test('asks for a close again under the same key where the answer was lost, and not where the server was not there', async () => {
    const asked: [key: unknown, body: string][] = []
    await using server = await listen(async (request, answer) => {
      asked.push([request.headers['idempotency-key'], Buffer.concat(await request.toArray()).toString()])
      if (asked.length === 1) request.socket.destroy()
      else answer.end(JSON.stringify(fakeEpoch(4)))
    })
    const remote = connectRemote({ url: server.url, apiKey: undefined })
    expect(await remote.close({ until: '2026-04-01T00:00:00Z', epoch: 4 })).toEqual(fakeEpoch(4))
    expect(asked).toHaveLength(2)
    expect(asked[1]).toEqual(asked[0])
    expect(asked[0]).toEqual([
      expect.stringMatching(/^[0-9a-f]{32}$/),
      '{"until":"2026-04-01T00:00:00Z","epoch":4}',
    ])

    let requests = 0
    const count = () => void requests++
    subscribe('http.client.request.start', count)
    const nowhere = connectRemote({ url: 'http://127.0.0.1:1', apiKey: undefined })
    await expect(nowhere.close()).rejects.toMatchObject({ code: 'server.unreachable' })
    unsubscribe('http.client.request.start', count)
    expect(requests).toBe(1)
  })

  test('sends its key', async () => {
    let sent: string | undefined
    await using server = await listen((request, answer) => {
      sent = request.headers.authorization
      answer.end(JSON.stringify(fakeEpoch(1)))
    })
    await connectRemote({ url: server.url, apiKey: secretOf('read') }).epoch(1)
    expect(sent).toBe(bearer('read').authorization)
  })

  test('passes a fault of the input on unchanged', async () => {
    await using server = await fakeServer()
    const remote = connectRemote({ url: server.url, apiKey: undefined })
    const broken = (async function* (): AsyncGenerator<Uint8Array> {
      yield Buffer.from('{}\n')
      throw new TypeError('the disk is gone')
    })()
    await expect(remote.ingest(broken, { origin: 'x' })).rejects.toThrow(/the disk is gone/)
  })
})

describe('a server that is not Headwater, or breaks off', () => {
  test('no program listens', async () => {
    const remote = connectRemote({ url: 'http://127.0.0.1:1', apiKey: undefined })
    await expect(remote.epoch(1)).rejects.toMatchObject({ code: 'server.unreachable' })
  })

  test.each([
    ['another program', 404, 'Not Found'],
    ['a proxy', 502, '<html>'],
    ['a code from the future', 400, '{"code":"sun.exploded","detail":"It did."}'],
    ['an answer of another shape', 200, '{"epoch":"one"}'],
    ['no JSON', 200, 'ok'],
  ])('%s', async (_, status, body) => {
    await using server = await listen((_request, answer) => {
      answer.statusCode = status
      answer.end(body)
    })
    const remote = connectRemote({ url: server.url, apiKey: undefined })
    await expect(remote.epoch(1)).rejects.toMatchObject({ code: 'server.unexpected' })
  })

  test.each(['{"payee":"a","currency":"X"', '<html>\n', '{"payee":"a"}\n'])(
    'statements of another make: %j',
    async (text) => {
      await using server = await listen((_request, answer) => answer.end(text))
      const remote = connectRemote({ url: server.url, apiKey: undefined })
      const first = remote.statements(1)[Symbol.asyncIterator]().next()
      await expect(first).rejects.toMatchObject({ code: 'server.unexpected' })
    },
  )

  test.each(['between lines', 'within a line'])(
    'statements that break off %s are an error',
    async (where) => {
      const line = '{"payee":"a","currency":"X","earned":"1","late":"0","paid":"0","carried":"1"}\n'
      await using server = await listen((_request, answer) => {
        answer.write(where === 'between lines' ? line : line.slice(0, 20), () => answer.destroy())
      })
      const remote = connectRemote({ url: server.url, apiKey: undefined })
      const read = async () => {
        for await (const _ of remote.statements(1));
      }
      await expect(read()).rejects.toMatchObject({ code: 'server.unreachable' })
    },
  )
})
