/**
 * Every format, fed with harmed records of its own and of others, and with noise: no input crashes, each part of it is
 * answered, and the counts agree with those of the reader. The seed is printed; HEADWATER_FUZZ_SEED and
 * HEADWATER_FUZZ_INPUTS set another seed and more inputs.
 */
import { gzipSync } from 'node:zlib'
import { beforeAll, expect, test } from 'vitest'
import { type RecordSample, recordSamples } from '../../bench/support/gatewayRecords.ts'
import { composeEvent } from '../../src/decoding/cloudevents/binaryMode.ts'
import { attributesOfHeaders } from '../../src/decoding/cloudevents/httpHeaders.ts'
import type { InputFormat } from '../../src/decoding/formats/names.ts'
import { openBody } from '../../src/decoding/input/open.ts'
import { decodeAll } from '../../src/decoding/records/decoder.ts'
import { errorCatalogue, HeadwaterError } from '../../src/errors.ts'
import type { EventResult, SkippedGroup } from '../../src/ingest/answers.ts'
import { readRecord } from '../../src/ingest/readBody.ts'
import { blocksOf } from '../../src/kafka/consume/messageBlocks.ts'
import { harm, noise, reshape } from '../support/harm.ts'
import { createMemoryIngest, createMemoryWriter, eventText, registryLines } from '../support/memoryIngest.ts'
import { createMemoryRefused } from '../support/memoryRefused.ts'
import { createRandom, type Random } from '../support/random.ts'

const seed = Number(process.env.HEADWATER_FUZZ_SEED ?? 20_261_128)
const allInputs = Number(process.env.HEADWATER_FUZZ_INPUTS ?? 20_000)
const bytesMax = 1 << 22
/** Requests that are under way together, so that they share batches. */
const together = 250

interface Input {
  readonly body: Buffer
  readonly format?: InputFormat | undefined
  readonly mapping?: unknown
}

interface Target {
  readonly name: string
  /** One input for a request; a refusal before it becomes one is an answer too. */
  readonly make: (random: Random) => Input
}

const targets: readonly Target[] = [
  ...recordSamples.map((sample) => ({
    name: sample.name,
    make: (random: Random) => inputOf(sample, random, sample.format),
  })),
  { name: 'found by looking', make: (random) => inputOf(random.pick(recordSamples), random) },
  { name: 'HTTP binary mode', make: (random) => binaryRequest(random) },
  { name: 'Kafka messages', make: (random) => kafkaMessage(random) },
]

function inputOf(sample: RecordSample, random: Random, format?: InputFormat): Input {
  const lines = Array.from({ length: random.chance(0.8) ? 1 : random.int(4) }, () => record(sample, random))
  const isArray = sample.header === undefined && random.chance(0.1)
  const records = isArray
    ? Buffer.from(`[${lines.join(',')}]`)
    : Buffer.concat(lines.flatMap((line) => [line, end]))
  const header = random.chance(0.95) ? (sample.header ?? '') : ''
  let body = Buffer.concat([Buffer.from(header), records])
  if (random.chance(0.05)) body = Buffer.from(harm(body.toString(), random))
  if (random.chance(0.01)) body = gzipSync(body)
  return {
    body,
    format,
    mapping: format === undefined && sample.format !== 'csv' ? undefined : sample.mapping,
  }
}

const end = Buffer.from('\n')

function record(sample: RecordSample, random: Random): Buffer {
  if (random.chance(0.08)) return noise(random)
  const from = random.chance(0.08) ? random.pick(recordSamples) : sample
  let text = from.line(random.int(100_000))
  const changes = random.int(4)
  for (let i = 0; i < changes; i++) {
    if (random.chance(0.6)) text = reshape(text, random)
    else if (i === changes - 1) return harm(text, random)
    else text = harm(text, random).toString()
  }
  return Buffer.from(text)
}

