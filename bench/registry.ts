/**
 * How fast does the registry take events, and how fast does it start?
 *
 * Size: 100,000 versions of 10,000 assets with 5 sources each, 100,000 payees with accounts, 1 M contributions
 * (a tenth of it with --quick). Estimates, on one core: 40,000 events/s parsed, decided and applied; replay of recorded
 * facts 60,000/s, most of it JSON and two SHA-256 a fact; a store made of them 40,000/s; opened again in 5 ms; 400,000
 * payees and as many contributions of a file 100,000/s in the log;
 * a call through the reference parser 500,000/s; a time from bytes 20 M/s, several times Date.parse.
 */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { PayeeId } from '../src/events/ids.ts'
import { parseEvent } from '../src/events/parse.ts'
import { parseTimeBytes } from '../src/events/time.ts'
import type { RegistryWireEvent } from '../src/events/types.ts'
import { JsonText } from '../src/eventstore/jsonText.ts'
import { textsOf } from '../src/eventstore/texts.ts'
import {
  createRegistry,
  decide,
  evolve,
  factData,
  factFromRecorded,
  type RegistryState,
} from '../src/registry/index.ts'
import { openRegistry } from '../src/registrystore/open.ts'
import type { Measurement } from './measurement.ts'
import { measureRegistryIngest } from './registryIngest.ts'

type Recorded = readonly [type: string, data: string]

export async function run({ quick }: { quick: boolean }): Promise<Measurement[]> {
  const scale = quick ? 10 : 1
  const sizes = {
    assets: 10_000 / scale,
    versions: 100_000 / scale,
    payees: 100_000 / scale,
    contributions: 1_000_000 / scale,
  }
  const people = { assets: 100, versions: 0, payees: 400_000 / scale, contributions: 400_000 / scale }
  const size = `${sizes.versions} versions, ${sizes.payees} payees, ${sizes.contributions} contributions`

  const state = createRegistry()
  const facts: Recorded[] = []
  const deciding = timed(() => {
    for (const event of events(sizes)) {
      const fact = decide(parseEvent(event) as RegistryWireEvent, state)
      evolve(state, fact, state.count)
      facts.push([fact.type, JSON.stringify(factData(fact))])
    }
  })
  const replaying = timed(() => replay(facts))
  const { building, opening } = await measureStore(facts)
  return [
    {
      name: 'registry events parsed, decided, applied',
      size,
      value: facts.length / deciding,
      unit: 'events/s',
    },
    { name: 'registry facts replayed', size, value: facts.length / replaying, unit: 'facts/s' },
    {
      name: 'registry store made from facts',
      size,
      value: facts.length / building,
      unit: 'facts/s',
      peer: 'replay of all facts into memory',
      peerValue: facts.length / replaying,
      ratio: replaying / building,
    },
    {
      name: 'registry opened from its store, one payee read',
      size,
      value: opening * 1_000,
      unit: 'ms',
      peer: 'replay of all facts',
      peerValue: replaying * 1_000,
      ratio: replaying / opening,
    },
    ...(await measureRegistryIngest(events(people))),
    ...measureCalls(quick ? 50_000 : 500_000),
    ...measureTimes(quick ? 500_000 : 5_000_000),
  ]
}

