/** Statements as files: what one request may cost, and who may keep the answer. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fail } from '../../src/errors.ts'
import { startFake } from './support.ts'

let server: Awaited<ReturnType<typeof startFake>>
beforeAll(async () => {
  server = await startFake()
})
afterAll(() => server.app.close())

const runs = ['/v1/epochs/1/statements/full', '/v1/epochs/1/statements/documents?format=json']

test.each([...runs, '/v1/payees/ann/export'])('%s has no head, which would cost as much', async (url) => {
  expect((await server.app.inject({ method: 'HEAD', url })).statusCode).toBe(404)
  expect((await server.app.inject({ url })).statusCode).toBe(200)
})

test.each(runs)('%s that is refused is a problem, not the start of a file', async (url) => {
  const { statementsInFull } = server.fake
  server.fake.statementsInFull = async function* () {
    yield* []
    fail('request.busy', 'Two are being read already.')
  }
  const answer = await server.app.inject({ url })
  server.fake.statementsInFull = statementsInFull
  expect(answer.statusCode).toBe(429)
  expect(answer.headers['content-type']).toContain('application/problem+json')
  expect(answer.headers['content-disposition']).toBeUndefined()
  expect(answer.json().code).toBe('request.busy')
})

test('the document of a payee is for its reader alone, who asks for it each time', async () => {
  const answer = await server.app.inject({ url: '/v1/payees/ann/statements/document?format=json' })
  expect(answer.headers['cache-control']).toBe('private, no-cache')
})
