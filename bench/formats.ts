/**
 * Question: how many records of each gateway format does one core read and judge, and how far is that from JSON.parse
 * of the same bytes?
 *
 * Size: 100,000 records of each format as its gateway writes them (100 to 4,000 bytes); quick: 10,000. A record of OTLP
 * is an export request of 10 spans, and its numbers are spans. A pass reads the bytes, makes the events, judges them, and
 * fills a batch: everything but the hashing and the engines. Its peer is JSON.parse of the text of each record; of CSV,
 * of the same rows as JSON. The better of three passes counts.
 *
 * Estimate: JSON.parse takes 3 to 6 µs for a record of 1 kB. Reading keeps numbers as they were written, which costs a
 * call for each number, and makes and checks an event with 10 fields: another 6 to 10 µs. So 60,000 to 100,000 records/s.
 * The target is 60,000 records/s, or half of JSON.parse where that is less.
 */
import { createFormat, type RecordFormat } from '../src/decoding/formats/index.ts'
import { decodeAll } from '../src/decoding/records/decoder.ts'
import { isCall, parseEvent, type RegistryWireEvent } from '../src/events/index.ts'
import { everything } from '../src/ingest/batch/submission.ts'
import { CallRow } from '../src/ingest/calls/callRow.ts'
import { FastCallReader } from '../src/ingest/calls/fastCall.ts'
import { FastPricer } from '../src/ingest/calls/fastPrice.ts'
import { RegistryCache } from '../src/ingest/calls/registryCache.ts'
import { readCall } from '../src/ingest/calls/slowCall.ts'
import { checkFields } from '../src/ingest/checkFields.ts'
import { readRecord } from '../src/ingest/readParts.ts'
import { createRegistry, decide, evolve, type RegistryState } from '../src/registry/index.ts'
import type { Measurement } from './measurement.ts'
import { type RecordSample, recordModels, recordSamples, spansPerRequest } from './support/gatewayRecords.ts'

const passes = 3

export async function run({ quick }: { quick: boolean }): Promise<Measurement[]> {
  const count = quick ? 10_000 : 100_000
  return recordSamples.map((sample) => measure(sample, count))
}

function measure(sample: RecordSample, count: number): Measurement {
  const records = sample.format === 'otlp' ? count / spansPerRequest : count
  const lines = Array.from({ length: records }, (_, i) => sample.line(i))
  const bytes = Buffer.from(`${sample.header ?? ''}${lines.join('\n')}\n`)
  const parsed = sample.json ? lines.map((_, i) => sample.json!(i)) : lines
  const texts = parsed.map((line) => Buffer.from(line))
  const registry = benchRegistry()
  const own = best(() => readAll(sample, bytes, registry, count))
  const peer = best(() => {
    for (const text of texts) JSON.parse(text.toString())
  })
  return {
    name: `${sample.name}, read and judged`,
    size: `${count} records, ${Math.round(bytes.length / count)} bytes each`,
    value: count / own,
    unit: 'records/s',
    peer: 'JSON.parse of the same',
    peerValue: count / peer,
    ratio: peer / own,
  }
}

/** Throws where a record is not accepted: a refusal costs another time than a call. */
function readAll(sample: RecordSample, bytes: Buffer, registry: RegistryState, count: number): void {
  const format = createFormat(sample.format, sample.mapping, 'bench')
  const cache = new RegistryCache(registry)
  const fast = new FastCallReader()
  const pricer = new FastPricer(cache)
  const row = new CallRow()
  let calls = 0
  for (const block of decodeAll(bytes, format)) {
    for (let record = 0; record < block.count; record++) {
      const place = {
        bytes: block.bytes,
        start: block.starts[record]!,
        end: block.ends[record]!,
        line: block.lines[record]!,
      }
      if (format.read === undefined && format.readText === undefined) {
        if (!fast.read(place.bytes, place.start, place.end, row) || !pricer.price(row))
          throw new Error('a call is not plain')
        calls++
      } else calls += readMapped(format, place, cache, row)
    }
  }
  if (calls !== count) throw new Error(`${sample.name}: ${calls} of ${count} records became calls`)
}

function readMapped(
  format: RecordFormat,
  place: Parameters<typeof readRecord>[1],
  cache: RegistryCache,
  row: CallRow,
): number {
  let calls = 0
  for (const mapped of readRecord(format, place)) {
    if ('skipped' in mapped) continue
    if ('fault' in mapped) throw new Error(mapped.fault.message)
    const checked = checkFields(mapped.event, everything)
    if ('fault' in checked) throw new Error(checked.fault.message)
    if (!isCall(checked.event)) throw new Error('a record became another event than a call')
    readCall(checked.event, cache, row)
    calls++
  }
  return calls
}

/** Currencies, and a rate for the model of each record. */
function benchRegistry(): RegistryState {
  const state = createRegistry()
  let id = 0
  const add = (type: string, data: unknown) => {
    const event = {
      specversion: '1.0',
      id: `${++id}`,
      source: '/registry',
      type: `io.headwater.${type}`,
      time: '2026-01-01T00:00:00Z',
      data,
    }
    evolve(state, decide(parseEvent(event) as RegistryWireEvent, state), state.count)
  }
  for (const currency of ['USD', 'USDC']) add('currency.registered', { currency, decimals: 6 })
  for (const asset of benchAssets) {
    add('asset.registered', { asset, owner: 'org:bench' })
    add('version.released', { asset, version: '1' })
    add('rate.set', {
      asset,
      currency: 'USD',
      effectiveFrom: '2025-01-01T00:00:00Z',
      perMillion: { input: '0.25', output: '2', cacheRead: '0.025' },
    })
  }
  return state
}

const benchAssets = ['model:', 'model:openai/', 'model:anthropic/', 'model:azure/'].flatMap((prefix) =>
  recordModels.map((name) => prefix + name),
)

/** Seconds of processor time of the best pass: other processes of the machine do not change it much. */
function best(pass: () => void): number {
  let least = Number.POSITIVE_INFINITY
  for (let i = 0; i < passes; i++) {
    const start = process.cpuUsage()
    pass()
    const { user, system } = process.cpuUsage(start)
    least = Math.min(least, (user + system) / 1e6)
  }
  return least
}
