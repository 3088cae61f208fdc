import fc from 'fast-check'
import { expect, test } from 'vitest'
import { contentBytes, identityBytes } from '../../../src/events/content.ts'
import { parseEvent } from '../../../src/events/parse.ts'
import type { CallEvent, RegistryWireEvent } from '../../../src/events/types.ts'
import { CallBatch } from '../../../src/ingest/batch/callBatch.ts'
import { type CallRow, CallRow as Row } from '../../../src/ingest/calls/callRow.ts'
import { RegistryCache } from '../../../src/ingest/calls/registryCache.ts'
import { readCall } from '../../../src/ingest/calls/slowCall.ts'
import { keccak256 } from '../../../src/keccak/index.ts'
import { createRegistry, decide, evolve } from '../../../src/registry/index.ts'
import { columnsDigest } from '../../../src/usage/columnsDigest.ts'
import { call } from '../../../src/usage/kinds/call.ts'
import { callEventText } from '../../support/callEvents.ts'
import { columnsDigestOf } from '../../support/digestReference.ts'
import { registryLines, writtenCalls } from '../../support/memoryIngest.ts'
import { runs } from '../../support/properties.ts'

const registry = createRegistry()
for (const line of registryLines) {
  evolve(registry, decide(parseEvent(JSON.parse(line)) as RegistryWireEvent, registry), registry.count)
}
const cache = new RegistryCache(registry)

/** Events of these texts that are calls with a price, each with its row; the row is good until the next. */
function* calls(texts: readonly string[]): Generator<{ event: CallEvent; row: CallRow }> {
  const row = new Row()
  for (const text of texts) {
    try {
      const event = parseEvent(JSON.parse(text)) as CallEvent
      readCall(event, cache, row)
      yield { event, row }
    } catch {
      // Not every text is a call that can be priced.
    }
  }
}

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
const texts = fc.array(callEventText, { minLength: 1, maxLength: 20 })

test('P: identity and content are the hashes that the registry module defines', () => {
  const batch = new CallBatch(32)
  fc.assert(
    fc.property(texts, (list) => {
      batch.clear()
      const events: CallEvent[] = []
      for (const { event, row } of calls(list)) {
        batch.append(row)
        events.push(event)
      }
      batch.hash()
      const written = writtenCalls(batch.columns())
      events.forEach((event, index) => {
        const identity = keccak256(identityBytes('C', event.source, event.id)).subarray(0, 16)
        expect(written[index]!.identity).toBe(hex(identity))
        expect(written[index]!.content).toBe(hex(keccak256(contentBytes(event)).subarray(0, 16)))
      })
    }),
    runs(100),
  )
})

test('P: columns have the rows that are left, and the digest that an outsider computes from them', () => {
  const batch = new CallBatch(32)
  fc.assert(
    fc.property(texts, fc.array(fc.boolean(), { minLength: 32, maxLength: 32 }), (list, kept) => {
      batch.clear()
      for (const { row } of calls(list)) batch.append(row)
      batch.hash()
      const before = writtenCalls(batch.columns())
      batch.keepOnly(Uint8Array.from(kept, Number))
      const columns = batch.columns()
      expect(writtenCalls(columns)).toEqual(before.filter((_, row) => kept[row]))
      expect(columnsDigest(call.columns, columns)).toBe(columnsDigestOf(writtenCalls(columns)))
    }),
    runs(100),
  )
})

test('P: sums are those of the rows that are left, by currency', () => {
  const batch = new CallBatch(32)
  fc.assert(
    fc.property(texts, (list) => {
      batch.clear()
      for (const { row } of calls(list)) batch.append(row)
      batch.hash()
      batch.keepOnly(new Uint8Array(32).map((_, row) => row % 2))
      const expected = new Map<string, bigint>()
      for (const { currency, amount } of writtenCalls(batch.columns())) {
        expected.set(currency, (expected.get(currency) ?? 0n) + amount)
      }
      expect(new Map([...batch.sums()].map(([index, sum]) => [cache.currencyCode(index), sum]))).toEqual(
        expected,
      )
    }),
    runs(100),
  )
})
