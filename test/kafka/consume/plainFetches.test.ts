import { createRequire } from 'node:module'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { LaneBlock } from '../../../src/ingest/lanes/laneInput.ts'
import { blocksOf, bytesOf, fetchedBlocks } from '../../../src/kafka/consume/messageBlocks.ts'
import type { Message } from '../../../src/kafka/consume/messageHeaders.ts'
import { originalOf } from '../../../src/kafka/consume/originalMessage.ts'
import { decodeFetch } from '../../../src/kafka/consume/plainFetches.ts'
import type { PlainRun } from '../../../src/kafka/consume/plainRun.ts'

// The client's own encoder and decoder: what it reads of a response is what has to be taken in.
const load = createRequire(import.meta.url)
const EncoderOf = load('kafkajs/src/protocol/encoder.js')
const encodeRecord = load('kafkajs/src/protocol/recordBatch/record/v0/index.js')
const { RecordBatch } = load('kafkajs/src/protocol/recordBatch/v0/index.js')
const client = load('kafkajs/src/protocol/requests/fetch/v11/response.js')
const Batch = load('kafkajs/src/consumer/batch.js')

interface SentMessage {
  readonly value: string | Buffer | null
  readonly key?: Buffer | null
  readonly headers?: Record<string, Buffer>
}

interface SentBatch {
  readonly messages: readonly SentMessage[]
  /** Offsets without a message before the batch. */
  readonly gap?: number
  readonly gzip?: boolean
  readonly transaction?: boolean
  readonly control?: boolean
}

interface Fetched {
  readonly responses: readonly { readonly partitions: readonly { readonly messages: readonly object[] }[] }[]
}

async function encodeBatch(batch: SentBatch, first: number): Promise<Buffer> {
  const { messages, gzip = false, transaction = false, control = false } = batch
  const records = messages.map(({ value, key = null, headers = {} }, offsetDelta) =>
    encodeRecord({ offsetDelta, key, value: value === null ? null : Buffer.from(value), headers }),
  )
  const { buffer } = await RecordBatch({
    ...{ compression: gzip ? 1 : 0, transactional: transaction, producerId: transaction ? 5 : -1 },
    ...{ firstOffset: first, lastOffsetDelta: messages.length - 1, records },
  })
  if (control) buffer[22] |= 0x20
  return buffer
}

async function response(batches: readonly SentBatch[], options: { cut?: number; aborted?: number[] } = {}) {
  const { cut = 0, aborted = [] } = options
  const encoded: Buffer[] = []
  let offset = 0
  for (const batch of batches) {
    offset += batch.gap ?? 0
    encoded.push(await encodeBatch(batch, offset))
    offset += batch.messages.length
  }
  const all = Buffer.concat(encoded)
  const bytes = all.subarray(0, all.length - cut)
  const head = new EncoderOf().writeInt32(0).writeInt16(0).writeInt32(0).writeInt32(1).writeString('calls')
  head.writeInt32(1).writeInt32(3).writeInt16(0).writeInt64(offset).writeInt64(offset).writeInt64(0)
  head.writeInt32(aborted.length)
  for (const first of aborted) head.writeInt64(5).writeInt64(first)
  head.writeInt32(-1).writeInt32(bytes.length)
  return Buffer.concat([head.buffer, bytes])
}

/** What a block has of each record, and the message that a refused event would be sent on as. */
function recordsOf(blocks: Iterable<LaneBlock>) {
  const records = []
  for (const { bytes, starts, ends, lines, faults, count } of blocks) {
    for (let i = 0; i < count; i++) {
      const [start, end, line] = [starts[i]!, ends[i]!, lines[i]!]
      const fault = { code: 'event.malformed', message: '' } as const
      const place = { bytes, start, end, line, ordinal: 0, element: -1, submission: undefined as never }
      const original = originalOf({ place, fault, status: 'rejected' } as never)
      records.push({
        ...{ line, text: bytes.subarray(start, end).toString('hex'), code: faults.get(i)?.code },
        ...{ key: original?.key?.toString('hex') ?? null, value: original?.value?.toString('hex') ?? null },
        headers: Object.entries(original?.headers ?? {}).map(([name, value]) => [name, String(value)]),
      })
    }
  }
  return records
}

async function read(payload: Buffer, from = 0) {
  const [ours, theirs] = [(await decodeFetch(payload)) as Fetched, (await client.decode(payload)) as Fetched]
  const batch = (fetched: Fetched) => new Batch('calls', String(from), fetched.responses[0]!.partitions[0])
  const [mine, plain] = [batch(ours), batch(theirs)]
  const fetched: readonly (Message | PlainRun)[] = mine.messages
  return {
    runs: fetched.filter((message) => 'run' in message).length,
    fetched,
    ...{ last: mine.lastOffset(), clientLast: plain.lastOffset() },
    records: recordsOf(fetchedBlocks(fetched, from)),
    clientRecords: recordsOf(blocksOf(plain.messages)),
  }
}

