import fc from 'fast-check'
import { expect, it, test } from 'vitest'
import { parseJson } from '../../../src/decoding/records/json.ts'
import { parseBySchema } from '../../../src/events/parse.ts'
import type { RegistryWireEvent } from '../../../src/events/types.ts'
import { eventIdentity } from '../../../src/ingest/eventIdentity.ts'
import { ReadFacts } from '../../../src/ingest/facts/readFacts.ts'
import { BlockReader } from '../../../src/ingest/reading/blockReader.ts'
import { blockBytesMax, blockRecordsMax } from '../../../src/ingest/reading/limits.ts'
import { readerTables } from '../../../src/ingest/reading/readerTables.ts'
import { ReadRecords } from '../../../src/ingest/reading/readRecords.ts'
import { createRegistry, evolve, evolveDigested, factText } from '../../../src/registry/index.ts'
import { eventText } from '../../support/memoryIngest.ts'
import { runs } from '../../support/properties.ts'
import { registryEventOf, registryEventText } from '../../support/registryEvents.ts'

const reader = new BlockReader(readerTables)
const records = new ReadRecords(reader.memory, reader.outputAt, blockRecordsMax, blockBytesMax)
const facts = new ReadFacts()

/** What the reader of blocks makes of each text; undefined for one that it leaves. */
function readAll(texts: readonly string[]) {
  const parts = texts.map((text) => Buffer.from(text))
  const ends = Int32Array.from(parts.keys(), (at) =>
    parts.slice(0, at + 1).reduce((sum, part) => sum + part.length + 1, -1),
  )
  const starts = Int32Array.from(parts, (part, at) => ends[at]! - part.length)
  reader.read({ bytes: Buffer.from(texts.join('\n')), starts, ends, count: texts.length })
  const { identity, content } = records.facts
  const half = (hashes: Uint8Array, at: number) => Buffer.from(hashes.subarray(at * 16, at * 16 + 16))
  return texts.map((_, at) => {
    const read = facts.at(records.facts, at)
    if (read === undefined) return undefined
    const { event, text, document } = read
    return {
      event,
      text,
      chain: chainOf(event, document),
      identity: half(identity, at),
      content: half(content, at),
    }
  })
}

type Read = NonNullable<ReturnType<ReadFacts['at']>>

/** The registry's digest after the fact alone. */
function chainOf(fact: RegistryWireEvent, document?: Read['document']): string {
  const registry = createRegistry()
  const asset = { type: 'io.headwater.asset.registered', source: 'a', id: 'a', time: 0 }
  const { asset: named } = fact.data as { asset?: string }
  if (named !== undefined) evolve(registry, { ...asset, data: { asset: named, owner: 'o' } } as never, 0)
  if (document) evolveDigested(registry, fact as never, registry.count, document)
  else evolve(registry, fact as never, registry.count)
  return registry.digest
}

function expected(text: string) {
  const event = parseBySchema(parseJson(Buffer.from(text), 0, Buffer.byteLength(text))) as RegistryWireEvent
  const { identity, content } = eventIdentity(event)
  return {
    event,
    text: factText(event as never),
    chain: chainOf(event),
    identity: Buffer.from(identity),
    content: Buffer.from(content),
  }
}

/** Mostly as such events are; the others have strange fields, most of them. */
const texts = fc.oneof(
  registryEventText,
  registryEventOf(fc.constantFrom('1', 'ü')).map((event) =>
    JSON.stringify(event, (key, value) => (key === 'other' ? undefined : value))
      .replaceAll('ü', 'u')
      .replaceAll('5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed', '52908400098527886e0f7030069857d2e4169ee7'),
  ),
)

test('P: what is read from bytes is what the schema reads, with the same fact, digest and hashes', () => {
  let [read, all] = [0, 0]
  fc.assert(
    fc.property(fc.array(texts, { minLength: 1, maxLength: 10 }), (texts) => {
      for (const [at, found] of readAll(texts).entries()) {
        all++
        if (found === undefined) continue
        expect(found).toEqual(expected(texts[at]!))
        read++
      }
    }),
    runs(300),
  )
  expect(read).toBeGreaterThan(all / 30)
})

