/** Inputs of every kind, and all that is kept and answered of them, with or without threads that read. */
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect } from 'vitest'
import { fileChunks } from '../../src/ingest/fileChunks.ts'
import { Lanes, type ReaderThreads } from '../../src/ingest/index.ts'
import { blocksOf } from '../../src/kafka/consume/messageBlocks.ts'
import { callEventText, writtenDown } from './callEvents.ts'
import { chunksOf, createMemoryIngest, eventText, registryLines } from './memoryIngest.ts'
import { registryEventOf } from './registryEvents.ts'

const ids = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h')
const plainCall = fc
  .record({ id: ids, amount: fc.constantFrom('1', '1.50', '0.000001', '0.0000000000000000001') })
  .map(({ id, amount }) =>
    eventText('call.metered', id, { asset: 'model:meta/llama', version: '1.0', amount, currency: 'USDC' }),
  )
const pricedCall = fc
  .record({ id: ids, input: fc.nat(5_000) })
  .map(({ id, input }) =>
    eventText('call.metered', id, { asset: 'model:meta/llama', tokens: { input }, caller: 'é' }),
  )
/** Under the ids of calls, and about them. */
const correction = fc
  .tuple(ids, ids)
  .chain(([id, of]) =>
    fc.constantFrom(
      eventText('call.refunded', id, { call: { source: '/test', id: of }, amount: '0.5', currency: 'USDC' }),
      eventText('call.refunded', id, { call: { source: '/test', id: of } }),
      eventText('call.disputed', id, { call: { source: '/test', id: of } }),
      eventText('dispute.closed', id, { dispute: { source: '/test', id: of } }),
      eventText('deposit.recorded', id, { payee: 'meta', amount: '1', currency: 'USDC' }),
      eventText('deposit.recorded', id, { payee: 'meta', amount: '1', currency: 'EUR' }),
    ),
  )
const release = fc
  .nat(3)
  .map((number) =>
    eventText('version.released', `v${number}`, { asset: 'dataset:bare', version: String(number) }),
  )
/** Registry events of people, plain and strange, some under the id of another. */
const person = writtenDown(registryEventOf(ids)).filter((text) => !text.includes('\n'))
const gateway = ids.map((id) => JSON.stringify({ id, startTime: '2025-01-24T09:20:46Z', model: 'llama' }))
const broken = fc.constantFrom('{', 'x', '', ' ', '{"id":', '[1]', '5', '{"specversion":"1.0"}', '\ufeff{}')
const line = fc.oneof(
  { weight: 8, arbitrary: plainCall },
  { weight: 8, arbitrary: pricedCall },
  { weight: 6, arbitrary: callEventText },
  { weight: 4, arbitrary: correction },
  { weight: 1, arbitrary: fc.constantFrom(...registryLines) },
  { weight: 1, arbitrary: release },
  { weight: 8, arbitrary: person },
  { weight: 1, arbitrary: gateway },
  { weight: 2, arbitrary: broken },
)

/** Lines or an array, cut into chunks anywhere; rarely with a byte that is no UTF-8. */
export const threadedBody = fc
  .record({
    lines: fc.array(line, { minLength: 1, maxLength: 60 }),
    end: fc.constantFrom('\n', '\n', '\r\n', '\n\n'),
    isArray: fc.boolean(),
    isDamaged: fc.oneof(
      { weight: 9, arbitrary: fc.constant(false) },
      { weight: 1, arbitrary: fc.constant(true) },
    ),
    cuts: fc.array(fc.nat(20_000), { maxLength: 6 }),
    rowsMax: fc.constantFrom(3, 16, 1_000),
  })
  .map(({ lines, end, isArray, isDamaged, cuts, rowsMax }) => {
    const first = plainText
    const text = isArray
      ? `[${[first, ...lines].filter((each) => each.trim() !== '').join(',')}]`
      : [first, ...lines].join(end)
    const bytes = Buffer.from(text)
    if (isDamaged) bytes[bytes.length >> 1] = 0xff
    return { bytes, cuts, rowsMax }
  })
const plainText = eventText('call.metered', 'first', { asset: 'model:meta/llama' })

function chunks(bytes: Buffer, cuts: readonly number[]): Buffer[] {
  const places = [0, ...cuts.map((cut) => cut % bytes.length), bytes.length].sort((one, other) => one - other)
  return places.slice(1).map((to, index) => bytes.subarray(places[index]!, to))
}

type Body = typeof threadedBody extends fc.Arbitrary<infer Value> ? Value : never

