/** The registry over a store on disk decides, and reads, as the registry that is whole in memory does. */
import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { promisify } from 'node:util'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { HeadwaterError } from '../../src/errors.ts'
import type { AssetId, PayeeId } from '../../src/events/ids.ts'
import type { RegistryWireEvent } from '../../src/events/index.ts'
import type { EventStore } from '../../src/eventstore/port.ts'
import { streams } from '../../src/log/streams.ts'
import {
  createRegistry,
  decide,
  evolve,
  factData,
  type Registry,
  type RegistryState,
} from '../../src/registry/index.ts'
import { openStoreFile, removeStore } from '../../src/registrystore/database.ts'
import { openRegistry, type StoredLedgerRegistry } from '../../src/registrystore/open.ts'
import { StoredRegistry } from '../../src/registrystore/stored.ts'
import { registryEvents } from '../registry/randomRegistry.ts'
import { createMemoryEventStore } from '../support/memoryEventStore.ts'
import { runs } from '../support/properties.ts'

const root = mkdtempSync(join(tmpdir(), 'headwater-store-'))
afterAll(() => rmSync(root, { recursive: true }))
let places = 0
const place = () => join(root, String(places++), 'registry.sqlite')

/** Everything that can be read of a registry, as plain values. */
function everything(registry: Registry): unknown {
  const { count, digest, currencies, currenciesByToken, fees, feesByTime, payees, assets, versions } =
    registry
  const names = new Set<string>()
  return {
    ...{ count, digest, fees, feesByTime },
    contracts: contracts(registry),
    currencies: [...currencies],
    tokens: [...currenciesByToken],
    sizes: [payees.size, assets.size, versions.length],
    payees: [...payees.ids()].map((id) => {
      const { name, bindings, accounts } = payees.get(id)!
      if (name !== undefined) names.add(name)
      return [id, payees.has(id), name, bindings, [...accounts]]
    }),
    listed: ['', 'a', 'e', 'model:', '😀'].map((prefix) =>
      [payees, assets].map((known) => [0, 1, 3].map((from) => known.beginning!(prefix, { from, limit: 2 }))),
    ),
    bound: [...payees.ids()].flatMap((id) =>
      payees
        .get(id)!
        .bindings.filter(({ chain }) => chain.startsWith('eip155:'))
        .map(({ chain, address }) => [...registry.payeesEverBound({ chain, address })].sort()),
    ),
    works: [...payees.ids()].map((id) => [...registry.worksOn(id)].sort()),
    named: [...names].map((name) => [name, [...registry.payeesNamed(name)].sort()]),
    assets: [...assets.ids()].map((id) => {
      const asset = assets.get(id)!
      const {
        owner,
        name,
        license,
        rates,
        ratesByTime,
        versionCount,
        versions: indexes,
        versionsByTime,
        work,
      } = asset
      const counts = Array.from({ length: work.length + 1 }, (_, place) => work.contributorsUpTo(place))
      const byName = indexes.map((index) => asset.versionIndex(versions.at(index)!.version))
      return [
        ...[id, owner, name, license, rates, ratesByTime, versionCount, [...indexes], [...versionsByTime]],
        ...[byName, work.length, work.total, counts, asset.costs],
      ]
    }),
    released: [...versions.releasedAfter(Math.floor(count / 2))].map(
      ({ index, asset, version, releasedAt, revision }) => [index, asset, version, releasedAt, revision],
    ),
    derived: Array.from(versions, ({ index }) => versions.derivedFrom(index)),
    shared: [...payees.ids(), 'stranger' as PayeeId].map((id) => {
      const shared = Array.from(versions)
        .filter(({ holders, contributors, transfers }) =>
          [...holders, ...contributors, ...transfers.map(({ to: payee }) => ({ payee }))].some(
            ({ payee }) => payee === id,
          ),
        )
        .map(({ index }) => index)
      expect(versions.sharedWith(id)).toEqual(shared)
      return [shared, [...assets.ids()].map((asset) => assets.get(asset)!.work.firstOf(id))]
    }),
    versions: Array.from(versions, (version) => ({
      ...version,
      source: null,
      contributors: version.contributors,
    })),
  }
}

