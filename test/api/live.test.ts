/** Server-sent events of what a server does. */

import type { FastifyInstance } from 'fastify'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createApi } from '../../src/api/server.ts'
import { loadConfig } from '../../src/config.ts'
import { createTelemetry, type Telemetry } from '../../src/telemetry/telemetry.ts'
import { type FakeHeadwater, fakeHeadwater } from '../support/fakeHeadwater.ts'

let app: FastifyInstance
let url: string
let telemetry: Telemetry
let headwater: FakeHeadwater
beforeEach(async () => {
  telemetry = createTelemetry()
  headwater = fakeHeadwater()
  app = await createApi(headwater, loadConfig({}, {}).api, undefined, telemetry)
  url = await app.listen({ host: '127.0.0.1', port: 0 })
})
afterEach(() => app.close())

async function* snapshots(response: Response): AsyncGenerator<Record<string, unknown>> {
  let text = ''
  for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
    text += chunk
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const [, data] = /^event: snapshot\ndata: (.*)$/.exec(text.slice(0, end)) ?? []
      text = text.slice(end + 2)
      if (data !== undefined) yield JSON.parse(data)
    }
  }
}

const follow = () => fetch(`${url}/v1/live`, { headers: { accept: 'text/event-stream' } })

describe('GET /v1/live', () => {
  test('is one snapshot for a reader that does not ask for a stream', async () => {
    const snapshot = await (await fetch(`${url}/v1/live`)).json()
    expect(snapshot).toMatchObject({ taken: { accepted: 0 }, health: { status: 'ok' } })
  })

  test('sends a snapshot at once, and another when something was taken in', async () => {
    const response = await follow()
    expect(response.headers.get('content-type')).toBe('text/event-stream')
    const reader = snapshots(response)
    const first = (await reader.next()).value
    expect(first).toMatchObject({ taken: { accepted: 0 }, closing: null, health: { status: 'ok' } })
    telemetry.metrics.received(17)
    telemetry.metrics.closeEnters('sums')
    const second = (await reader.next()).value
    expect(second).toMatchObject({ receivedBytes: 17, closing: 'sums' })
    await reader.return(undefined)
  })

  test('ends when the server stops, and does not hold it up', async () => {
    const reader = snapshots(await follow())
    await reader.next()
    const closed = app.close()
    expect((await reader.next()).done).toBe(true)
    await closed
  })

  test('takes no look while there is no reader', async () => {
    let looks = 0
    const { health } = headwater
    headwater.health = async () => {
      looks++
      return health()
    }
    const reader = snapshots(await follow())
    await reader.next()
    await reader.return(undefined)
    const looksInAWhile = async () => {
      const before = looks
      await new Promise((resolve) => setTimeout(resolve, 1_200))
      return looks - before
    }
    await expect.poll(looksInAWhile).toBe(0)
  })
})
