/** The content modes of CloudEvents over HTTP: structured, batched and binary. */
import { gzipSync } from 'node:zlib'
import { beforeAll, describe, expect, test } from 'vitest'
import { callEvent, startFake } from './support.ts'

let server: Awaited<ReturnType<typeof startFake>>
beforeAll(async () => {
  server = await startFake()
})

const { data, ...attributes } = callEvent
const binary = Object.fromEntries(Object.entries(attributes).map(([name, value]) => [`ce-${name}`, value]))

const post = (headers: Readonly<Record<string, string>>, payload: string | Buffer, url = '/v1/events') =>
  server.app.inject({ method: 'POST', url, headers, payload })
const sent = () => JSON.parse(server.fake.submitted.at(-1)!.text) as unknown

describe('an event in binary mode', () => {
  test('is the structured event of its headers and its body', async () => {
    const answer = await post({ ...binary, 'content-type': 'application/json' }, JSON.stringify(data))
    expect(answer.statusCode).toBe(200)
    expect(answer.json()).toMatchObject({ accepted: 1, results: [{ id: 'c1', source: 'urn:gateway' }] })
    expect(sent()).toEqual({ ...callEvent, datacontenttype: 'application/json' })
    expect(server.fake.submitted.at(-1)!.options).toMatchObject({ format: 'cloudevents' })
  })

  test.each([
    ['without a media type', {}],
    ['with a media type that ends in +json', { 'content-type': 'application/vnd.acme.call+json' }],
    ['with a charset', { 'content-type': 'application/json; charset=utf-8' }],
  ])('is read %s', async (_, headers) => {
    expect((await post({ ...binary, ...headers }, JSON.stringify(data, null, 2))).statusCode).toBe(200)
    expect(sent()).toMatchObject(callEvent)
  })

  test('may be packed', async () => {
    const headers = { ...binary, 'content-type': 'application/json', 'content-encoding': 'gzip' }
    expect((await post(headers, gzipSync(JSON.stringify(data)))).statusCode).toBe(200)
    expect(sent()).toMatchObject(callEvent)
  })

  test('is one event of a stream too', async () => {
    const answer = await post(
      { ...binary, 'content-type': 'application/json' },
      JSON.stringify(data),
      '/v1/ingestions',
    )
    expect(answer.json()).toMatchObject({ accepted: 1 })
    expect(answer.statusCode).toBe(200)
  })

  test.each([
    {
      says: 'data of another media type',
      headers: { ...binary, 'content-type': 'text/plain' },
      status: 415,
      detail: /binary mode, and the media type of its data is text\/plain/,
    },
    {
      says: 'a missing header',
      headers: { ...binary, 'ce-time': undefined, 'content-type': 'application/json' },
      status: 400,
      detail: /binary mode.*no header ce-time/,
    },
    {
      says: 'data that are not JSON',
      headers: { ...binary, 'content-type': 'application/json' },
      payload: '{"asset":',
      status: 422,
      detail: /not JSON/,
    },
    {
      says: 'the format of a gateway beside it',
      headers: { ...binary, 'content-type': 'application/json' },
      url: '/v1/events?format=litellm',
      status: 400,
      detail: /binary mode.*neither another format nor a mapping/,
    },
    {
      says: 'a name that is not UTF-8',
      headers: { ...binary, 'ce-id': '%C0%A0', 'content-type': 'application/json' },
      status: 400,
      detail: /ce-id is not percent-encoded UTF-8/,
    },
  ])('is refused as a whole for $says', async ({ headers, payload = '{}', url, status, detail }) => {
    const given = Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined))
    const answer = await post(given as Record<string, string>, payload, url)
    expect(answer.json().detail).toMatch(detail)
    expect(answer.statusCode).toBe(status)
  })
})

describe('structured and batched events', () => {
  test('are read in every spelling of their media type, and beside ce- headers', async () => {
    const text = JSON.stringify(callEvent)
    for (const type of [
      'application/cloudevents+json; charset=UTF-8',
      'application/CloudEvents+JSON',
      'application/cloudevents',
    ])
      expect((await post({ ...binary, 'content-type': type }, text)).statusCode).toBe(200)
    expect(sent()).toEqual(callEvent)
    const batch = await post(
      { 'content-type': 'application/cloudevents-batch+json; charset=UTF-8' },
      `[${text},${text}]`,
    )
    expect(batch.json()).toMatchObject({ accepted: 2 })
  })

  test.each([
    ['avro', 'Avro'],
    ['protobuf', 'Protobuf'],
    ['xml', 'XML'],
  ])('in the format %s are refused by its name', async (ending, name) => {
    const answer = await post({ ...binary, 'content-type': `application/cloudevents+${ending}` }, 'x')
    expect(answer.statusCode).toBe(415)
    expect(answer.json().detail).toContain(
      `a CloudEvent in ${name} format (application/cloudevents+${ending})`,
    )
  })
})
