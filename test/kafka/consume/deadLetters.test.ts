import type { Kafka, PartitionMetadata, ProducerConfig, Message as Sent } from 'kafkajs'
import { describe, expect, test } from 'vitest'
import { HeadwaterError } from '../../../src/errors.ts'
import { refusedEvent } from '../../../src/ingest/batch/refusedEvent.ts'
import type { Submission } from '../../../src/ingest/batch/submission.ts'
import { openDeadLetters } from '../../../src/kafka/consume/deadLetters.ts'
import { blocksOf } from '../../../src/kafka/consume/messageBlocks.ts'
import type { Message } from '../../../src/kafka/consume/messageHeaders.ts'

const metadata = [0, 1].map((partitionId) => ({ partitionId, leader: 1 }) as PartitionMetadata)
const submission = { origin: 'kafka:calls/3', format: 'cloudevents' } as Submission

/** All records of the messages, each refused, as the topic gets them from a broker that takes so many bytes. */
async function letters(
  messages: readonly Message[],
  bytesMax = Number.POSITIVE_INFINITY,
  answers: (partition: number) => boolean = () => true,
) {
  const topic: (Sent & { headers: Record<string, unknown> })[] = []
  const kafka = {
    admin: () => ({
      connect: async () => {},
      disconnect: async () => {},
      listTopics: async () => ['dead'],
    }),
    producer: ({ createPartitioner }: Required<ProducerConfig>) => ({
      connect: async () => {},
      disconnect: async () => {},
      send: async ({ messages }: { messages: typeof topic }) => {
        const size = ({ value, headers }: Sent) =>
          (value?.length ?? 0) + Object.values(headers!).reduce((sum, one) => sum + (one?.length ?? 0), 0)
        if (messages.reduce((sum, message) => sum + size(message), 0) > bytesMax)
          throw Object.assign(new Error('too large'), {
            name: 'KafkaJSProtocolError',
            type: 'MESSAGE_TOO_LARGE',
          })
        topic.push(...messages)
        const choose = createPartitioner()
        const partitions = messages.map((message) =>
          choose({ topic: 'dead', partitionMetadata: metadata, message }),
        )
        return partitions.filter(answers).map((partition) => ({ partition }))
      },
    }),
  } as unknown as Kafka
  const dead = await openDeadLetters(kafka, 'dead')
  const refusals = []
  for (const { count, bytes, starts, ends, lines, faults } of blocksOf(messages)) {
    for (let i = 0; i < count; i++) {
      const place = { submission, ordinal: i, line: lines[i]!, bytes, start: starts[i]!, end: ends[i]! }
      const fault = faults.get(i) ?? { code: 'line.notJson' as const, message: 'No.', path: '/x' }
      refusals.push({ place, status: 'rejected' as const, fault })
    }
  }
  await dead.add(
    refusals.map((refusal) => refusedEvent(refusal, new Date(0))),
    refusals,
  )
  return topic
}

const bytes = (...values: number[]) => Buffer.from(values)

