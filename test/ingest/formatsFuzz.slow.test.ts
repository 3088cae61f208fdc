/**
 * Every format, fed with harmed records of its own and of others, and with noise: no input crashes, each part of it is
 * answered, and the counts agree with those of the reader. The seed is printed; HEADWATER_FUZZ_SEED and
 * HEADWATER_FUZZ_INPUTS set another seed and more inputs.
 */
import { gzipSync } from 'node:zlib'
import { beforeAll, expect, test } from 'vitest'
import {
  recordSamples as benchSamples,
  otlpRequest,
  type RecordSample,
  recordModels,
} from '../../bench/support/gatewayRecords.ts'
import { composeEvent } from '../../src/decoding/cloudevents/binaryMode.ts'
import { attributesOfHeaders } from '../../src/decoding/cloudevents/httpHeaders.ts'
import { isMapped } from '../../src/decoding/formats/index.ts'
import type { InputFormat } from '../../src/decoding/formats/names.ts'
import { exportTraceServiceRequest } from '../../src/decoding/formats/otlp/protobuf/messages.ts'
import { openBody } from '../../src/decoding/input/open.ts'
import { decodeAll } from '../../src/decoding/records/decoder.ts'
import { errorCatalogue, HeadwaterError } from '../../src/errors.ts'
import type { EventResult, SkippedGroup } from '../../src/ingest/answers.ts'
import { readRecord } from '../../src/ingest/readParts.ts'
import { blocksOf } from '../../src/kafka/consume/messageBlocks.ts'
import { harm, harmBytes, noise, reshape } from '../support/harm.ts'
import { createMemoryIngest, createMemoryWriter, eventText, registryLines } from '../support/memoryIngest.ts'
import { createMemoryRefused } from '../support/memoryRefused.ts'
import { encodeProtobuf } from '../support/otlp.ts'
import { createRandom, type Random } from '../support/random.ts'

const seed = Number(process.env.HEADWATER_FUZZ_SEED ?? 20_261_128)
const allInputs = Number(process.env.HEADWATER_FUZZ_INPUTS ?? 200_000)
const bytesMax = 1 << 22
/** The answers of one input of so many are compared with what the reader alone finds in it. */
const comparedEach = 4
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

/** Export requests are small here: the fuzz wants many of them. */
const recordSamples = benchSamples.map((sample) =>
  sample.format === 'otlp' ? { ...sample, line: (i: number) => JSON.stringify(otlpRequest(i, 2)) } : sample,
)

const targets: readonly Target[] = [
  ...recordSamples.map((sample) => ({
    name: sample.name,
    make: (random: Random) => inputOf(sample, random, sample.format),
  })),
  { name: 'found by looking', make: (random) => inputOf(random.pick(recordSamples), random) },
  { name: 'OTLP protobuf', make: (random) => protobufRequest(random) },
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

function protobufRequest(random: Random): Input {
  const request = encodeProtobuf(
    otlpRequest(random.int(100_000), 1 + random.int(3)),
    exportTraceServiceRequest,
  )
  const harmed = random.chance(0.7) ? harmBytes(request, random) : request
  const body = random.chance(0.08) ? noise(random) : harmed
  return { body, format: random.chance(0.9) ? 'otlp-protobuf-traces' : 'otlp-protobuf-logs' }
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
  claim(!bytes.includes(0x0a), 'a composed event is one line')
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
      claim(starts[at]! <= ends[at]! && ends[at]! <= bytes.length, 'a record lies within its block')
      const fault = faults.get(at)
      if (fault) checkFault(fault)
      else lines.push(bytes.subarray(starts[at], ends[at]), end)
    }
  }
  return { body: Buffer.concat(lines), format: 'cloudevents' }
}

/** Events and skipped records by the reader alone. */
function countByReader(input: Input): { events: number; skipped: number; traced: boolean } {
  const { format, body } = openBody(input.body, { ...input, origin: 'fuzz' }, bytesMax)
  const counts = { events: 0, skipped: 0, traced: format.traced === true }
  for (const { bytes, starts, ends, lines, count, faults } of decodeAll(body, format)) {
    for (let at = 0; at < count; at++) {
      if (faults.has(at) || !isMapped(format)) {
        counts.events++
        continue
      }
      const place = { bytes, start: starts[at]!, end: ends[at]!, line: lines[at]! }
      for (const part of readRecord(format, place)) counts['skipped' in part ? 'skipped' : 'events']++
    }
  }
  for (const part of format.end?.() ?? []) counts['skipped' in part ? 'skipped' : 'events']++
  return counts
}

/** In place of `expect`, which takes longer than the input itself. */
function claim(holds: boolean, what: string): void {
  if (!holds) throw new Error(`not so: ${what}`)
}

function checkFault({ code, message, path = '' }: { code: string; message: string; path?: string }): void {
  claim(Object.hasOwn(errorCatalogue, code) && code !== 'internal.bug', `${code} is a code of a refusal`)
  claim(
    message.isWellFormed() && message.length < 4_000,
    `the message is text of moderate length: ${message}`,
  )
  claim(path === '' || path.startsWith('/'), `${path} is a pointer`)
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
    ...['', 'openai/', 'anthropic/'].flatMap((provider) =>
      recordModels.flatMap((name) => pricedModel(`model:${provider}${name}`)),
    ),
  ]
  await ingest.requests.submit(Buffer.from(registry.join('\n')), { origin: 'registry' })
  return { ...ingest, taken: () => rows + ingest.dependencies.registry.count }
}

function pricedModel(asset: string): string[] {
  return [
    eventText('asset.registered', `${asset} a`, { asset, owner: 'org:models' }),
    eventText('version.released', `${asset} v`, { asset, version: '1', releasedAt: '2025-01-01T00:00:00Z' }),
    eventText('rate.set', `${asset} r`, {
      asset,
      currency: 'USD',
      effectiveFrom: '2025-01-01T00:00:00Z',
      perMillion: { input: '0.25', output: '2' },
    }),
  ]
}

beforeAll(async () => {
  world = await createWorld()
  // Refusals are expected here, by the hundred thousand.
  Error.stackTraceLimit = 0
  console.info(`fuzz of formats: seed ${seed}, ${allInputs} inputs`)
})

/** Answers of one input: how many events were accepted. */
async function take(make: () => Input, compared: boolean): Promise<number> {
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
  const told = skipped.reduce((sum, group) => sum + group.count, 0)
  const answered = results.filter(() => true).length
  claim(answered === results.length, 'each event has its answer')
  if (compared) {
    const expected = countByReader(input)
    // A span of another record or input may decide that a call is skipped.
    const moved = expected.traced ? expected.events - answered : 0
    claim(
      expected.traced || answered === expected.events,
      `${answered} answers for ${expected.events} events`,
    )
    claim(
      told === expected.skipped + moved,
      `${told} reported as skipped, and ${expected.skipped} read as such`,
    )
  }
  if (told > 0) count('skipped', told)
  for (const { status, fault } of results) {
    claim(
      (fault === undefined) === (status === 'accepted' || status === 'duplicate'),
      `${status} has its fault`,
    )
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
          const taken = await take(() => make(createRandom(own)), own % comparedEach === 0)
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
