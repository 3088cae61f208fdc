import { describe, expect, test } from 'vitest'
import { decodeAll } from '../../../src/decoding/records/decoder.ts'
import { blocksOf } from '../../../src/kafka/consume/messageBlocks.ts'
import type { Message } from '../../../src/kafka/consume/messageHeaders.ts'

const event = (id: string) => JSON.stringify({ specversion: '1.0', id })

function message(offset: number, value: string | null, headers?: Message['headers']): Message {
  return { offset: String(offset), value: value === null ? null : Buffer.from(value), headers }
}

/** Each record with its line, and `after` of each block. */
function read(...messages: Message[]) {
  const records: { line: number; text: string; code: string | undefined }[] = []
  const after: (number | undefined)[] = []
  for (const block of blocksOf(messages)) {
    after.push(block.after)
    for (let i = 0; i < block.count; i++) {
      const text = block.bytes.subarray(block.starts[i], block.ends[i]).toString()
      records.push({ line: block.lines[i]!, text, code: block.faults.get(i)?.code })
    }
  }
  return { records, after }
}

describe('messages as records', () => {
  test('structured ones are one block, each record on the line of its offset', () => {
    const { records, after } = read(message(7, event('a')), message(9, ` ${event('b')}\n`))
    expect(records).toEqual([
      { line: 7, text: event('a'), code: undefined },
      { line: 9, text: event('b'), code: undefined },
    ])
    expect(after).toEqual([10])
  })

  test('plain ones are the same records as among messages of other forms, and they are copied', () => {
    const plain = [message(3, event('a'), {}), message(4, '{"torn'), message(9, '{}', {})]
    const odd = message(12, `${event('z')} `)
    const { records, after } = read(...plain)
    expect(records).toEqual(read(...plain, odd).records.slice(0, -1))
    expect(after).toEqual([10])
    const [block] = blocksOf(plain)
    for (const { value } of plain) value!.fill(0)
    expect(block!.bytes.toString()).toBe(`${event('a')}{"torn{}`)
  })

  test('an array and lines are many records of one offset, between the messages around them', () => {
    const ndjson = { 'content-type': Buffer.from('application/x-ndjson') }
    const { records, after } = read(
      message(1, event('a')),
      message(2, `[${event('b')},${event('c')}]`),
      message(3, `${event('d')}\n${event('e')}\n`, ndjson),
      message(4, event('f')),
    )
    expect(records.map(({ line, text }) => [line, JSON.parse(text).id])).toEqual([
      [1, 'a'],
      [2, 'b'],
      [2, 'c'],
      [3, 'd'],
      [3, 'e'],
      [4, 'f'],
    ])
    expect([after[0], after.at(-1)]).toEqual([3, 5])
    expect(after.slice(1, -1).every((offset) => offset === undefined)).toBe(true)
  })

  test('an array that is not plain is read as one of a file, fault by fault', () => {
    const odd = [
      `[${event('a')} ${event('b')}]`,
      `[${event('a')},`,
      '[5,{"x":"]}\\""}]',
      '[]',
      '[{}]x',
      '[{"a":"\\"}]',
    ]
    for (const text of odd) {
      const expected: unknown[] = []
      for (const block of decodeAll(Buffer.from(text), { recordBytesMax: 1 << 20, shape: 'array' })) {
        for (let i = 0; i < block.count; i++)
          expected.push([
            block.bytes.subarray(block.starts[i], block.ends[i]).toString(),
            block.faults.get(i)?.code,
          ])
      }
      const { records } = read(message(3, text))
      expect(records.map((record) => [record.text, record.code])).toEqual(expected)
    }
  })

  test('binary ones become the structured event that they stand for', () => {
    const headers = {
      ce_specversion: Buffer.from('1.0'),
      ce_id: Buffer.from('ü"1'),
      ce_source: '/gateway',
      ce_type: [Buffer.from('io.headwater.call.metered')],
      'content-type': 'application/json',
    }
    const { records } = read(message(0, '{"asset":"model:a/b"}', headers))
    expect(JSON.parse(records[0]!.text)).toEqual({
      specversion: '1.0',
      id: 'ü"1',
      source: '/gateway',
      type: 'io.headwater.call.metered',
      datacontenttype: 'application/json',
      data: { asset: 'model:a/b' },
    })
  })

  test('a binary value that is JSON only together with its attributes is refused', () => {
    const headers = { ce_specversion: '1.0', ce_id: 'a' }
    const { records } = read(message(0, '{},"id":"other"', headers))
    expect(records[0]!.code).toBe('line.notJson')
  })

  test('the media type decides for binary mode, in any case, and takes the data type that libraries write', () => {
    const headers = { ce_specversion: '1.0', ce_id: 'a', ce_datacontenttype: 'application/json' }
    const structured = { ...headers, 'content-type': 'Application/CloudEvents+JSON; charset=UTF-8' }
    const { records } = read(message(0, '{"x":1}', headers), message(1, event('b'), structured))
    expect(records.map(({ text }) => JSON.parse(text))).toEqual([
      { specversion: '1.0', id: 'a', datacontenttype: 'application/json', data: { x: 1 } },
      { specversion: '1.0', id: 'b' },
    ])
  })

  test('what is not read is refused by its name', () => {
    const faults = (value: string, headers: Message['headers']) => {
      const [block] = [...blocksOf([message(0, value, headers)])]
      return block!.faults.get(0)
    }
    const binary = { ce_specversion: '1.0', ce_id: 'a' }
    expect(faults('[1]', { 'content-type': 'application/cloudevents+avro' })).toMatchObject({
      code: 'event.contentType',
      message: expect.stringContaining('in Avro format'),
    })
    expect(faults('Obj', { ...binary, 'content-type': 'application/avro' })).toMatchObject({
      code: 'event.contentType',
      message: expect.stringContaining('binary mode, and the media type of its data is application/avro'),
    })
    expect(faults('{}', { 'ce-specversion': '1.0' })).toMatchObject({
      code: 'event.contentType',
      message: expect.stringContaining('the header ce-specversion'),
    })
    expect(faults('{}', { ...binary, ce_id: Buffer.from([0xff]) })).toMatchObject({ code: 'line.notUtf8' })
    expect(faults('{}', { ...binary, ce_id: ['a', 'b'] })).toMatchObject({
      code: 'event.malformed',
      message: 'The message has the header ce_id twice, with different values.',
    })
    expect(faults('{}', { ...binary, ce_id: ['a', Buffer.from('a')] })).toBeUndefined()
  })

  test('what a sender refused stays refused under its code, whatever its bytes say', () => {
    const told = (fault: unknown) => ({ 'headwater-fault': Buffer.from(JSON.stringify(fault)) })
    const { records } = read(
      message(0, event('a'), told({ code: 'amount.malformed', message: 'No amount.', path: '/data/amount' })),
      message(1, `[${event('b')},${event('c')}]`, told({ code: 'of.later', message: 'A later version.' })),
      message(2, null, { 'headwater-fault': 'no JSON' }),
      message(3, event('d')),
    )
    expect(records.map(({ text, code }) => [text, code])).toEqual([
      [event('a'), 'amount.malformed'],
      [`[${event('b')},${event('c')}]`, 'event.malformed'],
      ['', 'event.malformed'],
      [event('d'), undefined],
    ])
    const formats = ['csv', 'nonsense {', 'openrouter', 7].map((format, i) =>
      message(i, 'x', told({ code: 'record.malformed', message: 'No.', format })),
    )
    expect([...[...blocksOf(formats)][0]!.formats!]).toEqual([[2, 'openrouter']])
  })

  test('an empty message and one that is too large are refused by themselves', () => {
    const { records } = read(message(0, null), message(1, `"${'x'.repeat(1 << 20)}"`), message(2, event('a')))
    expect(records.map(({ code }) => code)).toEqual(['line.notJson', 'event.tooLarge', undefined])
  })
})