const headerNames = ['ce-specversion', 'ce-id', 'ce-source', 'ce-type', 'ce-time']
const attributeValues = ['1.0', 'call', '/gateway', 'io.headwater.call.metered', '2026-01-01T00:00:00Z']
const oddHeaders = [
  '%',
  '%zz',
  '%C0%A0',
  '"a\\"b"',
  '%E2%82%AC',
  '',
  '\u00fc',
  '\u00c3\u00bc',
  'x'.repeat(1_100),
  '0.3',
]
const contentTypes = [
  'application/json',
  'application/json; charset=UTF-8',
  'application/cloudevents+json',
  'application/cloudevents-batch+json',
  'application/cloudevents+avro',
  'application/vnd.example+json',
  'application/x-ndjson',
  'text/plain',
  ';;',
  undefined,
]

function binaryHeaders(random: Random, prefix: string): [name: string, value: string][] {
  return headerNames
    .map((name, at): [string, string] => [
      prefix + name.slice(3),
      random.chance(0.1) ? random.pick(oddHeaders) : attributeValues[at]!,
    ])
    .filter(() => random.chance(0.97))
    .concat(
      random.chance(0.1)
        ? [[`${prefix}${random.pick(['data', 'id', 'x', ''])}`, random.pick(oddHeaders)]]
        : [],
    )
}

function eventData(random: Random): Buffer {
  if (random.chance(0.1)) return noise(random)
  const data = JSON.stringify(
    (JSON.parse(recordSamples[0]!.line(random.int(100_000))) as { data: unknown }).data,
  )
  return random.chance(0.5)
    ? Buffer.from(data)
    : harm(random.chance(0.5) ? reshape(data, random) : data, random)
}

function binaryRequest(random: Random): Input {
  const attributes = attributesOfHeaders(binaryHeaders(random, 'ce-').flat()) ?? {}
  const { bytes } = composeEvent(attributes, random.pick(contentTypes), eventData(random))
  expect(lineCount(bytes)).toBe(1)
  return { body: bytes, format: 'cloudevents' }
}

/** The records of a message, as the worker cuts it; one message has one record or is many events. */
function kafkaMessage(random: Random): Input {
  const type = random.pick(contentTypes)
  const headers = {
    ...Object.fromEntries(
      binaryHeaders(random, random.chance(0.9) ? 'ce_' : 'ce-').map(([name, value]) => [
        name,
        Buffer.from(value, random.chance(0.9) ? 'utf8' : 'latin1'),
      ]),
    ),
    ...(type !== undefined && { 'content-type': type }),
  }
  const value = random.chance(0.5) ? eventData(random) : record(recordSamples[0]!, random)
  const message = {
    offset: '7',
    value: random.chance(0.02) ? null : value,
    ...(random.chance(0.8) && { headers }),
  }
  const lines: Buffer[] = []
  for (const { bytes, starts, ends, count, faults } of blocksOf([message])) {
    for (let at = 0; at < count; at++) {
      expect(ends[at]!).toBeLessThanOrEqual(bytes.length)
      expect(starts[at]!).toBeLessThanOrEqual(ends[at]!)
      const fault = faults.get(at)
      if (fault) checkFault(fault)
      else lines.push(bytes.subarray(starts[at], ends[at]), end)
    }
  }
  return { body: Buffer.concat(lines), format: 'cloudevents' }
}

function lineCount(bytes: Buffer): number {
  return bytes.toString('latin1').split('\n').length
}

/** Events and skipped records by the reader alone. */
function countByReader(input: Input): { events: number; skipped: number } {
  const { format, body } = openBody(input.body, { ...input, origin: 'fuzz' }, bytesMax)
  const counts = { events: 0, skipped: 0 }
  for (const { bytes, starts, ends, lines, count, faults } of decodeAll(body, format)) {
    for (let at = 0; at < count; at++) {
      if (faults.has(at) || (!format.read && !format.readText)) {
        counts.events++
        continue
      }
      const place = { bytes, start: starts[at]!, end: ends[at]!, line: lines[at]! }
      for (const part of readRecord(format, place)) counts['skipped' in part ? 'skipped' : 'events']++
    }
  }
  return counts
}

