/** CloudEvents in binary mode become the structured events that they stand for. */
import { describe, expect, test } from 'vitest'
import { composeEvent } from '../../../src/decoding/cloudevents/binaryMode.ts'
import { attributesOfHeaders } from '../../../src/decoding/cloudevents/httpHeaders.ts'
import { dataRefusal, formatRefusal, parseMediaType } from '../../../src/decoding/cloudevents/mediaType.ts'

const required = {
  'ce-specversion': '1.0',
  'ce-id': 'a',
  'ce-source': '/s',
  'ce-type': 'io.headwater.call.metered',
  'ce-time': '2026-01-01T00:00:00+02:00',
}
const headers = (more: Readonly<Record<string, string>> = {}) =>
  Object.entries({ ...required, ...more }).flat()
const idOf = (value: string) => attributesOfHeaders(headers({ 'ce-id': value }))?.id

describe('headers of HTTP', () => {
  test('are the attributes without their prefix, whatever their case', () => {
    const upper = headers().map((text, at) => (at % 2 === 0 ? text.toUpperCase() : text))
    expect(attributesOfHeaders([...upper, 'Host', 'x', 'CE-Data', 'x', 'ce-', 'x', 'ce-a_b', 'x'])).toEqual({
      specversion: '1.0',
      id: 'a',
      source: '/s',
      type: 'io.headwater.call.metered',
      time: '2026-01-01T00:00:00+02:00',
    })
  })

  test.each([
    ['Euro%20%E2%82%AC%20%F0%9F%98%80', 'Euro € 😀'],
    ['"a b"', 'a b'],
    ['"say \\"hi\\" \\\\"', 'say "hi" \\'],
    ['%41%2b+', 'A++'],
    ['100%', '100%'],
    ['a%zz%2', 'a%zz%2'],
    ['50%25', '50%'],
    // Node has bytes above ASCII as Latin-1.
    [Buffer.from('ü').toString('latin1'), 'ü'],
  ])('the value %j is %j', (value, text) => {
    expect(idOf(value)).toBe(text)
  })

  test.each(['%C0%A0', '%FF', 'ü'])('the value %j is refused: it is not UTF-8', (value) => {
    expect(() => idOf(value)).toThrow('The header ce-id is not percent-encoded UTF-8.')
  })

  test('a header that comes twice has one value', () => {
    expect(attributesOfHeaders([...headers(), 'CE-ID', 'a'])?.id).toBe('a')
    expect(() => attributesOfHeaders([...headers(), 'ce-id', 'b'])).toThrow(
      'The request has the header ce-id twice, with different values.',
    )
  })

  test('only the attributes of an event make a request one', () => {
    expect(attributesOfHeaders(['content-type', 'application/json'])).toBeUndefined()
    expect(attributesOfHeaders(['ce-id', 'a', 'ce-x', 'b'])).toBeUndefined()
    expect(() => attributesOfHeaders(['ce-id', 'a', 'ce-type', 't'])).toThrow(
      'The request is a CloudEvent in binary mode, because it has ce-id and ce-type, and it has no header ce-specversion, ce-source, ce-time.',
    )
    expect(() => attributesOfHeaders(['ce-specversion', '1.0'])).toThrow(
      'it has no header ce-id, ce-source, ce-type, ce-time.',
    )
  })
})

describe('a composed event', () => {
  const attributes = { specversion: '1.0', id: 'ü"1' }
  const compose = (data: string | null, type?: string) =>
    composeEvent(attributes, type, data === null ? null : Buffer.from(data))

  test('has the data as they came, on one line', () => {
    expect(compose('{"a":0.10}').bytes.toString()).toBe(
      '{"specversion":"1.0","id":"ü\\"1","data":{"a":0.10}}',
    )
    const { bytes } = compose('\ufeff{\r\n "a": [\n1] }\n', 'application/json; charset=utf-8')
    expect(bytes.toString().split('\n')).toHaveLength(1)
    expect(JSON.parse(bytes.toString())).toEqual({
      ...attributes,
      datacontenttype: 'application/json; charset=utf-8',
      data: { a: [1] },
    })
    expect(JSON.parse(compose(null).bytes.toString())).toEqual(attributes)
    expect(JSON.parse(composeEvent({}, undefined, Buffer.from('{}')).bytes.toString())).toEqual({ data: {} })
  })

  test.each([
    ['{"a":1', undefined, 'line.notJson'],
    ['{},"id":"other"', undefined, 'line.notJson'],
    ['<a/>', 'application/xml', 'event.contentType'],
    ['{}', 'application/json; charset=utf-16', 'event.contentType'],
    ['['.repeat(200) + ']'.repeat(200), undefined, 'event.tooDeep'],
  ])('with data that are not JSON (%j, %s) keeps them apart from its attributes', (data, type, code) => {
    const { bytes, fault } = compose(data, type)
    expect(fault?.code).toBe(code)
    const kept = JSON.parse(bytes.toString()) as { data_base64: string; id: string }
    expect(kept.id).toBe('ü"1')
    expect(Buffer.from(kept.data_base64, 'base64').toString()).toBe(data)
  })
})

describe('media types', () => {
  const read = (text?: string) => dataRefusal(parseMediaType(text)) ?? 'read'

  test('of data are JSON', () => {
    for (const type of [
      undefined,
      'application/json',
      'Application/JSON;charset="UTF-8"',
      'application/vnd.x+json',
    ])
      expect(read(type)).toBe('read')
    expect(read('text/plain')).toContain('binary mode, and the media type of its data is text/plain.')
    expect(read('application/json;charset=latin1')).toContain('has the charset latin1')
  })

  test('of event formats are JSON too, and others are named', () => {
    const format = (text: string) => formatRefusal(parseMediaType(text)) ?? 'read'
    expect(format('application/cloudevents-batch+json; charset=UTF-8')).toBe('read')
    expect(format('application/cloudevents')).toBe('read')
    expect(format('application/cloudevents+avro')).toContain('in Avro format')
    expect(format('application/cloudevents-batch+protobuf')).toContain('in Protobuf format')
    expect(format('application/cloudevents+xml')).toContain('in XML format')
  })
})
