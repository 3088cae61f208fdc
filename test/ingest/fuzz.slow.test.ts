/**
 * A hundred thousand inputs made of valid events by doing them harm. None may crash, each is answered, and whatever the
 * byte-level reader takes, the obvious one takes too.
 */
import { isUtf8 } from 'node:buffer'
import { expect, test } from 'vitest'
import { createBothReaders } from '../support/bothReaders.ts'
import { createMemoryIngest, eventText, registryLines } from '../support/memoryIngest.ts'
import { createRandom, type Random } from '../support/random.ts'

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

const values = [
  'null',
  'true',
  '0',
  '-0',
  '-1',
  '1e999',
  '1e-7',
  '0.1',
  '9007199254740993',
  '1'.repeat(400),
  '""',
  '"\\ud800"',
  '"\\u0000"',
  '[]',
  '{}',
  '[[[]]]',
  `${'['.repeat(200)}${']'.repeat(200)}`,
  '{"__proto__":{"amount":"5"}}',
  '"0.000000000000000000001"',
  '"1461501637330902918203684832716283019655932542976"',
  `"${'x'.repeat(1_500)}"`,
  '"2025-02-30T00:00:00Z"',
  '"\ufeff"',
  '"constructor"',
  '"__proto__"',
  'NaN',
  "'x'",
  '"0x12"',
]
const keys = ['__proto__', 'constructor', 'toString', 'id', 'data', 'amount', '', 'tokens', 'time']

/** One harm done to the text; what comes out may still be fine. */
function harm(text: string, random: Random): Buffer {
  const bytes = Buffer.from(text)
  const at = random.int(bytes.length)
  switch (random.int(9)) {
    case 0:
      bytes[at] = random.int(256)
      return bytes
    case 1:
      return bytes.subarray(0, at)
    case 2:
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + random.int(10))])
    case 3:
      return Buffer.concat([bytes.subarray(0, at), Buffer.from(random.pick(values)), bytes.subarray(at)])
    case 4:
      return Buffer.from(replaceValue(text, random, random.pick(values)))
    case 5:
      return Buffer.from(removeField(text, random))
    case 6:
      return Buffer.from(
        addField(text, `${JSON.stringify(random.pick(keys))}:${random.pick(values)}`, random),
      )
    case 7:
      return Buffer.from(addField(text, pickField(text, random), random))
    default:
      return Buffer.from(
        text.replaceAll(random.pick([':', ',', '"']), (char) => (random.chance(0.1) ? ` ${char} ` : char)),
      )
  }
}

const field = /"(?:[^"\\]|\\.)*":(?:"(?:[^"\\]|\\.)*"|-?[0-9.]+|true|false|null|\[[^[\]]*\]|\{[^{}]*\})/g

function pickField(text: string, random: Random): string {
  const fields = text.match(field) ?? []
  return fields.length === 0 ? '"x":1' : random.pick(fields)
}

function replaceValue(text: string, random: Random, value: string): string {
  const chosen = pickField(text, random)
  return text.replace(chosen, () => `${chosen.slice(0, chosen.indexOf(':'))}:${value}`)
}

function removeField(text: string, random: Random): string {
  const chosen = pickField(text, random)
  return text.replace(`${chosen},`, '').replace(`,${chosen}`, '')
}

function addField(text: string, added: string, random: Random): string {
  const braces = [...text.matchAll(/\{/g)]
  const at = braces.length === 0 ? 0 : random.pick(braces).index + 1
  return `${text.slice(0, at)}${added},${text.slice(at)}`
}

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
