import fc from 'fast-check'
import { expect, test } from 'vitest'
import { revisionAfter } from '../../src/log/revisionAfter.ts'
import { createMemoryEventStore } from '../support/memoryEventStore.ts'
import { runs } from '../support/properties.ts'

test('finds the first event of a stream after any position, as a search of the whole stream does', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.boolean(), { maxLength: 40 }),
      fc.nat({ max: 45 }),
      async (places, position) => {
        const events = createMemoryEventStore()
        const revisions = { one: -1, other: -1 }
        for (const [number, isOne] of places.entries()) {
          const stream = isOne ? 'one' : 'other'
          const expectedRevision = revisions[stream] < 0 ? 'none' : revisions[stream]
          const event = { id: String(number), type: 'Event', data: {} }
          await events.append([{ stream, expectedRevision, events: [event] }])
          revisions[stream]++
        }
        const ofStream = events.log.filter(({ stream }) => stream === 'one')
        const first = ofStream.findIndex((event) => event.position > position)
        expect(await revisionAfter(events, 'one', position)).toBe(first < 0 ? ofStream.length : first)
      },
    ),
    runs(100),
  )
})