const wallet = 'eip155:8453:0x52908400098527886e0f7030069857d2e4169ee7'

it.each<[string, string]>([
  ['a payee', eventText('payee.registered', '1', { payee: 'ada' })],
  [
    'a payee with everything',
    eventText('payee.registered', '1', { payee: 'a b', name: 'Ädä 火', account: wallet }),
  ],
  ['an account', eventText('payee.bound', '1', { payee: 'ada', account: wallet })],
  [
    'a time with a zone',
    eventText('payee.registered', '1', { payee: 'a' }, { time: '2025-06-01T14:00:00.10+02:00' }),
  ],
  ['a source beyond ASCII', eventText('payee.registered', 'ü', { payee: 'a' }, { source: '/火' })],
  ['other texts', eventText('payee.registered', '1', { payee: 'a', note: 'b' }, { subject: 'c' })],
  [
    'contributions',
    eventText('contribution.recorded', '1', {
      asset: 'dataset:a/d',
      contributions: [
        { payee: 'ada', units: 1e15 },
        { units: '7', payee: 'b' },
      ],
    }),
  ],
])('reads %s', (_, text) => {
  expect(readAll([text])).toEqual([expected(text)])
})

it.each<[string, string]>([
  ['an escape', eventText('payee.registered', '1', { payee: 'a', name: 'a "b"' })],
  ['a payee beyond ASCII', eventText('payee.registered', '1', { payee: 'é' })],
  ['a payee with a colon', eventText('payee.registered', '1', { payee: 'a:b' })],
  [
    'an address with capitals',
    eventText('payee.bound', '1', { payee: 'a', account: wallet.replace('ee7', 'EE7') }),
  ],
  [
    'the zero address',
    eventText('payee.bound', '1', { payee: 'a', account: `eip155:1:0x${'0'.repeat(40)}` }),
  ],
  [
    'an account of another kind of chain',
    eventText('payee.bound', '1', { payee: 'a', account: 'cosmos:hub-4:c1' }),
  ],
  ['a name that is null', eventText('payee.registered', '1', { payee: 'a', name: null })],
  [
    'a source of a chain',
    eventText('payee.registered', '1', { payee: 'a' }, { source: 'chain:eip155:1/0x' }),
  ],
  ['data as bytes', eventText('payee.registered', '1', { payee: 'a' }, { data_base64: 'e30=' })],
  [
    'no asset',
    eventText('contribution.recorded', '1', { asset: 'x', contributions: [{ payee: 'a', units: 1 }] }),
  ],
  [
    'no units',
    eventText('contribution.recorded', '1', { asset: 'tool:x', contributions: [{ payee: 'a', units: 0 }] }),
  ],
  ['no contributions', eventText('contribution.recorded', '1', { asset: 'tool:x', contributions: [] })],
  ['another type', eventText('asset.registered', '1', { asset: 'tool:x', owner: 'a' })],
  ['what is cut off', eventText('payee.registered', '1', { payee: 'a' }).slice(0, -1)],
  ['an id that comes twice', eventText('payee.registered', '1', { payee: 'a' }).replace('{', '{"id":"2",')],
])('leaves %s to the schema', (_, text) => {
  expect(readAll([text])).toEqual([undefined])
})

test('reads events between calls, each where it is', () => {
  const call = eventText('call.metered', 'c', { asset: 'model:meta/llama', amount: '1', currency: 'USDC' })
  const payees = ['a', 'b', 'c'].map((payee) => eventText('payee.registered', payee, { payee }))
  const found = readAll([call, payees[0]!, call, payees[1]!, payees[2]!, call])
  expect(found.map((read) => read?.event.id)).toEqual([undefined, 'a', undefined, 'b', 'c', undefined])
})
