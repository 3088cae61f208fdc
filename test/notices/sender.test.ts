/** Notices of one webhook: in the order of the log, tried again, never lost, signed. */
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Webhook } from '../../src/config/noticesFile.ts'
import { noticeFailed, noticesRewound, refusedShareSeen } from '../../src/log/notices.ts'
import { streams } from '../../src/log/streams.ts'
import { appendNext } from '../../src/notices/appendNext.ts'
import { rewind } from '../../src/notices/deliveries.ts'
import { watchRefusedShare } from '../../src/notices/refusedShare.ts'
import { runSender } from '../../src/notices/sender.ts'
import { standings } from '../../src/notices/standings.ts'
import { createMemoryEventStore, type MemoryEventStore } from '../support/memoryEventStore.ts'
import { patienceMs } from '../support/patience.ts'
import { isSigned, type Receiver, startReceiver } from './receiver.ts'

const secrets = ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD']
let receiver: Receiver
let events: MemoryEventStore
let stop: AbortController
let running: Promise<void>[]

beforeEach(async () => {
  receiver = await startReceiver()
  events = createMemoryEventStore()
  stop = new AbortController()
  running = []
})
afterEach(async () => {
  stop.abort()
  await Promise.allSettled(running)
  await receiver[Symbol.asyncDispose]()
})

/** An event of the log that one notice is about. */
const happens = (events_: number) =>
  appendNext(
    events,
    streams.refusedShares,
    refusedShareSeen.create(randomUUID(), { from: 'a', to: 'b', events: events_, refused: 1, codes: [] }),
  )

function start(given: Partial<Webhook> = {}): Promise<void> {
  const webhook: Webhook = {
    url: receiver.url,
    secrets,
    kinds: ['refused.share'],
    timeout: patienceMs,
    giveUpAfter: 3_600_000,
    ...given,
  }
  const unused = () => {
    throw new Error('no epoch is closed here')
  }
  const headwater = { epoch: unused, statement: unused, owed: unused, publications: unused }
  const run = runSender(
    {
      source: { events, headwater },
      newId: randomUUID,
      clock: () => new Date(),
      random: () => 0,
      pace: { pollMs: 5, firstPauseMs: 10 },
    },
    { name: 'hook', eventSource: 'test', webhook },
    stop.signal,
  )
  running.push(run)
  return run
}

const begun = () => until(() => events.log.some(({ stream }) => stream === streams.webhooks))
async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await sleep(10)
}
const ids = () => receiver.received.map(({ event }) => event.id)
/** Without the repeats, which a receiver gets of a notice whose attempt ended before its answer came. */
const idsOnce = () => ids().filter((id, index, all) => id !== all[index - 1])

