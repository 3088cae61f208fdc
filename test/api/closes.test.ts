import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startFake } from './support.ts'

let server: Awaited<ReturnType<typeof startFake>>
beforeAll(async () => {
  server = await startFake()
})
afterAll(() => server.app.close())

const preview = (payload: object) => server.app.inject({ method: 'POST', url: '/v1/epochs/preview', payload })

describe('closing', () => {
  test('a close passes on what it confirms, its number and its key', async () => {
    const payload = { confirm: 'x', epoch: 5, ahead: true }
    const headers = { 'idempotency-key': 'october' }
    const answer = await server.app.inject({ method: 'POST', url: '/v1/epochs', payload, headers })
    expect(answer.statusCode).toBe(201)
    expect(server.fake.closeOptions.at(-1)).toMatchObject({ ...payload, key: 'october' })
    for (const key of ['', 'x'.repeat(256), 'ä']) {
      const refused = { method: 'POST', url: '/v1/epochs', headers: { 'idempotency-key': key } } as const
      expect((await server.app.inject(refused)).json()).toMatchObject({ code: 'request.malformed' })
    }
  })

  test('a preview passes on until and the length of its lists', async () => {
    const answer = await preview({ until: '2026-05-01', limit: 3 })
    expect(answer.statusCode).toBe(200)
    expect(answer.json()).toMatchObject({ payments: { total: 2 }, suspense: { total: 1 } })
    expect(server.fake.previewed.at(-1)).toEqual({ until: '2026-05-01T00:00:00Z', limit: 3 })
    expect((await preview({ limit: 0 })).statusCode).toBe(400)
  })
})
