import { afterAll, describe, expect, test } from 'vitest'
import { fakeSimulation } from '../support/fakeHeadwater.ts'
import { startFake } from './support.ts'

const server = await startFake()
afterAll(() => server.app.close())

describe('a simulation', () => {
  test('answers JSON lines, and passes on the events, until and the format', async () => {
    const answer = await server.app.inject({
      method: 'POST',
      url: '/v1/simulations?until=2026-02-01&format=cloudevents&origin=what-if',
      headers: { 'content-type': 'application/x-ndjson' },
      payload: '{"good":1}\n',
    })
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, 'application/x-ndjson'])
    const lines = answer.payload.trim().split('\n')
    expect(lines.map((line) => JSON.parse(line).kind)).toEqual(fakeSimulation.map(({ kind }) => kind))
    const { text, options } = server.fake.ingested.at(-1)!
    expect(text).toBe('{"good":1}\n')
    expect(options).toMatchObject({
      ...{ until: '2026-02-01T00:00:00Z', format: 'cloudevents', origin: 'what-if' },
    })
    // Nothing is recorded: the key may send no such events.
    expect(options).not.toHaveProperty('allowed')
  })

  test('from an epoch on passes on its number', async () => {
    const answer = await server.app.inject({
      method: 'POST',
      url: '/v1/simulations?from=2',
      headers: { 'content-type': 'application/x-ndjson' },
      payload: '{}',
    })
    expect(answer.statusCode).toBe(200)
    expect(server.fake.ingested.at(-1)!.options).toMatchObject({ from: 2 })
  })

  test('is refused for a time that is none', async () => {
    const answer = await server.app.inject({
      method: 'POST',
      url: '/v1/simulations?until=soon',
      headers: { 'content-type': 'application/x-ndjson' },
      payload: '',
    })
    expect([answer.statusCode, answer.json().code]).toEqual([400, 'time.malformed'])
  })
})