function contracts(registry: Registry): unknown {
  const { contractsFrom, cuts, clauses, payoutRules, payees } = registry
  return {
    ...{ contractsFrom, cuts },
    costs: [...registry.assetsWithCosts()].sort(),
    clauses: [...clauses],
    ids: [...clauses.ids()].map((id) => [id, clauses.has(id), clauses.get(id)]),
    fromOne: [...clauses.ids(1)],
    ofPayees: [...payees.ids()].map((id) => [id, [...clauses.from(id)], [...clauses.to(id)]]),
    rules: [...payoutRules],
    ofEach: [undefined, ...payees.ids()].map((id) => [id, [...payoutRules.of(id)]]),
    withheldFor: [...payees.ids()].map((id) => payoutRules.withholdsFor(id)),
    places: Array.from({ length: payoutRules.length + 1 }, (_, at) => payoutRules.at(at)),
  }
}

/** Decides one event, and records and applies the fact; says the code where it is refused. */
async function record(events: EventStore, state: RegistryState, event: RegistryWireEvent): Promise<string> {
  try {
    const fact = decide(event, state)
    const expectedRevision = state.count === 0 ? 'none' : state.count - 1
    await events.append([
      {
        stream: streams.registry,
        expectedRevision,
        events: [
          { id: crypto.randomUUID(), type: fact.type, data: JSON.parse(JSON.stringify(factData(fact))) },
        ],
      },
    ])
    evolve(state, fact, state.count)
    return 'recorded'
  } catch (error) {
    if (error instanceof HeadwaterError) return error.code
    throw error
  }
}

/** Takes what memory has, unless a thread still writes. */
async function heldOf(events: EventStore, { state, hold }: StoredLedgerRegistry) {
  if (state.unsaved === 0) return undefined
  const from = state.count - 1
  for await (const { id } of events.readStream(streams.registry, { from, limit: 1 })) return hold(id)
  return undefined
}

function* payeeEvents(): Generator<RegistryWireEvent, undefined> {
  for (let number = 0; ; number++) {
    const data = { payee: `payee ${number}` }
    const event = { type: 'io.headwater.payee.registered', source: 's', id: `${number}`, time: 1e15, data }
    yield event as RegistryWireEvent
  }
}

function ownPayeeAssetAndVersion(number: number): RegistryWireEvent[] {
  const asset = `model:${number}`
  const event = (type: string, data: object) =>
    ({
      type: `io.headwater.${type}`,
      source: 's',
      id: `${type} ${number}`,
      time: 1e15,
      data,
    }) as unknown as RegistryWireEvent
  return [
    event('asset.registered', { asset, owner: `owner ${number}` }),
    event('version.released', { asset, version: `${number}`, derivedFrom: [] }),
  ]
}

function read(
  { list, seen }: { readonly list: Iterator<string>; readonly seen: string[] },
  count: number,
): void {
  for (let at = 0; at < count; at++) {
    const next = list.next()
    if (next.done) return
    seen.push(next.value)
  }
}

function storedCount(path: string): number {
  const database = new DatabaseSync(path, { readOnly: true })
  const { count } = database.prepare('SELECT count FROM head').get()!
  database.close()
  return count as number
}