/** Seconds to make the store of the facts, and to open it again. */
async function measureStore(facts: readonly Recorded[]): Promise<{ building: number; opening: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'headwater-bench-'))
  const path = join(folder, 'registry.sqlite')
  const place = { stream: 'registry', position: 0, recordedAt: '2025-01-01T00:00:00Z' }
  const events = {
    async *readStream(_stream: string, { from = 0 }: { from?: number } = {}) {
      for (let revision = from; revision < facts.length; revision++) {
        const [type, data] = facts[revision]!
        yield { ...place, revision, id: String(revision), type, data: new JsonText(data) }
      }
    },
    readTexts: (stream: string, from: number) => textsOf(events.readStream(stream, { from })),
  }
  try {
    const building = await timedAsync(async () => {
      const made = await openRegistry(events, { path })
      await made.save()
      made.close()
    })
    const opening = await timedAsync(async () => {
      const opened = await openRegistry(events, { path })
      if (opened.replayed > 0 || !opened.state.payees.has('payee-1' as PayeeId)) throw new Error('not whole')
      opened.close()
    })
    return { building, opening }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function replay(facts: readonly Recorded[]): RegistryState {
  const state = createRegistry()
  for (const [type, data] of facts) evolve(state, factFromRecorded(type, JSON.parse(data)), state.count)
  return state
}

function* events(sizes: {
  assets: number
  versions: number
  payees: number
  contributions: number
}): Generator<unknown> {
  const { assets, versions, payees, contributions } = sizes
  let id = 0
  const event = (type: string, data: unknown) => {
    id += 1
    return {
      specversion: '1.0',
      id: `${id}`,
      source: 'bench',
      type: `io.headwater.${type}`,
      time: '2025-01-01T00:00:00Z',
      data,
    }
  }
  const payee = (index: number) => `payee-${index % payees}`
  for (let index = 0; index < payees; index++) {
    const address = (index + 1).toString(16).padStart(40, '0')
    yield event('payee.registered', { payee: payee(index), account: `eip155:8453:0x${address}` })
  }
  for (let index = 0; index < assets; index++) {
    yield event('asset.registered', { asset: `model:bench/${index}`, owner: payee(index) })
  }
  for (let index = 0; index < contributions; index += 100) {
    const list = Array.from({ length: 100 }, (_, place) => ({
      payee: payee(index * 7 + place),
      units: 1 + place,
    }))
    yield event('contribution.recorded', {
      asset: `model:bench/${(index / 100) % assets}`,
      contributions: list,
    })
  }
  for (let index = 0; index < versions; index++) {
    const sources = Array.from({ length: index < assets ? 0 : 5 }, (_, place) => ({
      asset: `model:bench/${(index * 31 + place * 7) % assets}`,
      relation: 'trainedOn',
      // Absolute promises add up along the lineage: only the first generation makes them.
      policy: place === 4 && index < 2 * assets ? 'absolute' : 'relative',
      share: '0.00001',
    }))
    yield event('version.released', {
      asset: `model:bench/${index % assets}`,
      version: `v${index}`,
      holders: [{ payee: payee(index), share: '0.5' }],
      contributorShare: '0.5',
      derivedFrom: sources,
    })
  }
}

function measureCalls(count: number): Measurement[] {
  const line = JSON.stringify({
    specversion: '1.0',
    id: 'call-0000001',
    source: 'gateway.example/eu-1',
    type: 'io.headwater.call.metered',
    time: '2025-02-01T12:00:00.25Z',
    data: {
      asset: 'model:bench/1',
      amount: '0.0031',
      currency: 'USD',
      tokens: { input: 1_200, output: 350 },
    },
  })
  const parsing = timed(() => repeat(count, () => parseEvent(JSON.parse(line))))
  const peer = timed(() => repeat(count, () => JSON.parse(line)))
  return [
    {
      name: 'call events through the reference parser, with JSON.parse',
      size: `${count} calls`,
      value: count / parsing,
      unit: 'calls/s',
      peer: 'JSON.parse alone',
      peerValue: count / peer,
      ratio: peer / parsing,
    },
  ]
}

function measureTimes(count: number): Measurement[] {
  const text = '2025-02-01T12:00:00.250001Z'
  const bytes = new TextEncoder().encode(text)
  const own = timed(() => repeat(count, () => parseTimeBytes(bytes, 0, bytes.length)))
  const peer = timed(() => repeat(count, () => Date.parse(text)))
  return [
    {
      name: 'times parsed from bytes',
      size: `${count} times`,
      value: count / own,
      unit: 'times/s',
      peer: 'Date.parse of a string',
      peerValue: count / peer,
      ratio: peer / own,
    },
  ]
}

function repeat(count: number, action: () => unknown): void {
  for (let at = 0; at < count; at++) action()
}

/** Seconds. */
async function timedAsync(action: () => Promise<void>): Promise<number> {
  const start = performance.now()
  await action()
  return (performance.now() - start) / 1_000
}

/** Seconds. */
function timed(action: () => unknown): number {
  const start = performance.now()
  action()
  return (performance.now() - start) / 1_000
}