/** Everything that is kept and answered of a stream and of the same as a request. */
export async function takenAsBody(
  { bytes, cuts, rowsMax }: Body,
  readers: ReaderThreads | undefined,
  input: AsyncIterable<Uint8Array> = chunksOf(...chunks(bytes, cuts)),
) {
  const { requests, events, usage, refused, dependencies } = await createMemoryIngest({ readers, rowsMax })
  await requests.submit(Buffer.from(registryLines.join('\n')), { origin: 'registry' })
  const progress: unknown[] = []
  const options = { origin: 'calls', format: 'cloudevents' } as const
  const report = await requests.ingestStream(input, {
    ...options,
    onProgress: (each) => progress.push(each),
  })
  const padded = Buffer.concat([bytes, Buffer.from('\n'.repeat(70_000))])
  const results = await requests.submit(padded, { ...options, origin: 'again' })
  return {
    report,
    results,
    last: progress.at(-1),
    rows: [usage.rows, usage.corrections, usage.postings],
    log: events.log,
    refused: [...refused.entries.values()],
    registry: dependencies.registry.digest,
  }
}

/** Small chunks, so that their memory is used again many times. */
const chunkBytes = fc.integer({ min: 50, max: 4_000 })
/** Each says something else under one of few ids, or is broken: what is kept of a refused event are its bytes. */
const refusedLines = fc.array(fc.oneof(plainCall, pricedCall, broken), { minLength: 60, maxLength: 60 })

/** The same from a file, in memory that is used again, is taken as if it came in chunks of their own. */
export async function sameFromFile(
  pools: readonly (ReaderThreads | undefined)[],
  numRuns: number,
): Promise<void> {
  const file = join(mkdtempSync(join(tmpdir(), 'headwater-')), 'body')
  await fc.assert(
    fc.asyncProperty(threadedBody, refusedLines, chunkBytes, async (body, lines, size) => {
      // Many, because memory is used again only after as many blocks as are read ahead.
      const more = Array.from({ length: 300 }, (_, at) =>
        lines[at % 60]!.replace('"caller":"é"', `"caller":"${at}"`),
      )
      const bytes = Buffer.concat([body.bytes, Buffer.from(`\n${more.join('\n')}`)])
      writeFileSync(file, bytes)
      const alone = await takenAsBody({ ...body, bytes }, undefined)
      for (const pool of pools)
        expect(await takenAsBody({ ...body, bytes }, pool, fileChunks(file, size))).toEqual(alone)
    }),
    { numRuns },
  )
}

const messages = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: line },
    { weight: 1, arbitrary: fc.array(line, { maxLength: 5 }).map((lines) => `[${lines.join(',')}]`) },
  ),
  { minLength: 1, maxLength: 40 },
)

/** What is kept of messages that come to two lanes in several fetches. */
export async function takenByLanes(
  { values, fetches, rowsMax }: { values: readonly string[]; fetches: number; rowsMax: number },
  readers: ReaderThreads | undefined,
) {
  const { writer, events, usage, refused } = await createMemoryIngest({ readers, rowsMax })
  const lanes = new Lanes(writer)
  const ends = [0, 0]
  const open = [await lanes.open('kafka-t-0', 'kafka:t/0'), await lanes.open('kafka-t-1', 'kafka:t/1')]
  const each = Math.ceil(values.length / fetches)
  const all = [
    registryLines,
    ...Array.from({ length: fetches }, (_, at) => values.slice(at * each, (at + 1) * each)),
  ]
  for (const [number, part] of all.entries()) {
    const at = number % 2
    const from = ends[at]!
    ends[at] = from + part.length
    const sent = part.map((value, index) => ({ offset: String(from + index), value: Buffer.from(value) }))
    lanes.add(open[at]!, { blocks: blocksOf(sent), bytes: 2 << 20, end: from + part.length })
    // One after the other, so that the order is the same each time.
    await lanes.drain()
  }
  return {
    counts: lanes.counts,
    checkpoints: open.map(({ checkpoint }) => checkpoint),
    rows: [usage.rows, usage.corrections, usage.postings].map((rows) =>
      rows.map(({ attempt: _, ...row }) => row),
    ),
    log: events.log.map(({ stream, type }) => `${stream} ${type}`),
    refused: [...refused.entries.values()],
  }
}

export const threadedMessages = fc.record({
  values: messages,
  fetches: fc.integer({ min: 1, max: 4 }),
  rowsMax: fc.constantFrom(3, 16, 1_000),
})

/** Compares what is taken without threads and with each pool, and that threads did read. */
export async function sameAsAlone<Input>(
  inputs: fc.Arbitrary<Input>,
  take: (input: Input, readers: ReaderThreads | undefined) => Promise<unknown>,
  pools: readonly ReaderThreads[],
  numRuns: number,
): Promise<void> {
  await fc.assert(
    fc.asyncProperty(inputs, async (input) => {
      const alone = await take(input, undefined)
      for (const pool of pools) expect(await take(input, pool)).toEqual(alone)
    }),
    { numRuns },
  )
  for (const pool of pools) expect(pool.blocksRead).toBeGreaterThan(numRuns)
}