const plain: SentMessage = { value: '{"id":"a"}' }

const oddValues = [
  null,
  '',
  '{"torn',
  ' {"a":1}',
  '{"a":1}\n',
  '[{"a":1},{"b":2}]',
  `{"a":"${'x'.repeat(2 << 20)}"}`,
]

const someMessage: fc.Arbitrary<SentMessage> = fc.record(
  {
    value: fc.oneof(
      { weight: 12, arbitrary: fc.json().map((text) => `{"a":${text}}`) },
      {
        weight: 1,
        arbitrary: fc.constantFrom(...oddValues),
      },
      { weight: 1, arbitrary: fc.constant(Buffer.from([0x7b, 0xff, 0xc3, 0x7d])) },
    ),
    key: fc.option(fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes))),
    headers: fc.oneof(
      { weight: 12, arbitrary: fc.constant({}) },
      { weight: 1, arbitrary: fc.constant({ traceparent: Buffer.from('00-1') }) },
    ),
  },
  { requiredKeys: ['value'] },
)

const someBatch: fc.Arbitrary<SentBatch> = fc.record(
  {
    messages: fc.oneof(
      fc.array(someMessage, { minLength: 1, maxLength: 6 }),
      fc.array(fc.constant(plain), { minLength: 1, maxLength: 6 }),
    ),
    gap: fc.nat(300),
    gzip: fc.boolean(),
    transaction: fc.boolean(),
  },
  { requiredKeys: ['messages'] },
)

describe('plain messages of a fetch', () => {
  test('are the same records, with the same keys, as the client decodes, whatever is between them', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(someBatch, { minLength: 1, maxLength: 5 }),
        fc.nat(40),
        async (batches, cut) => {
          const { records, clientRecords, last, clientLast } = await read(await response(batches, { cut }))
          expect(records).toEqual(clientRecords)
          expect(last).toBe(clientLast)
        },
      ),
    )
  })

  test('of several batches become one run, and the client decodes the batches with other messages', async () => {
    const headers = { ce_id: Buffer.from('x') }
    const { runs, fetched } = await read(
      await response([
        { messages: [plain, plain] },
        { messages: [{ ...plain, key: Buffer.from('k') }], gap: 9 },
        { messages: [plain, { ...plain, headers }] },
        { messages: [plain] },
        { messages: [plain], gzip: true },
      ]),
    )
    expect(runs).toBe(2)
    expect(fetched.map(({ offset }) => Number(offset))).toEqual([11, 12, 13, 14, 15])
  })

  test.each(oddValues.map((value) => ({ value, name: String(value).slice(0, 20) })))(
    'around a value that is another form or at fault are the same records: $name',
    async ({ value }) => {
      const { records, clientRecords } = await read(await response([{ messages: [plain, { value }, plain] }]))
      expect(records).toEqual(clientRecords)
    },
  )

  test('before the offset that was asked for are left out, although their batch has come whole', async () => {
    const batches = [
      { messages: [0, 1, 2, 3].map((id) => ({ value: `{"id":"${id}"}`, key: Buffer.from([id]) })) },
    ]
    const { records, clientRecords } = await read(await response(batches), 2)
    expect(records.map(({ line, key }) => [line, key])).toEqual([
      [2, '02'],
      [3, '03'],
    ])
    expect(records).toEqual(clientRecords)
  })

  test('of aborted transactions and of the broker itself are not taken in', async () => {
    const aborted = { messages: [plain], transaction: true }
    const marker = { value: '{}', key: Buffer.alloc(4) }
    const batches = [aborted, { messages: [plain] }, { messages: [marker], transaction: true, control: true }]
    const { records, clientRecords } = await read(await response(batches, { aborted: [0] }))
    expect(records.map(({ line }) => line)).toEqual([1])
    expect(records).toEqual(clientRecords)
    const committed = await read(await response(batches))
    expect(committed.records.map(({ line }) => line)).toEqual([0, 1])
    expect(committed.records).toEqual(committed.clientRecords)
  })

  test('keep nothing of the response, whose memory is several times theirs', async () => {
    const payload = await response([{ messages: [{ value: '{"é":1}', key: Buffer.from([0xff]) }, plain] }])
    const { fetched } = await read(payload)
    payload.fill(0)
    const [block] = fetchedBlocks(fetched, 0)
    expect(block).toMatchObject({ count: 2, utf8: true, after: 2 })
    expect(block!.bytes.toString()).toMatch(/^\{"é":1\} +\{"id":"a"\}$/)
    expect(recordsOf([block!])[0]!.key).toBe('ff')
    expect(bytesOf(fetched)).toBe(block!.bytes.length)
  })
})
