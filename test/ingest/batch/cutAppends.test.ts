import { describe, expect, it } from 'vitest'
import type { NewEvent, StreamAppend } from '../../../src/eventstore/port.ts'
import { cutAppends } from '../../../src/ingest/batch/cutAppends.ts'

const event = (id: number, bytes: number): NewEvent => ({
  id: `${id}`,
  type: 'Tested',
  data: 'x'.repeat(bytes - 2 - 256 - 2 * 'Tested'.length),
})
const facts = (from: StreamAppend['expectedRevision'], ...sizes: number[]): StreamAppend => ({
  stream: 'registry',
  expectedRevision: from,
  events: sizes.map((size, index) => event(index, size)),
})
const batch = (size: number): StreamAppend => ({
  stream: 'ingest-local',
  expectedRevision: 7,
  events: [event(99, size)],
})
const shown = (parts: readonly (readonly StreamAppend[])[]): string[] =>
  parts.map((part) =>
    part
      .map(
        ({ stream, expectedRevision, events }) =>
          `${stream} after ${expectedRevision}: ${events.map(({ id }) => id).join(' ')}`,
      )
      .join('; '),
  )

describe('the appends of a batch', () => {
  it('are one where all fits, to the byte', () => {
    const all = [facts('none', 400, 300), batch(300)]
    expect(shown(cutAppends(all, 1_000))).toEqual(['registry after none: 0 1; ingest-local after 7: 99'])
    expect(cutAppends(all, 1_000)[0]).toEqual(all)
  })

  it('are cut in order, each with the revision that the one before leaves, the batch’s own event last', () => {
    expect(shown(cutAppends([facts('none', 400, 300, 400, 300), batch(300)], 1_000))).toEqual([
      'registry after none: 0 1',
      'registry after 1: 2 3; ingest-local after 7: 99',
    ])
    expect(shown(cutAppends([facts(4, 400, 300, 400, 301), batch(300)], 1_000))).toEqual([
      'registry after 4: 0 1',
      'registry after 6: 2 3',
      'ingest-local after 7: 99',
    ])
  })

  it('are one where the store has no limit', () => {
    const all = [facts('none', 400, 300), batch(300)]
    expect(cutAppends(all)).toEqual([all])
  })

  it('have an event that is larger than the limit by itself', () => {
    expect(shown(cutAppends([facts(0, 300, 5_000, 300), batch(300)], 1_000))).toEqual([
      'registry after 0: 0',
      'registry after 1: 1',
      'registry after 2: 2; ingest-local after 7: 99',
    ])
    expect(shown(cutAppends([batch(2_000)], 1_000))).toEqual(['ingest-local after 7: 99'])
  })
})
