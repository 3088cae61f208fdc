import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { schemaFiles, staleFiles } from '../../scripts/schemas.ts'
import { parseEvent } from '../../src/events/parse.ts'
import { eventDefinitions, eventTypes, isCall, isRegistryEvent } from '../../src/events/types.ts'
import { readOther } from '../../src/ingest/rows/otherRow.ts'
import { createRegistry, decide, evolve } from '../../src/registry/index.ts'
import { priceCall } from '../../src/registry/pricing.ts'
import { isResolvable } from '../../src/registry/resolve.ts'

const page = readFileSync(new URL('../../docs/events.md', import.meta.url), 'utf8')
const examples = [...page.matchAll(/```json\n([\s\S]*?)```/g)].map(
  ([, text]) => JSON.parse(text!) as { type: string },
)

describe('docs/events.md', () => {
  it('has an example of every type', () => {
    expect(new Set(examples.map(({ type }) => type))).toEqual(new Set(eventTypes))
  })

  it('has examples that are all accepted in their order', () => {
    const registry = createRegistry()
    for (const example of examples) {
      const event = parseEvent(example)
      if (isCall(event)) expect(priceCall(registry, event).currency).toBe('USDC')
      else if (isRegistryEvent(event)) evolve(registry, decide(event, registry), registry.count)
      else expect(readOther(event, registry).event).toBe(event)
    }
    expect(registry.versions.length).toBe(3)
  })

  it('names every field of every type', () => {
    for (const type of eventTypes) {
      expect(page).toContain(`\`${type}\``)
      for (const field of Object.keys(eventDefinitions[type].schema.shape))
        expect(page).toMatch(new RegExp(`\`${field}\\??\``))
    }
  })
})

describe('README.md', () => {
  it('shows events that a new folder takes in their order, and a call that can be settled', () => {
    const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')
    const lines = [...readme.matchAll(/^\{"specversion".*$/gm)].map(([line]) => JSON.parse(line))
    const registry = createRegistry()
    const calls = []
    for (const line of lines) {
      const event = parseEvent(line)
      if (isCall(event))
        calls.push([priceCall(registry, event).currency, isResolvable(registry, event.data.asset)])
      else if (isRegistryEvent(event)) evolve(registry, decide(event, registry), registry.count)
    }
    expect(calls).toEqual([['USD', true]])
  })
})

describe('schemas/', () => {
  it('are what the zod schemas say', () => {
    expect(staleFiles()).toEqual([])
    for (const type of ['event', ...eventTypes]) expect(schemaFiles().has(`${type}.schema.json`)).toBe(true)
  })

  it('take the examples and refuse what has no asset or the wrong type', () => {
    const files = schemaFiles()
    const read = (name: string) => z.fromJSONSchema(JSON.parse(files.get(`${name}.schema.json`)!))
    for (const example of examples) {
      expect(read(example.type).safeParse(example).success).toBe(true)
      expect(read('event').safeParse(example).success).toBe(true)
      expect(read(example.type).safeParse({ ...example, type: 'io.headwater.other' }).success).toBe(false)
      expect(read(example.type).safeParse({ ...example, data: {} }).success).toBe(false)
    }
  })
})
