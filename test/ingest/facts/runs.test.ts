import fc from 'fast-check'
import { expect, test } from 'vitest'
import { faultOf } from '../../../src/errors.ts'
import { contentBytes } from '../../../src/events/content.ts'
import { parseBySchema } from '../../../src/events/parse.ts'
import { isRegistryEvent, type RegistryWireEvent } from '../../../src/events/types.ts'
import { conflictFault } from '../../../src/ingest/batch/verdicts.ts'
import { createRegistry, decide, evolve, factData } from '../../../src/registry/index.ts'
import { mostly, writtenDown } from '../../support/callEvents.ts'
import { chunksOf, createMemoryIngest, eventText, registryLines } from '../../support/memoryIngest.ts'
import { runs, tries } from '../../support/properties.ts'
import { registryEventOf } from '../../support/registryEvents.ts'

interface Outcome {
  readonly status: string
  readonly fault?: { readonly code: string; readonly path?: string | undefined; readonly message: string }
}

/** Takes one event after the other, each by the schema, and each decided against everything before it. */
function createReference() {
  const registry = createRegistry()
  const recorded: { type: string; data: unknown }[] = []
  const contents = new Map<string, string>()
  const record = (event: RegistryWireEvent): Outcome => {
    const identity = JSON.stringify([event.source, event.id])
    const content = Buffer.from(contentBytes(event)).toString('hex')
    const known = contents.get(identity)
    if (known === content) return { status: 'duplicate' }
    if (known !== undefined) return { status: 'conflict', fault: conflictFault(event.source, event.id) }
    const fact = decide(event, registry)
    evolve(registry, fact, registry.count)
    recorded.push({ type: fact.type, data: JSON.parse(JSON.stringify(factData(fact))) })
    contents.set(identity, content)
    return { status: 'accepted' }
  }
  const take = (line: string): Outcome | 'call' => {
    try {
      const event = parseBySchema(JSON.parse(line))
      return isRegistryEvent(event) ? record(event) : 'call'
    } catch (error) {
      const { code, path, message } = faultOf(error)
      return { status: 'rejected', fault: { code, path, message } }
    }
  }
  return { registry, recorded, take }
}

const ids = fc.constantFrom('1', '2', '3', '4', '5', '6', '7', '8')
const call = fc
  .constantFrom('c1', 'c2', 'c3')
  .map((id) => eventText('call.metered', id, { asset: 'model:meta/llama', amount: '1', currency: 'USDC' }))
const asset = ids.map((id) =>
  eventText('asset.registered', id, { asset: 'model:nobody/knows', owner: 'ada' }, { source: 'a' }),
)
const line = fc.oneof(
  {
    weight: 12,
    arbitrary: writtenDown(registryEventOf(mostly(ids, fc.constant('')) as fc.Arbitrary<unknown>)),
  },
  { weight: 2, arbitrary: call },
  { weight: 1, arbitrary: asset },
)
/** Bodies of lines, some of which come again. A body is judged in runs. */
const bodies = fc
  .record({
    lines: fc.array(line, { minLength: 1, maxLength: 25 }),
    picks: fc.array(fc.array(fc.nat(), { minLength: 1, maxLength: 15 }), { minLength: 1, maxLength: 4 }),
  })
  .map(({ lines, picks }) =>
    picks.map((body) => body.map((pick) => lines[pick % lines.length]!.replaceAll(/\s*\n\s*/g, ' '))),
  )

test('P: events judged in runs give the facts, the digest and the refusals of one event after the other', async () => {
  const statuses = { accepted: 0, duplicate: 0, conflict: 0, rejected: 0 } as Record<string, number>
  await fc.assert(
    fc.asyncProperty(bodies, async (list) => {
      const { requests, events, dependencies } = await createMemoryIngest({ rowsMax: 64 })
      const reference = createReference()
      for (const text of registryLines) reference.take(text)
      await requests.ingestStream(chunksOf(registryLines.join('\n')), { origin: 'registry' })
      for (const lines of list) {
        const expected = lines.map(reference.take)
        const results = await requests.submit(Buffer.from(lines.join('\n')), {
          origin: 'test',
          format: 'cloudevents',
        })
        expect(results.length).toBe(lines.length)
        for (const [at, outcome] of expected.entries()) {
          if (outcome === 'call') continue
          statuses[outcome.status] = (statuses[outcome.status] ?? 0) + 1
          const { status, fault } = results[at]!
          expect({ status, fault }).toMatchObject(outcome)
        }
      }
      const log = events.log.filter(({ stream }) => stream === 'registry')
      expect(log.map(({ type, data }) => ({ type, data }))).toEqual(reference.recorded)
      expect(dependencies.registry.digest).toBe(reference.registry.digest)
    }),
    runs(200, 40),
  )
  for (const count of Object.values(statuses)) expect(count).toBeGreaterThan(tries(30, 0))
})

test('a repetition of an event that was refused in the same run is judged by itself', async () => {
  const { requests } = await createMemoryIngest()
  const payee = (id: string, name: string) => eventText('payee.registered', id, { payee: name })
  const lines = [payee('1', 'a\u200b'), payee('1', 'ada'), payee('1', 'ada'), payee('1', 'b')]
  const results = await requests.submit(Buffer.from(lines.join('\n')), { origin: 'test' })
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'accepted', 'duplicate', 'conflict'])
})

test('a stream gets the counts of a request that wants each result', async () => {
  const lines = Array.from({ length: 2_500 }, (_, at) =>
    eventText('payee.registered', `${at % 2_000}`, {
      payee: `p${at % 1_000}`,
      ...(at > 2_200 && { name: 'n' }),
    }),
  )
  const { requests, events } = await createMemoryIngest()
  const report = await requests.ingestStream(chunksOf(lines.join('\n')), { origin: 'test' })
  expect(report).toMatchObject({
    accepted: 2_000,
    duplicate: 201,
    conflict: 299,
    rejectedCount: 0,
    read: 2_500,
  })
  const again = await createMemoryIngest()
  const results = await again.requests.submit(Buffer.from(lines.join('\n')), { origin: 'test' })
  const count = (status: string) => results.filter((result) => result.status === status).length
  expect([count('accepted'), count('duplicate'), count('conflict')]).toEqual([2_000, 201, 299])
  expect(again.dependencies.registry.digest).toBeDefined()
  expect(again.events.log.map(({ data }) => data)).toEqual(events.log.map(({ data }) => data))
})