describe('a registry over its store', () => {
  it('decides and reads as one in memory, whatever is saved, opened again or lost on the way', async () => {
    const step = fc.constantFrom('go on', 'go on', 'save', 'open again', 'lose memory', 'fork')
    await fc.assert(
      fc.asyncProperty(
        registryEvents,
        fc.array(step, { minLength: 40, maxLength: 40 }),
        async (list, steps) => {
          const [events, other, path] = [createMemoryEventStore(), createMemoryEventStore(), place()]
          const memory = createRegistry()
          let stored = await openRegistry(events, { path, saveEvents: 7 })
          for (const [at, event] of list.entries()) {
            const expected = await record(other, memory, event)
            expect(await record(events, stored.state, event)).toBe(expected)
            switch (steps[at % steps.length]) {
              case 'save':
                await stored.save()
                expect(stored.state.unsaved).toBe(0)
                break
              case 'open again':
                await stored.save()
                await stored.close()
                stored = await openRegistry(events, { path })
                expect(stored.replayed).toBe(0)
                break
              case 'lose memory':
                await stored.close()
                stored = await openRegistry(events, { path, saveEvents: 3 })
                break
              case 'fork': {
                const fork = await stored.fork()
                const before = everything(memory)
                // What follows on either side is not seen on the other.
                await record(createMemoryEventStore(), fork.state, list[(at + 1) % list.length]!).catch(
                  () => {},
                )
                expect(everything(stored.state)).toEqual(before)
                fork.close()
              }
            }
          }
          expect(everything(stored.state)).toEqual(everything(memory))
          await stored.save()
          const contents = await stored.contents()
          const made = await openRegistry(events, { path: place() })
          await made.save()
          expect(await made.contents()).toEqual(contents)
          await made.close()
          await stored.close()
        },
      ),
      runs(20, 6),
    )
  })

  it('does so while a thread writes what it had before', async () => {
    const step = fc.constantFrom('go on', 'go on', 'begin to save', 'hold', 'save', 'turn')
    await fc.assert(
      fc.asyncProperty(
        fc.array(registryEvents, { minLength: 4, maxLength: 4 }),
        fc.array(step, { minLength: 41, maxLength: 41 }),
        async (lists, steps) => {
          const [events, other, path] = [createMemoryEventStore(), createMemoryEventStore(), place()]
          const memory = createRegistry()
          let stored = await openRegistry(events, { path })
          let held: Awaited<ReturnType<typeof heldOf>>
          for (const [at, event] of lists.flat().entries()) {
            const expected = await record(other, memory, event)
            expect(await record(events, stored.state, event)).toBe(expected)
            const next = held === undefined ? steps[at % steps.length] : 'go on'
            if (next === 'turn') await new Promise((resolve) => setTimeout(resolve, 1))
            if (next === 'save') await stored.save()
            if (next === 'begin to save') await stored.beginSave()
            // It is written when another event was recorded.
            held?.write()
            held = next === 'hold' ? await heldOf(events, stored) : undefined
            if (next === 'save' || next === 'begin to save') expect(stored.state.unsaved).toBe(0)
            if (at % 32 === 0) expect(everything(stored.state)).toEqual(everything(memory))
          }
          held?.write()
          await stored.beginSave()
          // What is on its way may be lost; the next start takes it from the log.
          await stored.close()
          stored = await openRegistry(events, { path })
          await stored.save()
          const contents = await stored.contents()
          await stored.close()
          stored = await openRegistry(events, { path: place() })
          await stored.save()
          expect(await stored.contents()).toEqual(contents)
          await stored.close()
        },
      ),
      runs(2),
    )
    // Each run starts a thread.
  }, 60_000)

  it('reads the same when a thread has written and has not said so yet', async () => {
    const lists = fc.sample(registryEvents, { numRuns: 12, seed: 5 })
    const [events, other, path] = [createMemoryEventStore(), createMemoryEventStore(), place()]
    const memory = createRegistry()
    const stored = await openRegistry(events, { path })
    const beside = new DatabaseSync(path)
    for (const list of lists) {
      for (const event of list) {
        await record(other, memory, event)
        await record(events, stored.state, event)
      }
      await stored.beginSave()
      // No other turn: the thread's answer waits.
      while (beside.prepare('SELECT count FROM head').get()!.count !== memory.count);
      expect(everything(stored.state)).toEqual(everything(memory))
      await stored.save()
      expect(everything(stored.state)).toEqual(everything(memory))
    }
    beside.close()
    await stored.close()
  })

  it('is as the log is up to its last event, also where another caller records while a save waits for the one before', async () => {
    const [events, path] = [createMemoryEventStore(), place()]
    const stored = await openRegistry(events, { path })
    const payees = payeeEvents()
    const recorded = async (count: number) => {
      for (let at = 0; at < count; at++) await record(events, stored.state, payees.next().value!)
    }
    await recorded(2_000)
    await stored.beginSave()
    await recorded(3)
    let isBegun = false
    const second = stored.beginSave().then(() => {
      isBegun = true
    })
    for (; !isBegun; await new Promise((resolve) => setTimeout(resolve, 1))) await recorded(1)
    await second
    const { count } = stored.state
    await expect.poll(() => storedCount(path)).toBeGreaterThanOrEqual(2_003)
    await stored.close()
    const again = await openRegistry(events, { path })
    expect(again.state.count).toBe(count)
    expect(again.replayed).toBeLessThan(count - 2_000)
    await again.close()
  })

  it('keeps what was held and dropped, and writes it later', async () => {
    const [events, path] = [createMemoryEventStore(), place()]
    const stored = await openRegistry(events, { path })
    const payees = payeeEvents()
    for (let at = 0; at < 50; at++) await record(events, stored.state, payees.next().value!)
    const before = everything(stored.state)
    const held = stored.hold('an id that the log may never have')!
    expect(stored.state.unsaved).toBe(0)
    held.drop()
    expect(everything(stored.state)).toEqual(before)
    expect([stored.state.unsaved, storedCount(path)]).toEqual([50, 0])
    await stored.save()
    expect(storedCount(path)).toBe(50)
    await stored.close()
  })

  it('knows payees that were looked for together, and their numbers', async () => {
    const [events, path] = [createMemoryEventStore(), place()]
    const stored = await openRegistry(events, { path })
    const payees = payeeEvents()
    for (let at = 0; at < 1_200; at++) await record(events, stored.state, payees.next().value!)
    const ids = [...stored.state.payees.ids()]
    await stored.save()
    await stored.close()
    const database = openStoreFile(path)
    const store = new StoredRegistry(database, path)
    const asked = [...ids, 'a stranger' as PayeeId]
    store.payees.lookAhead(asked)
    expect(asked.map((id) => store.payees.has(id))).toEqual(asked.map((id) => id !== 'a stranger'))
    expect(store.payees.numbersOf(asked)).toEqual(new Map(ids.map((id, number) => [id, number])))
    database.exec(`UPDATE payees SET name = 'another' WHERE number = 7`)
    expect(() => store.payees.numbersOf(asked)).toThrow(expect.objectContaining({ code: 'data.damaged' }))
    database.close()
  })

  it('has payees that were read ahead in memory, and refuses those that are not as they were written', async () => {
    const [events, path] = [createMemoryEventStore(), place()]
    const stored = await openRegistry(events, { path })
    const payees = payeeEvents()
    for (let at = 0; at < 1_500; at++) await record(events, stored.state, payees.next().value!)
    await stored.save()
    await stored.close()
    const again = await openRegistry(events, { path })
    const ids = [...again.state.payees.ids()]
    again.state.payees.readAhead!([...ids, 'stranger' as PayeeId])
    const beside = new DatabaseSync(path)
    beside.exec('UPDATE payees SET check32 = check32 + 1')
    expect(ids.map((id) => again.state.payees.get(id)!.id)).toEqual(ids)
    await again.close()
    const damaged = await openRegistry(events, { path })
    expect(() => damaged.state.payees.readAhead!(ids)).toThrow(
      expect.objectContaining({ code: 'data.damaged' }),
    )
    await damaged.close()
    beside.close()
  })

  it('gives contributors only where every payee is there and as it was written', async () => {
    for (const change of ['DELETE FROM payees WHERE number = 1', 'UPDATE payees SET id = id || 1']) {
      const [events, path] = [createMemoryEventStore(), place()]
      const stored = await openRegistry(events, { path })
      const [asset, source] = ['set' as AssetId, 's']
      const contributions = [0, 1].map((number) => ({ payee: `payee ${number}`, units: 1 }))
      const payees = payeeEvents()
      const list = [
        payees.next().value!,
        payees.next().value!,
        { type: 'io.headwater.asset.registered', data: { asset, owner: 'payee 0' } },
        { type: 'io.headwater.contribution.recorded', data: { asset, contributions } },
      ]
      for (const [id, event] of list.entries())
        await record(events, stored.state, { source, id: `${id}`, time: 1e15, ...event } as RegistryWireEvent)
      await stored.save()
      const { work } = stored.state.assets.get(asset)!
      expect(work.contributorsUpTo(2)).toHaveLength(2)
      await stored.close()
      const beside = new DatabaseSync(path)
      beside.exec(change)
      beside.close()
      const again = await openRegistry(events, { path })
      expect(() => again.state.assets.get(asset)!.work.contributorsUpTo(2), change).toThrow(
        expect.objectContaining({ code: 'data.damaged' }),
      )
      await again.close()
    }
  })

  it('lists each payee, asset and version once to a reader who takes its time, whatever is saved meanwhile', async () => {
    const [events, path] = [createMemoryEventStore(), place()]
    const { state, save, close } = await openRegistry(events, { path })
    let recorded = 0
    const recordOne = async () => {
      const number = recorded++
      for (const event of ownPayeeAssetAndVersion(number))
        expect(await record(events, state, event)).toBe('recorded')
    }
    const versionNames = (releases: Iterable<{ version: string }>) =>
      (function* () {
        for (const { version } of releases) yield version
      })()
    for (let at = 0; at < 3; at++) await recordOne()
    await save()
    for (let at = 0; at < 5; at++) await recordOne()
    const lists = () => [
      state.payees.ids(),
      state.assets.ids(),
      versionNames(state.versions),
      versionNames(state.versions.releasedAfter(-1)),
    ]
    // A reader of each, who has come to each place when the layer goes below, with more that is recorded about then.
    const due = recorded
    const readers = Array.from({ length: due }, () =>
      lists().map((list) => ({ list: list[Symbol.iterator](), seen: [] as string[] })),
    )
    for (const [place, kinds] of readers.entries()) for (const kind of kinds) read(kind, place)
    for (const step of ['save', 'record', 'save', 'record', 'record', 'save']) {
      if (step === 'save') await save()
      else await recordOne()
      for (const kinds of readers) for (const kind of kinds) read(kind, 1)
    }
    for (const kind of readers.flat()) read(kind, Number.POSITIVE_INFINITY)
    for (const kinds of readers) {
      for (const { seen } of kinds) {
        expect(new Set(seen).size).toBe(seen.length)
        expect(seen.slice(0, due).map((id) => /\d+$/.exec(id)![0])).toEqual(
          Array.from({ length: due }, (_, at) => String(at)),
        )
      }
    }
    await close()
  })

  it('is closed to the end where the thread that wrote has answered meanwhile', async () => {
    const script = new URL('./closeWhileAnswered.ts', import.meta.url).pathname
    const path = place()
    const { stdout } = await promisify(execFile)(process.execPath, [script, path])
    expect(stdout).toBe('closed\n')
  })

  it.each([
    ['a first row that is not as it was written', 'UPDATE head SET check32 = check32 + 1'],
    ['a first row of numbers that are too large', 'UPDATE head SET count = 9007199254740993'],
    ['no first row', 'DELETE FROM head'],
    ['another format', 'UPDATE head SET format = format + 1'],
    ['tables that are missing', 'DROP TABLE head'],
  ])('is made again from the log where the store has %s', async (_, change) => {
    const [events, path] = [createMemoryEventStore(), place()]
    const made = await openRegistry(events, { path })
    for (const event of fc.sample(registryEvents, { numRuns: 1, seed: 6 })[0]!)
      await record(events, made.state, event)
    await made.save()
    const expected = everything(made.state)
    await made.close()
    const database = new DatabaseSync(path)
    database.exec(change)
    database.close()
    for (const unwritten of [true, false]) {
      const again = await openRegistry(events, { path, unwritten })
      expect(again.replayed).toBe(again.state.count)
      expect(everything(again.state)).toEqual(expected)
      await again.save()
      await again.close()
    }
  })

  it('is read from the log where a folder that is not written has something else in its place', async () => {
    const [events, path] = [createMemoryEventStore(), place()]
    mkdirSync(path, { recursive: true })
    const stored = await openRegistry(events, { path, unwritten: true })
    expect(stored.state.count).toBe(0)
    await stored.close()
    await expect(openRegistry(events, { path })).rejects.toMatchObject({ code: 'data.unwritable' })
  })

  it('is read in memory where the disk is full, and says so where something has to be written', async () => {
    const [events, path] = [createMemoryEventStore(), place()]
    const made = await openRegistry(events, { path })
    const payees = payeeEvents()
    for (let at = 0; at < 600; at++) await record(events, made.state, payees.next().value!)
    await made.close()
    const connection = openStoreFile(path)
    // SQLite's own limit stands for the disk.
    connection.exec('PRAGMA max_page_count = 1')
    const stored = await openRegistry(events, { path, connection, saveEvents: 500 })
    expect(stored.state.count).toBe(600)
    expect(stored.state.payees.has('payee 599' as PayeeId)).toBe(true)
    await expect(stored.save()).rejects.toMatchObject({ code: 'data.diskFull' })
    await stored.close()
  })

  it('says why a thread could not write', async () => {
    const [events, path] = [createMemoryEventStore(), place()]
    const stored = await openRegistry(events, { path })
    for (const event of fc.sample(registryEvents, 1)[0]!) await record(events, stored.state, event)
    expect(stored.state.unsaved).toBeGreaterThan(0)
    removeStore(path)
    writeFileSync(path, 'no database')
    await stored.beginSave()
    await expect(stored.save()).rejects.toBeInstanceOf(HeadwaterError)
    await stored.close()
  })
})
