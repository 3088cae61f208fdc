/** The threads that read change nothing: not the books, nor the answers, nor the refused events. */
import type { Worker } from 'node:worker_threads'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ReaderThreads } from '../../src/ingest/index.ts'
import { chunksOf, createMemoryIngest, eventText, registryLines } from '../support/memoryIngest.ts'
import {
  sameAsAlone,
  sameFromFile,
  takenAsBody,
  takenByLanes,
  threadedBody,
  threadedMessages,
} from '../support/threadedInput.ts'

/** Each run opens three worlds, so most runs are in threads.slow.test.ts. */
const fewRuns = 6

const pools = [1, 4].map((count) => new ReaderThreads({ count, startBytes: 0, blockBytesMin: 0 }))
beforeAll(() => Promise.all(pools.map((pool) => pool.start())))
afterAll(() => Promise.all(pools.map((pool) => pool.close())))

test('P: the same rows, log, refused events and answers whatever the number of threads', async () => {
  await sameAsAlone(threadedBody, takenAsBody, pools, fewRuns)
})

test('P: the same from a file, whose chunks use their memory again, with threads and without', async () => {
  await sameFromFile([undefined, ...pools], 2)
})

test('P: the same rows, checkpoints and refused events of lanes whatever the number of threads', async () => {
  await sameAsAlone(threadedMessages, takenByLanes, pools, fewRuns)
})

describe('a thread that dies', () => {
  const calls = (from: number, count: number) =>
    Array.from({ length: count }, (_, index) =>
      eventText('call.metered', `call-${from + index}`, { asset: 'model:meta/llama' }),
    ).join('\n')

  test('fails the input with a clear error, and nothing is lost or counted twice when it comes again', async () => {
    const workers: Worker[] = []
    const note = (worker: Worker) => workers.push(worker)
    process.on('worker', note)
    const readers = new ReaderThreads({ count: 1, startBytes: 0, blockBytesMin: 0 })
    try {
      await readers.start()
      const { requests, usage } = await createMemoryIngest({ readers })
      await requests.submit(Buffer.from(registryLines.join('\n')), { origin: 'registry' })
      const dying = async function* () {
        yield Buffer.from(`${calls(0, 50)}\n`)
        await new Promise((resolve) => setTimeout(resolve, 50))
        void workers[0]!.terminate()
        yield Buffer.from(calls(50, 50))
        // An input that goes silent must not delay the error.
        await new Promise(() => {})
      }
      const options = { origin: 'calls', format: 'cloudevents' } as const
      await expect(requests.ingestStream(dying(), options)).rejects.toMatchObject({
        code: 'ingest.threadLost',
      })
      const again = await requests.ingestStream(chunksOf(calls(0, 100)), options)
      expect(again.accepted + again.duplicate).toBe(100)
      expect(new Set(usage.rows.map(({ id }) => id)).size).toBe(100)
      expect(usage.rows).toHaveLength(100)
    } finally {
      process.off('worker', note)
      await readers.close()
    }
  })
})

test('bytes of blocks that are read ahead do not count as taken', async () => {
  const [, readers] = pools
  const { requests, usage } = await createMemoryIngest({ readers: readers!, rowsMax: 10 })
  await requests.submit(Buffer.from(registryLines.join('\n')), { origin: 'registry' })
  const piece = (number: number) =>
    `${Array.from({ length: 10 }, (_, index) => eventText('call.metered', `${number}-${index}`, { asset: 'model:meta/llama' })).join('\n')}\n`
  const pieces = Array.from({ length: 20 }, (_, number) => piece(number))
  const ends = pieces.map((_, number) => pieces.slice(0, number + 1).join('').length)
  const seen: { bytes: number; events: number }[] = []
  await requests.ingestStream(chunksOf(...pieces), {
    origin: 'calls',
    format: 'cloudevents',
    onProgress: (each) => seen.push({ ...each }),
  })
  expect(seen).toEqual(ends.map((bytes, number) => ({ bytes, events: (number + 1) * 10 })))
  expect(usage.rows).toHaveLength(200)
})
