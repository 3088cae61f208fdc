import { describe, expect, it } from 'vitest'
import type { NewEvent, RecordedEvent } from '../../src/eventstore/port.ts'
import { createBatchLog } from '../../src/log/batchLog.ts'
import { batchRecorded } from '../../src/log/batchRecorded.ts'
import { booksRebuilt } from '../../src/log/booksRebuilt.ts'
import { checkpointMoved } from '../../src/log/checkpointMoved.ts'
import { ledgerNamed } from '../../src/log/ledgerNamed.ts'
import { readCheckpoint } from '../../src/log/partitionEvent.ts'
import { partitionTaken } from '../../src/log/partitionTaken.ts'
import { streams } from '../../src/log/streams.ts'
import { createMemoryEventStore } from '../support/memoryEventStore.ts'

const attempt = 'a'.repeat(32)
const counts = { accepted: 2, duplicate: 0, conflict: 0, rejected: 1 }
const totals = { rows: 2, from: 1, to: 3, origin: 'calls.ndjson', counts, sums: { USDC: '70' }, digest: 'd' }
const batch = { partition: 'local', revision: 0, attempt, ...totals }

describe('events that Headwater records about itself', () => {
  it.each([
    [batchRecorded.create('1', batch), batchRecorded],
    [batchRecorded.create('1', { ...batch, checkpoint: 7 }), batchRecorded],
    [checkpointMoved.create('1', { partition: 'k', revision: 4, checkpoint: 7, counts }), checkpointMoved],
    [partitionTaken.create('1', { partition: 'k', revision: 5, checkpoint: 7 }), partitionTaken],
    [partitionTaken.create('1', { partition: 'k', revision: 5 }), partitionTaken],
    [booksRebuilt.create('1', { attempt, epochs: [1, 2] }), booksRebuilt],
    [ledgerNamed.create('1', { ledger: attempt, folder: 'f' }), ledgerNamed],
    [ledgerNamed.create('1', { ledger: attempt }), ledgerNamed],
  ])('are read as they were created: %j', (created, event) => {
    expect(event.read(recorded(created))).toEqual(created.data)
  })

  it('are stored with their data as given, to the byte', () => {
    const { partition, ...rest } = batch
    const data = { ...rest, partition }
    expect(JSON.stringify(batchRecorded.create('1', data).data)).toBe(JSON.stringify(data))
  })

  it('are damaged where a field is not what was written, and the message names event and field', () => {
    const damaged = recorded(batchRecorded.create('1', { ...batch, counts: { ...counts, accepted: -1 } }))
    expect(() => batchRecorded.read(damaged)).toThrow(
      expect.objectContaining({
        code: 'data.damaged',
        message: expect.stringContaining(
          'Event 3 of the stream s is not what was written: /counts/accepted ',
        ),
      }),
    )
  })

  it('keep the sums of a currency of any legal name', async () => {
    const events = createMemoryEventStore()
    const sums = Object.fromEntries([['__proto__', '5']])
    await append(batchRecorded.create('1', { ...batch, sums }))
    const [read] = await createBatchLog(events).upTo(await events.head())
    expect(read!.totals.call.sums).toEqual(new Map([['__proto__', 5n]]))

    async function append(event: NewEvent) {
      await events.append([{ stream: streams.ingest('local'), expectedRevision: 'none', events: [event] }])
    }
  })

  it('keep how the digest of a batch was made, and one that is not known is of a newer version', async () => {
    const read = async (algorithm: string) => {
      const events = createMemoryEventStore()
      const event = batchRecorded.create('1', { ...batch, algorithm })
      await events.append([{ stream: streams.ingest('local'), expectedRevision: 'none', events: [event] }])
      return createBatchLog(events).upTo(await events.head())
    }
    expect(await read('sha256-columns')).toMatchObject([{ algorithm: 'sha256-columns' }])
    await expect(read('blake3-rows')).rejects.toMatchObject({
      code: 'data.newer',
      message:
        'Batch 0 of partition local has a digest of the algorithm blake3-rows; this Headwater knows sha256-columns.',
    })
  })

  it.each([{ USDC: 5 }, { USDC: '-5' }, { USDC: '05' }, null, 'USDC'])(
    'are damaged where the sums of a batch are no ledger units: %j',
    (sums) => {
      const event = { ...recorded(batchRecorded.create('1', batch)), data: { ...batch, sums } }
      expect(() => batchRecorded.read(event)).toThrow(expect.objectContaining({ code: 'data.damaged' }))
    },
  )
})

describe('the checkpoint of a partition', () => {
  it('is what the last event of its stream says, of a type of a later version too', async () => {
    const events = createMemoryEventStore()
    expect(await readCheckpoint(events, 'k')).toEqual({ revision: -1, checkpoint: undefined })
    const taken = partitionTaken.create('1', { partition: 'k', revision: 0, checkpoint: 3 })
    const later = {
      id: '2',
      type: 'LaterType',
      data: { partition: 'k', revision: 1, checkpoint: 9, more: [] },
    }
    const stream = streams.ingest('k')
    await events.append([{ stream, expectedRevision: 'none', events: [taken] }])
    expect(await readCheckpoint(events, 'k')).toEqual({ revision: 0, checkpoint: 3 })
    await events.append([{ stream, expectedRevision: 0, events: [later] }])
    expect(await readCheckpoint(events, 'k')).toEqual({ revision: 1, checkpoint: 9 })
  })
})

function recorded(event: NewEvent): RecordedEvent {
  const stored = JSON.parse(JSON.stringify(event)) as NewEvent
  return { ...stored, stream: 's', revision: 3, position: 4, recordedAt: '2025-01-01T00:00:00Z' }
}
