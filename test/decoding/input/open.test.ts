import { gzipSync, zstdCompressSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { InputFormat } from '../../../src/decoding/formats/names.ts'
import { openBody, openStream } from '../../../src/decoding/input/open.ts'
import { unpackStream, unpackWhole } from '../../../src/decoding/input/unpack.ts'
import { collectGarbage } from '../../support/garbage.ts'
import { runs } from '../../support/properties.ts'

const cloudEvent = { specversion: '1.0', type: 'io.headwater.call.metered', source: 's', id: '1', data: {} }
const litellm = {
  request_id: 'chatcmpl-1',
  call_type: 'acompletion',
  startTime: '2026-10-01 10:00:00',
  model: 'gpt-4o',
  spend: 0.1,
}
const payload = { id: 'chatcmpl-2', startTime: 1_790_000_000.5, model: 'gpt-4o', response_cost: 0.1 }
const generation = {
  id: 'g',
  type: 'GENERATION',
  startTime: '2026-10-01T10:00:00Z',
  traceId: 't',
  model: 'm',
}
const langfuseEvent = { id: 'e', type: 'trace-create', timestamp: '2026-10-01T10:00:00Z', body: { id: 't' } }
const openrouter = { id: 'gen-1', created_at: '2026-10-01', model: 'openai/gpt-4o', native_tokens_prompt: 1 }
const otlp = { resourceSpans: [{ scopeSpans: [{ spans: [] }] }] }

const shapes: readonly (readonly [string, (record: object) => string])[] = [
  ['one object', (record) => JSON.stringify(record)],
  ['one object on several lines', (record) => JSON.stringify(record, null, 2)],
  ['lines', (record) => `${JSON.stringify(record)}\r\n${JSON.stringify(record)}\n`],
  ['an array on one line', (record) => JSON.stringify([record, record])],
  ['an array on several lines', (record) => JSON.stringify([record, record], null, 2)],
  ['lines after a torn one', (record) => `{"torn": \n\n${JSON.stringify(record)}\n`],
  ['lines after a byte order mark', (record) => `\ufeff${JSON.stringify(record)}\n`],
]

const samples: readonly (readonly [InputFormat, object])[] = [
  ['cloudevents', cloudEvent],
  ['cloudevents', { type: 'io.headwater.fee.set' }],
  ['litellm', litellm],
  ['litellm', payload],
  ['langfuse', generation],
  ['langfuse', langfuseEvent],
  ['langfuse', { batch: [langfuseEvent] }],
  ['langfuse', { data: [generation] }],
  ['openrouter', openrouter],
  ['openrouter', { data: openrouter }],
  ['openrouter', { data: [openrouter] }],
  ['otlp', otlp],
]

describe('the format of an input', () => {
  test.each(samples)('is found by looking: %s %j', async (format, record) => {
    for (const [shape, write] of shapes) {
      const bytes = Buffer.from(write(record))
      const expected = { label: format }
      expect((await openStream(pieces(bytes, 7), { origin: 'f' })).format, shape).toMatchObject(expected)
      expect(openBody(bytes, { origin: 'f' }, 1e6).format, shape).toMatchObject(expected)
    }
  })

  test('is CSV where the mapping has templates', async () => {
    const mapping = { event: { source: 's', id: '{id}', time: '{t}', asset: 'model:a' } }
    const { format } = await openStream(pieces(Buffer.from('id,t\n1,2\n'), 3), { origin: 'f', mapping })
    expect(format.label).toMatch(/^csv /)
  })

  test('is not looked for where the sender names it', async () => {
    const { format } = await openStream(pieces(Buffer.from(JSON.stringify(litellm)), 9), {
      origin: 'f',
      format: 'openrouter',
    })
    expect(format.label).toBe('openrouter')
  })

  test.each([
    ['a record of another kind', '{"hello":"world","n":1}\n{"a":1}', /JSON.*"hello", "n"/],
    ['CSV without a mapping', 'id,time,cost\n1,2026,3\n', /CSV with the columns id, time, cost/],
    ['text', 'Dear reader,\nhello there\n', /text/],
    ['a web page', '<!doctype html><html></html>', /HTML/],
    ['broken JSON', '[{"a":', /begins like JSON/],
    ['a Parquet file', 'PAR1\x15\x04\x15', /Parquet/],
    ['a ZIP archive', 'PK\x03\x04\x14\0', /ZIP/],
    ['packed twice', gzipSync(gzipSync('{}')).toString('latin1'), /gzip twice/],
    [
      'binary data',
      Buffer.from(Array.from({ length: 5_000 }, (_, i) => (i * i * 37) % 256)).toString('latin1'),
      /binary/,
    ],
  ])('is not known for %s, which is refused once', async (_name, text, said) => {
    const bytes = Buffer.from(text, 'latin1')
    await expect(openStream(pieces(bytes, 100), { origin: 'file.x' })).rejects.toMatchObject({
      code: 'input.unknownFormat',
      message: expect.stringMatching(said),
    })
  })

  test('is decided within the first records, however long the input is', async () => {
    let sent = 0
    async function* endless() {
      for (;;) {
        sent++
        yield Buffer.from('not an event\n'.repeat(100))
      }
    }
    await expect(openStream(endless(), { origin: 'f' })).rejects.toMatchObject({
      code: 'input.unknownFormat',
    })
    expect(sent).toBeLessThan(20)
  })

  test('takes a zero byte in one record for a fault of that record', () => {
    const event = '{"specversion":"1.0","type":"x"}'
    for (const text of [`0\n${event}\n{"id": "\0"}\n`, `{"id": "\0"}\n${event}\n`, `[{"id": "\0"},${event}]`])
      expect(openBody(Buffer.from(text), { origin: 'f' }, 1e6).format.label, text).toBe('cloudevents')
  })

  test('of a request’s text is CloudEvents where nothing else shows, because each event has an answer', () => {
    expect(openBody(Buffer.from('not an event'), { origin: 'f' }, 1e6).format.label).toBe('cloudevents')
    expect(() => openBody(Buffer.from([0, 1, 2, 3, 255]), { origin: 'f' }, 1e6)).toThrow(
      expect.objectContaining({ code: 'input.unknownFormat' }),
    )
  })

  test('of nothing is an empty list of events', async () => {
    const input = await openStream(pieces(Buffer.from(' \n\n'), 1), { origin: 'f' })
    expect(input.format.label).toBe('cloudevents')
    expect(await joined(input.chunks)).toEqual(Buffer.from(' \n\n'))
  })
})

describe('a packed input', () => {
  const packings = {
    gzip: gzipSync,
    zstd: zstdCompressSync,
    'UTF-16 LE': (bytes: Uint8Array) => Buffer.from(`\ufeff${Buffer.from(bytes).toString()}`, 'utf16le'),
    'UTF-16 BE': (bytes: Uint8Array) =>
      Buffer.from(`\ufeff${Buffer.from(bytes).toString()}`, 'utf16le').swap16(),
    'gzip of UTF-16': (bytes: Uint8Array) =>
      gzipSync(Buffer.from(`\ufeff${Buffer.from(bytes).toString()}`, 'utf16le')),
  }

  test.each(Object.entries(packings))('of %s is what was packed, in any pieces', async (_name, pack) => {
    const texts = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme', minLength: 200 }))
    await fc.assert(
      fc.asyncProperty(texts, fc.integer({ min: 1, max: 50 }), async (text, size) => {
        const plain = Buffer.from(text.toWellFormed().replace(/^\ufeff/, ''))
        // Too short for a mark; and plain text that begins as another packing is not plain.
        fc.pre(plain.length > 3 && plain[0] !== 0x1f && plain[0] !== 0x28)
        const packed = pack(plain)
        expect(await joined(unpackStream(pieces(packed, size)))).toEqual(plain)
        expect(Buffer.from(unpackWhole(packed, 1e9))).toEqual(plain)
      }),
      runs(30, 10),
    )
  })

  test.each([
    ['gzip', gzipSync],
    ['zstd', zstdCompressSync],
  ] as const)('of several %s files one after the other is read to its end', async (_name, pack) => {
    const long = 'three\n'.repeat(20_000)
    const packed = Buffer.concat(['one\n', '', 'two\n', long].map((text) => pack(Buffer.from(text))))
    const expected = `one\ntwo\n${long}`
    for (let size = 1; size <= 60; size++) {
      expect((await joined(unpackStream(pieces(packed, size)))).toString(), `${size}`).toBe(expected)
    }
    expect(Buffer.from(unpackWhole(packed, 1e6)).toString()).toBe(expected)
    const padded = Buffer.concat([packed, Buffer.alloc(1_000)])
    expect((await joined(unpackStream(pieces(padded, 100)))).toString()).toBe(expected)
    expect(Buffer.from(unpackWhole(padded, 1e6)).toString()).toBe(expected)
    const followed = Buffer.concat([packed, Buffer.from('{"more":1}')])
    await expect(joined(unpackStream(pieces(followed, 100)))).rejects.toMatchObject({ code: 'input.damaged' })
    expect(() => unpackWhole(followed, 1e6)).toThrow(expect.objectContaining({ code: 'input.damaged' }))
  })

  test.each([
    ['gzip', gzipSync],
    ['zstd', zstdCompressSync],
  ] as const)('of %s that was cut off is damaged', async (_name, pack) => {
    const whole = pack(Buffer.from(Array.from({ length: 5_000 }, (_, i) => `${i * 7919}`).join()))
    const cut = whole.subarray(0, whole.length - 20)
    const damaged = { code: 'input.damaged' }
    await expect(joined(unpackStream(pieces(cut, 100)))).rejects.toMatchObject(damaged)
    expect(() => unpackWhole(cut, 1e6)).toThrow(expect.objectContaining(damaged))
  })

  test('that unpacks to more than a request may have is refused', () => {
    const bomb = gzipSync(Buffer.alloc(10 << 20))
    expect(() => unpackWhole(bomb, 1 << 20)).toThrow(expect.objectContaining({ code: 'request.tooLarge' }))
  })

  test('of a stream takes constant memory, however large it is unpacked', async () => {
    const part = gzipSync(Buffer.alloc(10 << 20, 'a'), { level: 1 })
    const bomb = Buffer.concat(new Array(30).fill(part))
    collectGarbage()
    const before = process.memoryUsage.rss()
    let bytes = 0
    let collected = 0
    for await (const chunk of unpackStream(pieces(bomb, 65_536))) {
      bytes += chunk.length
      if (bytes - collected < 20 << 20) continue
      collectGarbage()
      collected = bytes
    }
    expect(bytes).toBe(300 << 20)
    expect(process.memoryUsage.rss() - before).toBeLessThan(150 << 20)
  })

  test('whose source fails has the fault of the source', async () => {
    async function* broken() {
      yield gzipSync('some text').subarray(0, 15)
      throw Object.assign(new Error('the disk is gone'), { code: 'EIO' })
    }
    await expect(joined(unpackStream(broken()))).rejects.toThrow(/the disk is gone/)
  })
})

async function* pieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

async function joined(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const read: Uint8Array[] = []
  for await (const chunk of chunks) read.push(chunk)
  return Buffer.concat(read)
}

test('the format of an input that comes in one large piece is found', async () => {
  const line = `${JSON.stringify(cloudEvent)}\n`
  const bytes = Buffer.from(line.repeat(Math.ceil((20 << 20) / line.length)))
  expect((await openStream(pieces(bytes, bytes.length), { origin: 'f' })).format.label).toBe('cloudevents')
})
