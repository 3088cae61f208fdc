/** A record that is at fault before its content is read is refused, however its block is read. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Lanes, ReaderThreads } from '../../src/ingest/index.ts'
import { blocksOf } from '../../src/kafka/consume/messageBlocks.ts'
import type { Message } from '../../src/kafka/consume/messageHeaders.ts'
import { createMemoryIngest, eventText, registryLines } from '../support/memoryIngest.ts'

const readers = new ReaderThreads({ count: 1, startBytes: 0, blockBytesMin: 0 })
beforeAll(() => readers.start())
afterAll(() => readers.close())

const call = (id: string) => eventText('call.metered', id, { asset: 'model:meta/llama' })
const callsOf = (count: number) => Array.from({ length: count }, (_, at) => call(`c-${at}`))
const told = { 'headwater-fault': Buffer.from(JSON.stringify({ code: 'record.malformed', message: 'No.' })) }
const otherFormat = { 'content-type': Buffer.from('application/cloudevents+avro') }

// Few records are read one by one, some by the thread itself, and many in several parts.
describe.each([2, 8, 2_000])('among %i plain calls', (count) => {
  describe.each([
    ['the main thread', undefined],
    ['a thread', readers],
  ])('read by %s', (_, pool) => {
    const opened = async () => {
      const world = await createMemoryIngest(pool && { readers: pool })
      await world.requests.submit(Buffer.from(registryLines.join('\n')), { origin: 'registry' })
      return world
    }

    test('an element without a comma before it is refused', async () => {
      const { requests, usage, refused } = await opened()
      const calls = callsOf(count)
      const body = `[${calls.slice(0, -1).join(',')} ${calls.at(-1)}]`
      await requests.submit(Buffer.from(body), { origin: 'calls' })
      expect(usage.rows).toHaveLength(count - 1)
      expect([...refused.entries.values()]).toMatchObject([{ code: 'line.notJson', raw: calls.at(-1) }])
    })

    test.each([
      ['that its sender refused', told, 'record.malformed'],
      ['in a format that is not read', otherFormat, 'event.contentType'],
    ])('a message %s is refused', async (_, headers, code) => {
      const { writer, usage, refused } = await opened()
      const lanes = new Lanes(writer)
      const lane = await lanes.open('kafka-t-0', 'kafka:t/0')
      const messages: Message[] = callsOf(count).map((value, at) => ({
        offset: String(at),
        value: Buffer.from(value),
        ...(at === 1 && { headers }),
      }))
      lanes.add(lane, { blocks: blocksOf(messages), bytes: 100, end: count })
      await lanes.drain()
      expect(usage.rows).toHaveLength(count - 1)
      expect([...refused.entries.values()]).toMatchObject([{ code, raw: call('c-1') }])
    })
  })
})
