import { expect, test } from 'vitest'
import { examineEngines } from '../../../src/ledger/doctor/engines.ts'
import { streams } from '../../../src/log/streams.ts'
import { createMemoryEventStore } from '../../support/memoryEventStore.ts'

type Engines = Parameters<typeof examineEngines>[0]

const minute = 60_000

/** @param ahead the clock of the log, of which another process records an event before each read */
async function clockOf({ ahead }: { readonly ahead: number }) {
  let now = Date.parse('2026-01-01T00:00:00Z')
  const events = createMemoryEventStore(() => new Date(now + ahead))
  let revision: number | 'none' = 'none'
  const readStream: typeof events.readStream = async function* (...asked) {
    now += minute
    const event = { id: String(now), type: 'Recorded', data: {} }
    const append = { stream: streams.registry, expectedRevision: revision, events: [event] }
    revision = (await events.append([append])).revisions.get(streams.registry)!
    yield* events.readStream(...asked)
  }
  const engines = { events: { ...events, readStream }, clock: () => new Date(now), partition: 'local' }
  const checks = await examineEngines(engines as unknown as Engines, false)
  return checks.find(({ name }) => name === 'clock')
}

test('an event that another process records while the doctor reads is no fault of the clock', async () => {
  expect(await clockOf({ ahead: 0 })).toMatchObject({ status: 'ok' })
})

test('an event of a time to come is a fault of the clock', async () => {
  expect(await clockOf({ ahead: minute })).toMatchObject({
    status: 'fail',
    detail: expect.stringContaining('the clock shows 2026-01-01T00:0'),
  })
})
