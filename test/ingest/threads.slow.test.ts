/** The threads that read change nothing: the properties of threads.test.ts with many more runs. */
import { afterAll, beforeAll, test } from 'vitest'
import { ReaderThreads } from '../../src/ingest/index.ts'
import {
  sameAsAlone,
  sameFromFile,
  takenAsBody,
  takenByLanes,
  threadedBody,
  threadedMessages,
} from '../support/threadedInput.ts'

const numRuns = 60

const pools = [1, 2, 4].map((count) => new ReaderThreads({ count, startBytes: 0, blockBytesMin: 0 }))
beforeAll(() => Promise.all(pools.map((pool) => pool.start())))
afterAll(() => Promise.all(pools.map((pool) => pool.close())))

test('P: the same rows, log, refused events and answers whatever the number of threads', async () => {
  await sameAsAlone(threadedBody, takenAsBody, pools, numRuns)
})

test('P: the same from a file, whose chunks use their memory again, with threads and without', async () => {
  await sameFromFile([undefined, ...pools], numRuns / 3)
})

test('P: the same rows, checkpoints and refused events of lanes whatever the number of threads', async () => {
  await sameAsAlone(threadedMessages, takenByLanes, pools, numRuns)
})
