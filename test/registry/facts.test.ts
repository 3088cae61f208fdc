import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import canonicalize from 'canonicalize'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { RegistryEventType } from '../../src/events/types.ts'
import { canonicalJson } from '../../src/registry/digest.ts'
import { factPayload } from '../../src/registry/facts.ts'
import { createRegistry, evolve, factData, factFromRecorded, factText } from '../../src/registry/index.ts'
import { digestOfNothing } from '../../src/registry/state.ts'
import { definitionOf, definitions } from '../../src/registry/types.ts'
import { schemaPaths, valuePaths } from '../events/fieldPaths.ts'
import { runs } from '../support/properties.ts'
import { decideAll, registryEvents } from './randomRegistry.ts'
import { apply, given, model, usd } from './support.ts'

/** Facts as format 1 recorded them: these lines are never written again, only read. */
const first = goldenFacts('registry-facts-v1')
/** The same of contracts, which follow the first ones. */
const golden = [...first, ...goldenFacts('registry-facts-contracts-v1')]

function goldenFacts(name: string): { type: string; data: unknown }[] {
  const text = readFileSync(new URL(`../golden/${name}.ndjson`, import.meta.url), 'utf8')
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
}

describe('recorded facts of format 1', () => {
  it('are read, and written the same again', () => {
    for (const { type, data } of golden) expect(factData(factFromRecorded(type, data))).toEqual(data)
  })

  const digests: Readonly<Record<number, string>> = {
    [first.length]: 'c5dcc477eb6afd723b82e9f2feac2b4ede4bd758f216ebb91f11a74ec18554cf',
    [golden.length]: '44f968d1f526efddef4a1aaea43ede3cb60327d24a297e61985201889b87dfc4',
  }

  it('make the same registry as ever', () => {
    const state = createRegistry()
    for (const { type, data } of golden) {
      evolve(state, factFromRecorded(type, data), state.count)
      const digest = digests[state.count]
      if (digest) expect(state.digest).toBe(digest)
    }
    expect(Object.keys(digests).at(-1)).toBe(String(golden.length))
  })

  it.each(Object.keys(definitions) as RegistryEventType[])('have every field of %s', (type) => {
    const found = golden.filter((line) => line.type === type).flatMap(({ data }) => valuePaths(data))
    expect([...schemaPaths(type)].filter((path) => !found.includes(path))).toEqual([])
  })

  it('are applied one by one, in order', () => {
    const state = createRegistry()
    const [first] = golden
    expect(() => evolve(state, factFromRecorded(first!.type, first!.data), 1)).toThrow('one by one')
    expect(() => factFromRecorded(first!.type, { ...(first!.data as object), format: 2 })).toThrow('format 1')
    expect(() => factFromRecorded('io.headwater.call.metered', first!.data)).toThrow('type of registry fact')
  })
})

describe('the text of a fact', () => {
  it('is the JSON of its value, in both orders of the keys', () => {
    fc.assert(
      fc.property(registryEvents, fc.option(fc.nat(1e9), { nil: undefined }), (events, notice) => {
        const { facts } = decideAll(
          events,
          createRegistry(),
          notice === undefined ? {} : { payableFrom: 1.7e15 + notice },
        )
        for (const fact of facts) expectTexts(fact)
      }),
      runs(100),
    )
  })

  it('has every field that was ever recorded', () => {
    for (const { type, data } of golden) expectTexts(factFromRecorded(type, data))
  })
})

function expectTexts(fact: ReturnType<typeof factFromRecorded>): void {
  expect(factText(fact)).toBe(JSON.stringify(factData(fact)))
  const { text } = definitionOf(fact.type)
  if (text) expect(`{${text.sorted(fact.data)}}`).toBe(canonicalize(factPayload(fact)))
}

describe('the registry digest', () => {
  it('is a chain of SHA-256 over the canonical JSON of the facts', () => {
    const state = given(usd)
    const [fact] = [apply(given(), ...usd)]
    const { id, type, source } = fact!
    expect(state.digest).toMatch(/^[0-9a-f]{64}$/)
    const document = `{"data":{"currency":"USD","decimals":6},"id":"${id}","source":"${source}","time":"2025-01-01T00:00:00Z","type":"${type}"}`
    const own = createHash('sha256').update(document).digest()
    const chained = createHash('sha256').update(Buffer.alloc(32)).update(own).digest('hex')
    const alone = createRegistry()
    evolve(alone, fact!, 0)
    expect(alone.digest).toBe(chained)
    expect(createRegistry().digest).toBe(digestOfNothing)
  })

  it('is the same for the same facts, and differs if one is left out or changed', () => {
    fc.assert(
      fc.property(registryEvents, fc.nat(), (events, pick) => {
        const { state, facts } = decideAll(events)
        const replay = (list: typeof facts) => {
          const again = createRegistry()
          for (const fact of list) evolve(again, fact, again.count)
          return again.digest
        }
        expect(replay(facts)).toBe(state.digest)
        const at = pick % facts.length
        expect(
          replay(facts.map((fact, index) => (index === at ? { ...fact, time: fact.time + 1 } : fact))),
        ).not.toBe(state.digest)
        expect(replay(facts.slice(0, -1))).not.toBe(state.digest)
      }),
      runs(100),
    )
  })

  it('depends on the order of facts', () => {
    const a = { id: '1' }
    const b = { id: '2' }
    const one = given([...usd, a], [...model, b])
    const other = given([...model, b], [...usd, a])
    expect(one.digest).not.toBe(other.digest)
  })

  it('is over RFC 8785 JSON', () => {
    const unit = fc.constantFrom('a', 'B', '1', 'é', '名', '😀', '\u0000', '\u2028', '\ufffd', '"', '\\', '/')
    const key = fc
      .string({ unit, maxLength: 4 })
      .filter((text) => !/^[0-9]+$/.test(text) && text !== '__proto__' && text !== 'toJSON')
    const leaf = fc.oneof(fc.string({ unit }), fc.maxSafeInteger(), fc.boolean())
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { maxDepth: 4 },
        leaf,
        fc.array(tie('tree'), { maxLength: 4 }),
        fc.dictionary(key, tie('tree'), { maxKeys: 5 }),
      ),
    }))
    fc.assert(
      fc.property(tree, (value) => {
        expect(canonicalJson(value)).toBe(canonicalize(value))
      }),
      runs('cheap'),
    )
  })
})
