import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { EventStore } from '../../src/eventstore/port.ts'
import { readClosedEpoch, recordExcluded } from '../../src/log/rowsExcluded.ts'
import { collect } from '../support/collect.ts'
import type { MemoryEventStore } from '../support/memoryEventStore.ts'
import { runs } from '../support/properties.ts'
import { call, february, march, smallEconomy } from '../support/smallEconomy.ts'

const attempt = 'c'.repeat(32)
let ids = 0
const newId = () => String(ids++)

const aRow = fc.record({
  partition: fc.constantFrom('kafka-calls-0', `kafka-${'t'.repeat(249)}-1`),
  revision: fc.nat(3),
  attempt: fc.constant('a'.repeat(32)),
  row: fc.nat(65_535),
})

/** The event of a close, with what `recordExcluded` says. */
async function closedWith(rows: Parameters<typeof recordExcluded>[2], bytesMax: number) {
  const world = await smallEconomy()
  await world.settlement.close({ until: february })
  const event = world.events.log.at(-1)!
  const excluded = await recordExcluded({ ...world, newId }, { epoch: 1, attempt }, rows, bytesMax)
  return { events: world.events, event: { ...event, data: { ...(event.data as object), ...excluded } } }
}

describe('rows that a close excluded', () => {
  it('are read as they were, from as many events as they need, each within its limit', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(aRow, { selector: (row) => JSON.stringify(row) }), async (rows) => {
        const { events, event } = await closedWith(rows, 700)
        const name = (row: object) => JSON.stringify(row)
        const { excludedRows } = await readClosedEpoch(events, event)
        expect(excludedRows.keys().map(name).sort()).toEqual(
          rows
            .map(({ partition, revision, attempt, row }) => name({ partition, revision, attempt, row }))
            .sort(),
        )
        for (const { data } of events.log.filter(({ type }) => type === 'RowsExcluded'))
          expect(JSON.stringify((data as { excluded: unknown }).excluded).length).toBeLessThanOrEqual(700)
      }),
      runs(40),
    )
  })

  it('stay in the event itself where they fit, as they always did', async () => {
    const key = { partition: 'east', revision: 3, attempt }
    const { event, events } = await closedWith(
      [1, 2, 5].map((row) => ({ ...key, row })),
      10_000,
    )
    const ranges = [
      [1, 2],
      [5, 5],
    ]
    expect(event.data).toMatchObject({ excluded: [{ ...key, rows: ranges }] })
    expect(event.data).not.toHaveProperty('excludedIn')
    expect(events.log.some(({ type }) => type === 'RowsExcluded')).toBe(false)
  })

  it('are not read where an event of theirs is missing', async () => {
    const rows = Array.from({ length: 200 }, (_, at) => ({
      partition: 'p',
      revision: 0,
      attempt,
      row: 2 * at,
    }))
    const { event, events } = await closedWith(rows, 1_000)
    const last = events.log.findLastIndex(({ type }) => type === 'RowsExcluded')
    events.log.splice(last, 1)
    await expect(readClosedEpoch(events, event)).rejects.toMatchObject({ code: 'data.damaged' })
  })
})

/** As if the rows of the closes so far had been too many for their events. */
async function moveOut({ events }: { events: MemoryEventStore & EventStore }): Promise<void> {
  for (const [at, event] of events.log.entries()) {
    if (event.type !== 'EpochClosed') continue
    const { excludedRows, key } = await readClosedEpoch(events, event)
    const told = await recordExcluded({ events, newId }, key, excludedRows.keys(), 0)
    events.log[at] = { ...event, data: { ...(event.data as object), ...told } }
  }
}

it('a ledger whose excluded rows are in events of their own goes on as any other', async () => {
  const play = async (between: (world: Awaited<ReturnType<typeof smallEconomy>>) => Promise<void>) => {
    const world = await smallEconomy()
    await world.record([call('a', '1'), call('b', '2'), call('c', '3')], 'east')
    await world.record([call('b', '2'), call('c', '4')], 'west')
    await world.settlement.close({ until: february })
    await between(world)
    const again = world.restart()
    await world.record([call('a', '1'), call('d', '5')], 'west')
    await again.close({ until: march })
    const reports = await collect(again.verify())
    const failed = reports.flatMap(({ checks }) => checks.filter(({ ok }) => !ok))
    const epochs = await collect(again.epochs())
    return {
      failed,
      epochs: epochs.map(({ counts, repeats, totals, trees }) => ({ counts, repeats, totals, trees })),
    }
  }
  const moved = await play(moveOut)
  expect(moved.failed).toEqual([])
  expect(moved.epochs.map(({ repeats }) => repeats)).toEqual([2, 1])
  expect(moved).toEqual(await play(async () => {}))
})