function checkFault({ code, message, path = '' }: { code: string; message: string; path?: string }): void {
  expect(Object.hasOwn(errorCatalogue, code), code).toBe(true)
  expect(code).not.toBe('internal.bug')
  expect(message.isWellFormed()).toBe(true)
  expect(message.length).toBeLessThan(4_000)
  expect(path).toMatch(/^(\/.*)?$/s)
}

let world: Awaited<ReturnType<typeof createWorld>>
const answers = new Map<string, number>()

async function createWorld() {
  const usage = createMemoryWriter()
  let rows = 0
  usage.insert = async (_key, batch) => {
    rows += batch.call.length
  }
  const refused = {
    ...createMemoryRefused(),
    add: async () => new Set<string>(),
    closeAccepted: async () => {},
  }
  const ingest = await createMemoryIngest({ usage, refused })
  const registry = [
    ...registryLines,
    eventText('currency.registered', 'usd', { currency: 'USD', decimals: 6 }),
  ]
  await ingest.requests.submit(Buffer.from(registry.join('\n')), { origin: 'registry' })
  return { ...ingest, taken: () => rows + ingest.dependencies.registry.count }
}

beforeAll(async () => {
  world = await createWorld()
  console.info(`fuzz of formats: seed ${seed}, ${allInputs} inputs`)
})

/** Answers of one input: how many events were accepted. */
async function take(make: () => Input): Promise<number> {
  let skipped: readonly SkippedGroup[] = []
  let results: readonly EventResult[]
  let input: Input
  try {
    input = make()
    results = await world.requests.submit(input.body, {
      origin: 'fuzz',
      bytesMax,
      ...(input.format && { format: input.format }),
      ...(input.mapping !== undefined && { mapping: input.mapping }),
      onSkipped: (groups) => {
        skipped = groups
      },
    })
  } catch (error) {
    if (!(error instanceof HeadwaterError)) throw error
    checkFault(error as { code: string; message: string })
    count(`whole: ${error.code}`)
    return 0
  }
  const expected = countByReader(input)
  expect(results.filter(() => true).length).toBe(expected.events)
  expect(skipped.reduce((sum, group) => sum + group.count, 0)).toBe(expected.skipped)
  if (expected.skipped > 0) count('skipped', expected.skipped)
  for (const { status, fault } of results) {
    expect(fault === undefined).toBe(status === 'accepted' || status === 'duplicate')
    if (fault) checkFault(fault)
    count(fault?.code ?? status)
  }
  return results.filter(({ status }) => status === 'accepted').length
}

function count(key: string, by = 1): void {
  answers.set(key, (answers.get(key) ?? 0) + by)
}

test.each(targets.map((target, at) => ({ ...target, at })))(
  '$name: every input is answered',
  async ({ make, at }) => {
    answers.clear()
    const inputs = Math.ceil(allInputs / targets.length)
    const before = world.taken()
    let accepted = 0
    for (let done = 0; done < inputs; done += together) {
      const size = Math.min(together, inputs - done)
      const taken = Array.from({ length: size }, async (_, i) => {
        // Each input has a seed of its own, so that one can be tried alone.
        const own = seed + at * 1_000_003 + done + i
        try {
          const taken = await take(() => make(createRandom(own)))
          accepted += taken
        } catch (error) {
          throw new Error(`seed ${own}: ${(error as Error).message}`, { cause: error })
        }
      })
      await Promise.all(taken)
    }
    expect(world.writer.stopped).toBeUndefined()
    expect(world.taken() - before).toBe(accepted)
    expect(({} as { amount?: string }).amount).toBeUndefined()
    // The harm reaches far, and much is still good.
    expect(answers.size).toBeGreaterThan(4)
    const shown = [...answers].sort((a, b) => b[1] - a[1]).map(([key, times]) => `${key} ${times}`)
    console.info(`${inputs} inputs: ${shown.join(', ')}`)
  },
)
