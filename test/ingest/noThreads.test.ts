/** A machine that gives no thread: too many processes, or too little memory. */
import { mkdtempSync, rmSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import threads from 'node:worker_threads'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ReaderThreads } from '../../src/ingest/index.ts'
import { openRegistry } from '../../src/registrystore/open.ts'
import { chunksOf, createMemoryIngest, eventText, registryLines } from '../support/memoryIngest.ts'

const root = mkdtempSync(join(tmpdir(), 'headwater-threads-'))
const { Worker } = threads

function offer(worker: typeof Worker): void {
  threads.Worker = worker
  syncBuiltinESMExports()
}

class NoWorker extends Worker {
  constructor() {
    throw Object.assign(new Error('no thread is left'), { code: 'ERR_WORKER_INIT_FAILED' })
    // biome-ignore lint/correctness/noUnreachable: a derived class has to call it
    super('')
  }
}

beforeAll(() => offer(NoWorker as unknown as typeof Worker))
afterAll(() => {
  offer(Worker)
  rmSync(root, { recursive: true })
})

const calls = Array.from({ length: 1_000 }, (_, at) =>
  eventText('call.metered', `c-${at}`, { asset: 'model:meta/llama' }),
).join('\n')

async function* late(text: string) {
  await new Promise((resolve) => setTimeout(resolve, 5))
  yield* chunksOf(text)
}

test('fails each input with a code, and takes the same in where there is none to start', async () => {
  const readers = new ReaderThreads({ count: 2, startBytes: 0 })
  await expect(readers.start()).rejects.toMatchObject({ code: 'ingest.threadLost' })
  const { requests, events } = await createMemoryIngest({ readers })
  await requests.submit(Buffer.from(registryLines.join('\n')), { origin: 'registry' })
  const lost = { code: 'ingest.threadLost', message: expect.stringContaining('no thread is left') }
  const options = { origin: 'calls', format: 'cloudevents' } as const
  await expect(requests.submit(Buffer.from(calls), options)).rejects.toMatchObject(lost)
  await expect(requests.ingestStream(chunksOf(calls), options)).rejects.toMatchObject(lost)
  await expect(requests.ingestStream(late(calls), options)).rejects.toMatchObject(lost)
  const alone = await createMemoryIngest({ events })
  expect(await alone.requests.ingestStream(late(calls), options)).toMatchObject({ rejectedCount: 0 })
})

test('the registry store says so, and can be written when there is one again', async () => {
  const { events, requests } = await createMemoryIngest()
  await requests.submit(Buffer.from(registryLines.join('\n')), { origin: 'registry' })
  const stored = await openRegistry(events, { path: join(root, 'registry.sqlite') })
  for (let times = 0; times < 2; times++) {
    await stored.beginSave()
    await expect(stored.save()).rejects.toMatchObject({ code: 'data.unwritable' })
  }
  expect(stored.state.unsaved).toBe(registryLines.length)
  await stored.close()
})
