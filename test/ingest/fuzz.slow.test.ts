/**
 * A hundred thousand inputs made of valid events by doing them harm. None may crash, each is answered, and whatever the
 * byte-level reader takes, the obvious one takes too.
 */
import { isUtf8 } from 'node:buffer'
import { expect, test } from 'vitest'
import { createBothReaders } from '../support/bothReaders.ts'
import { harm } from '../support/harm.ts'
import { createMemoryIngest, eventText, registryLines } from '../support/memoryIngest.ts'
import { createRandom } from '../support/random.ts'

const inputs = 100_000
const seed = 20_260_101

const base = [
  eventText('call.metered', 'a', {
    asset: 'model:meta/llama',
    amount: '1.50',
    currency: 'USDC',
    caller: 'ünï',
  }),
  eventText('call.metered', 'b', {
    asset: 'model:meta/llama',
    version: '1.0',
    tokens: { input: 10, output: '20', cacheRead: 0 },
  }),
  eventText('call.metered', 'c', {
    asset: 'model:no/body',
    amount: '0',
    currency: 'YEN',
    agent: 'x',
    traceId: 't',
    providerCallId: 'p',
  }),
  ...registryLines,
  eventText('payee.registered', 'p', {
    payee: 'ann',
    name: 'Ann',
    account: `eip155:8453:0x${'ab'.repeat(20)}`,
  }),
  eventText('fee.set', 'f', { share: '0.05', payee: 'house', effectiveFrom: '2025-01-01T00:00:00Z' }),
  eventText('contribution.recorded', 'k', {
    asset: 'dataset:bare',
    contributions: [{ payee: 'ann', units: 5 }],
  }),
  eventText('version.released', 'v', {
    asset: 'dataset:bare',
    version: '1',
    holders: [{ payee: 'ann', share: '0.5' }],
    contributorShare: '0.5',
    derivedFrom: [{ asset: 'model:meta/llama', relation: 'trainedOn', policy: 'relative', share: '0.1' }],
  }),
]

test('every input is answered, and both readers agree', async () => {
  const random = createRandom(seed)
  const readers = createBothReaders()
  const { writer, requests } = await createMemoryIngest()
  const statuses = new Map<string, number>()
  let fastTaken = 0
  const perRequest = 500
  for (let done = 0; done < inputs; done += perRequest) {
    const lines: Buffer[] = []
    while (lines.length < perRequest) {
      // An id of its own, or most would only be repetitions.
      const text = random.pick(base).replace('"id":"', `"id":"${random.int(inputs)}-`)
      let bytes = harm(text, random)
      if (random.chance(0.3) && bytes.length > 1) bytes = harm(bytes.toString(), random)
      // One input a line; a line of nothing but space is none.
      if (bytes.includes(10) || bytes.toString().trim() === '') continue
      lines.push(bytes)
    }
    for (const line of lines) {
      if (!isUtf8(line)) continue
      const fast = readers.fast(line)
      if (fast === undefined) continue
      fastTaken++
      expect(fast, line.toString()).toEqual(readers.slow(line))
    }
    const body = Buffer.concat(lines.flatMap((line) => [line, Buffer.from('\n')]))
    // The first line would otherwise say what the whole input is.
    const results = await requests.submit(Buffer.concat([Buffer.from('0\n'), body]), {
      origin: 'fuzz',
    })
    expect(results.length).toBe(perRequest + 1)
    for (const { status, fault } of results) {
      expect(fault === undefined).toBe(status === 'accepted' || status === 'duplicate')
      const key = fault?.code ?? status
      statuses.set(key, (statuses.get(key) ?? 0) + 1)
    }
  }
  expect(writer.stopped).toBeUndefined()
  expect(({} as { amount?: string }).amount).toBeUndefined()
  expect(fastTaken).toBeGreaterThan(1_000)
  // The harm reaches far: many kinds of refusal, and much that is still good.
  expect(statuses.size).toBeGreaterThan(25)
  console.info(
    `${inputs} inputs: ${[...statuses]
      .sort((a, b) => b[1] - a[1])
      .map(([key, count]) => `${key} ${count}`)
      .join(', ')}`,
  )
})
