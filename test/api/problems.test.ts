import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { statusOf } from '../../src/api/status.ts'
import { type ErrorCode, errorCatalogue } from '../../src/errors.ts'
import { callEvent, startFake } from './support.ts'

let server: Awaited<ReturnType<typeof startFake>>
beforeAll(async () => {
  server = await startFake()
})
afterAll(() => server.app.close())

interface Refusal {
  readonly says: string
  readonly method?: 'GET' | 'POST' | 'DELETE'
  readonly url: string
  readonly payload?: string
  readonly type?: string
  readonly status: number
  readonly code: ErrorCode
}

const refusals: readonly Refusal[] = [
  { says: 'an unknown path', url: '/v2/epochs', status: 404, code: 'route.unknown' },
  {
    says: 'an unknown method',
    method: 'DELETE',
    url: '/v1/epochs/1',
    status: 404,
    code: 'route.unknown',
  },
  { says: 'a path that cannot be decoded', url: '/v1/assets/%ff', status: 400, code: 'request.malformed' },
  {
    says: 'a path with a part that is too long',
    url: `/v1/assets/${'a'.repeat(4_000)}`,
    status: 400,
    code: 'request.malformed',
  },
  { says: 'an unknown asset', url: '/v1/assets/model%3Amissing', status: 404, code: 'asset.unknown' },
  { says: 'an epoch that is not a number', url: '/v1/epochs/last', status: 400, code: 'request.malformed' },
  { says: 'an unknown parameter', url: '/v1/epochs?offset=3', status: 400, code: 'request.malformed' },
  { says: 'a page that is too large', url: '/v1/epochs?limit=1001', status: 400, code: 'request.malformed' },
  { says: 'an invented cursor', url: '/v1/epochs?cursor=abc', status: 400, code: 'cursor.malformed' },
  {
    says: 'a cursor of another list',
    url: `/v1/epochs?cursor=${Buffer.from('["a","b"]').toString('base64url')}`,
    status: 400,
    code: 'cursor.malformed',
  },
  {
    says: 'a body that is not JSON',
    method: 'POST',
    url: '/v1/epochs',
    payload: '{',
    status: 400,
    code: 'request.malformed',
  },
  {
    says: 'a body with __proto__',
    method: 'POST',
    url: '/v1/epochs',
    payload: '{"__proto__":{"until":"x"}}',
    status: 400,
    code: 'request.malformed',
  },
  {
    says: 'an unknown field',
    method: 'POST',
    url: '/v1/epochs',
    payload: '{"till":"x"}',
    status: 400,
    code: 'request.malformed',
  },
  {
    says: 'an unknown media type',
    method: 'POST',
    url: '/v1/events',
    payload: 'x',
    type: 'text/plain',
    status: 415,
    code: 'request.mediaType',
  },
  {
    says: 'another charset',
    method: 'POST',
    url: '/v1/events',
    payload: '{}',
    type: 'application/json; charset=utf-16',
    status: 415,
    code: 'request.mediaType',
  },
  {
    says: 'a stream of an unknown media type',
    method: 'POST',
    url: '/v1/ingestions',
    payload: 'x',
    type: 'text/plain',
    status: 415,
    code: 'request.mediaType',
  },
  {
    says: 'a body that is too large',
    method: 'POST',
    url: '/v1/events',
    payload: JSON.stringify(['x'.repeat(5_000)]),
    status: 413,
    code: 'request.tooLarge',
  },
  {
    says: 'too many events',
    method: 'POST',
    url: '/v1/events',
    payload: JSON.stringify(Array(4).fill(callEvent)),
    status: 413,
    code: 'request.tooManyEvents',
  },
  {
    says: 'an unknown format',
    method: 'POST',
    url: '/v1/events?format=xml',
    payload: '{}',
    status: 400,
    code: 'request.malformed',
  },
  {
    says: 'a mapping that is not JSON',
    method: 'POST',
    url: '/v1/events?mapping=%7B',
    payload: '{}',
    status: 400,
    code: 'mapping.malformed',
  },
  {
    says: 'a time that is not RFC 3339',
    method: 'POST',
    url: '/v1/epochs',
    payload: '{"until":"soon"}',
    status: 400,
    code: 'time.malformed',
  },
]

describe('a problem', () => {
  test.each(refusals)(
    'answers $says',
    async ({ method = 'GET', url, payload, type = 'application/json', status, code }) => {
      const answer = await server.app.inject({
        method,
        url,
        ...(payload !== undefined && { payload, headers: { 'content-type': type } }),
      })
      expect(answer.json()).toMatchObject({
        type: `urn:headwater:error:${code}`,
        status,
        code,
        fix: errorCatalogue[code].fix,
        retry: errorCatalogue[code].retry,
        requestId: answer.headers['x-request-id'],
      })
      expect(answer.statusCode).toBe(status)
      expect(answer.headers['content-type']).toBe('application/problem+json')
      expect(answer.json().detail).toMatch(/\.$/)
    },
  )

  test.each(['/v1/events', '/v1/ingestions'])('answers events in an unknown packing to %s', async (url) => {
    const headers = { 'content-type': 'application/json', 'content-encoding': 'br' }
    const answer = await server.app.inject({ method: 'POST', url, payload: 'packed', headers })
    expect(answer.statusCode).toBe(415)
    expect(answer.json().detail).toBe(
      'Send events as they are, or packed with gzip or zstd; the request has the content encoding br.',
    )
  })

  test('says where the fault is', async () => {
    const answer = await server.app.inject({ method: 'GET', url: '/v1/epochs?limit=0' })
    expect(answer.json().path).toBe('/querystring/limit')
  })

  test('leaves the details of a bug in the log', async () => {
    const { app, fake } = await startFake()
    fake.epoch = async () => {
      throw new TypeError('secret inside')
    }
    const answer = await app.inject({ method: 'GET', url: '/v1/epochs/1' })
    expect(answer.statusCode).toBe(500)
    expect(answer.json().code).toBe('internal.bug')
    expect(answer.payload).not.toContain('secret inside')
    await app.close()
  })

  test('has a status from 400 to 599 for every code', () => {
    for (const code of Object.keys(errorCatalogue) as ErrorCode[]) {
      expect(statusOf(code)).toBeGreaterThanOrEqual(400)
      expect(statusOf(code)).toBeLessThan(600)
    }
  })
})
