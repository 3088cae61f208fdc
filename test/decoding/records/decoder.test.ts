import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Decoder, type DecoderOptions } from '../../../src/decoding/records/decoder.ts'
import { runs } from '../../support/properties.ts'

interface Read {
  readonly text: string
  readonly line: number
  readonly code?: string
}

function decodeChunks(chunks: readonly Uint8Array[], options: Partial<DecoderOptions> = {}): Read[] {
  const decoder = new Decoder({ recordBytesMax: 1_000, ...options })
  const read: Read[] = []
  const steps = [...chunks.map((chunk) => () => decoder.push(chunk)), () => decoder.end()]
  for (const step of steps) {
    for (const block of step()) {
      for (let i = 0; i < block.count; i++) {
        const text = block.bytes.toString('utf8', block.starts[i], block.ends[i])
        const fault = block.faults.get(i)
        read.push({ text, line: block.lines[i]!, ...(fault && { code: fault.code }) })
      }
    }
  }
  return read
}

const decodeText = (text: string, options?: Partial<DecoderOptions>) =>
  decodeChunks([Buffer.from(text)], options)
const record = (text: string, line: number, code?: string): Read => ({ text, line, ...(code && { code }) })

describe('lines', () => {
  test('are records; blank lines, spaces at the ends and CRLF do not count', () => {
    expect(decodeText('{"a":1}\r\n\n  \t\n {"b":2} \n{"c":3}')).toEqual([
      record('{"a":1}', 1),
      record('{"b":2}', 4),
      record('{"c":3}', 5),
    ])
  })

  test('begin after a byte order mark', () => {
    expect(decodeText('\uFEFF{"a":1}\n')).toEqual([record('{"a":1}', 1)])
  })

  test('that end in the middle are records like others', () => {
    expect(decodeText('{"a":1}\n{"b":')).toEqual([record('{"a":1}', 1), record('{"b":', 2)])
  })

  test('that are too large are refused without effect on others, however they arrive', () => {
    const long = `{"a":"${'x'.repeat(2_000)}"}`
    for (const chunkBytes of [1, 7, 500, 10_000]) {
      const bytes = Buffer.from(`{"a":1}\n${long}\n{"b":2}\n`)
      const read = decodeChunks(cut(bytes, chunkBytes))
      expect(read.map(({ line, code }) => [line, code])).toEqual([
        [1, undefined],
        [2, 'event.tooLarge'],
        [3, undefined],
      ])
    }
  })

  test('do not exist in an empty input', () => {
    expect(decodeText('')).toEqual([])
    expect(decodeText('\n \n')).toEqual([])
  })
})

describe('an array', () => {
  test('has its elements as records, with the lines they begin on', () => {
    expect(decodeText('[\n {"a":[1,"]"]},\n {"b":"\\"}"} , 3,"x"\n]\n')).toEqual([
      record('{"a":[1,"]"]}', 2),
      record('{"b":"\\"}"}', 3),
      record('3', 3),
      record('"x"', 3),
    ])
  })

  test('may be empty', () => {
    expect(decodeText(' [ ] ')).toEqual([])
  })

  test('that does not end is a fault', () => {
    expect(decodeText('[{"a":1}').map(({ code }) => code)).toEqual([undefined, 'line.notJson'])
    expect(decodeText('[{"a":1},{"b"').map(({ text }) => text)).toEqual(['{"a":1}', '{"b"'])
  })

  test('with misplaced bytes loses only these bytes', () => {
    expect(decodeText('[{"a":1} {"b":2}, , {"c":3}] x')).toEqual([
      record('{"a":1}', 1),
      record('{"b":2}', 1, 'line.notJson'),
      record(', ', 1, 'line.notJson'),
      record('{"c":3}', 1),
      record('x', 1, 'line.notJson'),
    ])
    expect(decodeText('[{"a":1},]\n').map(({ code }) => code)).toEqual([undefined, 'line.notJson'])
  })

  test.each(['\u0000', '\u0001', '\u0008', '\u000b', '\u001f'])(
    'with the control character %j between elements goes on',
    (control) => {
      const expected = [record('{"a":1}', 1), record(control, 1, 'line.notJson'), record('{"b":2}', 1)]
      expect(decodeText(`[{"a":1},${control}{"b":2}]`)).toEqual(expected)
      expect(decodeText(`[${control}`).map(({ code }) => code)).toEqual(['line.notJson'])
    },
  )

  test('with an element that is too large keeps the others', () => {
    const text = `[{"a":1},{"x":"${'y'.repeat(3_000)}"},{"b":2}]`
    for (const chunkBytes of [1, 100, 10_000]) {
      expect(decodeChunks(cut(Buffer.from(text), chunkBytes)).map(({ code }) => code)).toEqual([
        undefined,
        'event.tooLarge',
        undefined,
      ])
    }
  })
})

test('one event on several lines is one record', () => {
  expect(decodeText('{\n  "a": 1,\n  "b": {}\n}\n')).toEqual([record('{\n  "a": 1,\n  "b": {}\n}', 1)])
  expect(decodeText('{"a": 1,\n"b": 2}')).toEqual([record('{"a": 1,\n"b": 2}', 1)])
})

test('a broken first line does not make the input a document', () => {
  expect(decodeText('{"a":\n{"b":2}\n')).toEqual([record('{"a":', 1), record('{"b":2}', 2)])
})

test('P: records do not depend on how the input is divided into chunks', () => {
  const value = fc.jsonValue({ maxDepth: 3 })
  const inputs = fc.oneof(
    fc.array(value).map((values) => values.map((item) => JSON.stringify(item)).join('\n')),
    fc.array(value).map((values) => JSON.stringify(values)),
    fc.array(value).map((values) => JSON.stringify(values, null, 2)),
    fc.string(),
  )
  fc.assert(
    fc.property(inputs, fc.integer({ min: 1, max: 40 }), (text, chunkBytes) => {
      const bytes = Buffer.from(text)
      expect(decodeChunks(cut(bytes, chunkBytes))).toEqual(decodeChunks([bytes]))
    }),
    runs(100),
  )
})

test('P: the records of any array are its elements', () => {
  fc.assert(
    fc.property(fc.array(fc.jsonValue({ maxDepth: 4 })), fc.constantFrom(0, 1, 2), (values, indent) => {
      const read = decodeText(JSON.stringify(values, null, indent), { recordBytesMax: 1_000_000 })
      expect(read.map(({ text }) => JSON.parse(text))).toEqual(JSON.parse(JSON.stringify(values)))
    }),
    runs('cheap'),
  )
})

function cut(bytes: Uint8Array, size: number): Uint8Array[] {
  const chunks: Uint8Array[] = []
  for (let at = 0; at < bytes.length; at += size) chunks.push(bytes.subarray(at, at + size))
  return chunks
}