describe('a webhook', () => {
  test('gets what happens after it began, in order, as signed CloudEvents', async () => {
    await happens(1)
    start()
    await begun()
    await happens(2)
    await happens(3)
    await until(() => receiver.received.length === 2)
    expect(ids()).toEqual(['refused.share:1', 'refused.share:2'])
    const [first] = receiver.received
    expect(first!.event).toMatchObject({
      specversion: '1.0',
      type: 'io.headwater.notice.refused.share',
      source: 'test',
      data: { events: 2 },
    })
    for (const secret of secrets) expect(isSigned(first!, secret)).toBe(true)
    expect(isSigned({ ...first!, body: `${first!.body} ` }, secrets[0]!)).toBe(false)
  })

  test.each([500, 404, 302])(
    'gets a notice again that it answered with %s, before the next one',
    async (status) => {
      start()
      await begun()
      receiver.answer = () => (receiver.received.length < 3 ? status : 200)
      await happens(1)
      await happens(2)
      await until(() => receiver.received.length === 4)
      expect(ids()).toEqual(['refused.share:0', 'refused.share:0', 'refused.share:0', 'refused.share:1'])
      expect(new Set(receiver.received.slice(0, 3).map(({ body }) => body)).size).toBe(1)
    },
  )

  test('gets a notice again that it did not answer in time, before the next one', async () => {
    start({ timeout: 100 })
    await begun()
    receiver.answer = () => (receiver.received.length < 3 ? 'hang' : 200)
    await happens(1)
    await happens(2)
    await until(() => ids().includes('refused.share:1'))
    expect(idsOnce()).toEqual(['refused.share:0', 'refused.share:1'])
    const first = receiver.received.filter(({ event }) => event.id === 'refused.share:0')
    expect(first.length).toBeGreaterThanOrEqual(3)
    expect(new Set(first.map(({ body }) => body)).size).toBe(1)
  })

  test('gets the rest after the server was stopped, from the notice that it did not take', async () => {
    start()
    await begun()
    receiver.answer = ({ event }) => (event.id === 'refused.share:1' ? 503 : 200)
    await happens(1)
    await happens(2)
    await until(() => ids().includes('refused.share:1'))
    stop.abort()
    await Promise.all(running)
    await happens(3)
    receiver.received.length = 0
    receiver.answer = () => 200
    stop = new AbortController()
    start()
    // The receiver may still hear of the attempt that the stop ended.
    await until(() => ids().includes('refused.share:2'))
    expect(idsOnce()).toEqual(['refused.share:1', 'refused.share:2'])
  })

  test('gets the next notice after one was given up, which is listed', async () => {
    start({ giveUpAfter: 0 })
    await begun()
    receiver.answer = ({ event }) => (event.id === 'refused.share:0' ? 500 : 200)
    await happens(1)
    await happens(2)
    await until(async () => (await standings(events))[0]?.last?.id === 'refused.share:1')
    const [standing] = await standings(events)
    expect(standing!.givenUp).toMatchObject([
      { id: 'refused.share:0', kind: 'refused.share', attempts: 1, why: 'the receiver answered 500' },
    ])
  })

  test('gets notices once more after it was rewound', async () => {
    start()
    await begun()
    await happens(1)
    await until(async () => (await standings(events))[0]?.last !== null)
    await rewind(events, { webhook: 'hook', position: 0, id: randomUUID() })
    await until(() => receiver.received.length === 2)
    expect(ids()).toEqual(['refused.share:0', 'refused.share:0'])
  })

  test.each([200, 500])(
    'has one sender: another one that records before the answer %s stops this one',
    async (status) => {
      const run = start()
      await begun()
      receiver.answer = async () => {
        await rewind(events, { webhook: 'hook', position: 0, id: randomUUID() })
        return status
      }
      await happens(1)
      await expect(run).rejects.toMatchObject({ code: 'notices.overtaken', retry: true })
    },
  )

  test('is rewound where its sender records at the same moment', async () => {
    start()
    await begun()
    await happens(1)
    await until(async () => (await standings(events))[0]?.last !== null)
    stop.abort()
    let isFirst = true
    const overtaken: Pick<MemoryEventStore, 'append' | 'readStream' | 'head'> = {
      readStream: (...args) => events.readStream(...args),
      head: () => events.head(),
      append: async (writes) => {
        const within: [number, string, string] = [0, '', '']
        const notice = { position: 1, within, id: 'x', kind: 'refused.share', why: 'it was down' }
        if (isFirst)
          await appendNext(events, streams.notices('hook'), noticeFailed.create(randomUUID(), notice))
        isFirst = false
        return events.append(writes)
      },
    }
    await rewind(overtaken, { webhook: 'hook', position: 0, id: randomUUID() })
    expect(events.log.map(({ type }) => type).slice(-2)).toEqual([noticeFailed.type, noticesRewound.type])
  })

  test('that the ledger never sent to can not be rewound', async () => {
    const rewound = rewind(events, { webhook: 'other', position: 0, id: randomUUID() })
    await expect(rewound).rejects.toMatchObject({ code: 'notices.unknownWebhook' })
  })
})

describe('the share of refused events', () => {
  test('is recorded once while it stays above, and again after a window at or below it', async () => {
    let now = 0
    const counts = { events: 0, refused: 0 }
    const watch = watchRefusedShare(
      {
        events,
        counts: async () => ({ ...counts, byCode: new Map([['line.notJson', counts.refused]]) }),
        newId: randomUUID,
        clock: () => new Date(now),
      },
      { above: 0.1, window: 5_000, eventsMin: 10 },
    )
    const pass = async (taken: number, refused: number) => {
      counts.events += taken
      counts.refused += refused
      now += watch.everyMs
      await watch.look()
    }
    await pass(0, 0)
    await pass(9, 9)
    expect(events.log).toHaveLength(0)
    await pass(1, 0)
    await pass(100, 100)
    expect(events.log.map(({ data }) => data)).toEqual([
      {
        from: '1970-01-01T00:00:01.000Z',
        to: '1970-01-01T00:00:03.000Z',
        events: 10,
        refused: 9,
        codes: [{ code: 'line.notJson', refused: 9 }],
      },
    ])
    for (let look = 0; look < 6; look++) await pass(100, 10)
    await pass(100, 100)
    expect(events.log).toHaveLength(2)
  })
})