describe('dead letters', () => {
  test('sent again as they are, they are judged again', async () => {
    const told = {
      'headwater-fault': Buffer.from('{"code":"time.malformed","message":"No."}'),
      trace: bytes(1),
    }
    const [letter] = await letters([{ offset: '7', value: Buffer.from('{}'), headers: told }])
    expect(letter!.headers).toMatchObject({ 'headwater-code': 'time.malformed', trace: bytes(1) })
    expect(letter!.headers).not.toHaveProperty('headwater-fault')
  })

  test('hold a message byte for byte, with its headers and its key beside what was wrong', async () => {
    const value = Buffer.concat([Buffer.from(' {"id":"'), bytes(0xff, 0xfe, 0), Buffer.from('"}\r\n')])
    const headers = { trace: bytes(1, 0xff), twice: [bytes(2), bytes(3)] }
    const [letter] = await letters([{ offset: '7', key: bytes(9, 0x80), value, headers }])
    expect(letter!.value).toEqual(value)
    expect(letter!.headers).toMatchObject({
      ...headers,
      'headwater-code': 'line.notJson',
      'headwater-path': '/x',
      'headwater-message': 'No.',
      'headwater-origin': 'kafka:calls/3',
      'headwater-offset': '7',
      'headwater-key': bytes(9, 0x80),
    })
    expect(letter!.headers).not.toHaveProperty('headwater-cut')
    expect(letter!.key).toMatch(/^[0-9a-f]{32}$/)
  })

  test('hold messages without headers byte for byte, each with its own key or none', async () => {
    const torn = Buffer.concat([Buffer.from('{"id":"'), bytes(0xff), Buffer.from('"}')])
    const topic = await letters([
      { offset: '3', key: bytes(1, 2), value: Buffer.from('{"a":1}'), headers: {} },
      { offset: '4', key: null, value: torn },
      { offset: '8', key: bytes(), value: Buffer.from('{"b" : 2}'), headers: {} },
    ])
    expect(topic.map(({ value }) => value)).toEqual([Buffer.from('{"a":1}'), torn, Buffer.from('{"b" : 2}')])
    expect(topic.map(({ headers }) => headers['headwater-offset'])).toEqual(['3', '4', '8'])
    expect(topic.map(({ headers }) => headers['headwater-key'])).toEqual([bytes(1, 2), undefined, bytes()])
  })

  test('hold a message in binary mode as it was, not as the event that it stands for', async () => {
    const headers = {
      ce_specversion: bytes(0x31),
      ce_id: bytes(0xc3, 0x28),
      'content-type': 'application/json',
    }
    const value = Buffer.from('{"asset": 1 }')
    const [letter] = await letters([{ offset: '0', value, headers }])
    expect(letter!.value).toEqual(value)
    expect(letter!.headers).toMatchObject(headers)
  })

  test('hold an empty message as one, and a header without a value as an empty one', async () => {
    const headers = { nothing: null } as unknown as NonNullable<Message['headers']>
    const [letter] = await letters([{ offset: '0', value: null, headers }])
    expect(letter!.value).toBeNull()
    expect(letter!.headers.nothing).toEqual(Buffer.alloc(0))
  })

  test('hold of many events in one message the refused one alone', async () => {
    const batch = { 'content-type': 'application/cloudevents-batch+json', trace: 'x' }
    const lines = { 'content-type': 'application/x-ndjson' }
    const topic = await letters([
      { offset: '1', value: Buffer.from('{"a":1}') },
      { offset: '4', value: Buffer.from('[{"b":1} , {"c":2}]'), headers: batch },
      { offset: '5', value: Buffer.from('{"d":1}\n{"e" : 2}\n'), headers: lines },
    ])
    expect(topic.map(({ value, headers }) => [String(value), headers['headwater-offset']])).toEqual([
      ['{"a":1}', '1'],
      ['{"b":1}', '4'],
      ['{"c":2}', '4'],
      ['{"d":1}', '5'],
      ['{"e" : 2}', '5'],
    ])
    expect(topic[1]!.headers).toMatchObject({ trace: 'x' })
    expect(topic.every(({ headers }) => headers['content-type'] === undefined)).toBe(true)
  })

  test('are cut and say so where the broker does not take them whole, and stop nothing', async () => {
    const large = Buffer.alloc(200_000, 'x')
    const messages = [
      { offset: '1', value: Buffer.from('small') },
      { offset: '2', value: large, headers: { trace: 'kept only with the whole' } },
      { offset: '3', value: Buffer.from('behind'), headers: { long: Buffer.alloc(150_000, 'y') } },
    ]
    const topic = await letters(messages, 100_000)
    expect(topic.map(({ value }) => value!.length)).toEqual([5, 64 << 10, 6])
    expect(topic.map(({ headers }) => headers['headwater-cut'])).toEqual([undefined, 'true', 'true'])
    expect(topic[1]!.headers).not.toHaveProperty('trace')
    const tiny = await letters(messages.slice(1, 2), 2_000)
    expect(tiny[0]!.value).toHaveLength(512)
  })

  test('are not passed where the broker takes none of them', async () => {
    await expect(letters([{ offset: '1', value: Buffer.alloc(2_000, 'x') }], 10)).rejects.toThrow(
      HeadwaterError,
    )
  })

  test('are not passed where a partition that they went to did not answer', async () => {
    const messages = Array.from({ length: 20 }, (_, i) => ({
      offset: String(i),
      value: Buffer.from(`x${i}`),
    }))
    expect(await letters(messages)).toHaveLength(20)
    await expect(letters(messages, undefined, (partition) => partition !== 1)).rejects.toMatchObject({
      code: 'kafka.unreachable',
    })
  })
})
