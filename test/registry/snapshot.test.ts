import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRegistry, evolve, factFromRecorded } from '../../src/registry/index.ts'
import { fromSnapshot, toSnapshot } from '../../src/registry/snapshot.ts'
import { SnapshotReader, SnapshotWriter } from '../../src/registry/snapshotBytes.ts'
import { runs } from '../support/properties.ts'
import { decideAll, registryEvents } from './randomRegistry.ts'
import { expectRefused, given, model, usd } from './support.ts'

const unit = fc.constantFrom('a', 'b', 'é', '名', '😀', '\u0000', '\ufeff', '"')

describe('a snapshot', () => {
  it('gives the same registry back', () => {
    fc.assert(
      fc.property(registryEvents, (events) => {
        const { state } = decideAll(events)
        expect(fromSnapshot(toSnapshot(state))).toEqual(state)
      }),
      runs(100),
    )
  })

  // A build refuses a snapshot of another layout by its first bytes: change them together with this hash.
  it('keeps its layout under one magic number', () => {
    const state = createRegistry()
    for (const line of readFileSync('test/golden/registry-facts-v1.ndjson', 'utf8').trim().split('\n')) {
      const { type, data } = JSON.parse(line) as { type: string; data: unknown }
      evolve(state, factFromRecorded(type, data), state.count)
    }
    const bytes = toSnapshot(state)
    expect(fromSnapshot(bytes)).toEqual(state)
    expect(Buffer.from(bytes.subarray(0, 4)).toString('latin1')).toBe('HWR4')
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(
      'ac47405c7828de162d687205437e0092c601ca704366b974592ddce159ab24d7',
    )
  })

  it('takes further events as the registry itself does', () => {
    fc.assert(
      fc.property(registryEvents, fc.nat(40), (events, cut) => {
        const { state } = decideAll(events)
        const half = decideAll(events.slice(0, cut)).state
        const { state: resumed } = decideAll(events.slice(cut), fromSnapshot(toSnapshot(half)))
        expect(resumed).toEqual(state)
      }),
      runs(100),
    )
  })

  it('keeps one list for releases that share their contributors', () => {
    const contributions = [{ payee: 'p', units: 1 }]
    const terms = { asset: 'model:a/m', contributorShare: '1' }
    const state = fromSnapshot(
      toSnapshot(
        given(
          model,
          ['contribution.recorded', { asset: 'model:a/m', contributions }],
          ['version.released', { ...terms, version: '1' }],
          ['version.released', { ...terms, version: '2' }],
        ),
      ),
    )
    expect(state.versions.at(0)?.contributors).toBe(state.versions.at(1)?.contributors)
  })

  it('is refused if any byte of it is damaged or missing', () => {
    const bytes = toSnapshot(given(usd, model))
    for (let at = 0; at < bytes.length; at++) {
      const spoilt = bytes.slice()
      spoilt[at]! ^= 1
      expectRefused(() => fromSnapshot(spoilt), 'snapshot.unreadable')
      expectRefused(() => fromSnapshot(bytes.slice(0, at)), 'snapshot.unreadable')
    }
    expectRefused(() => fromSnapshot(Buffer.concat([bytes, Buffer.of(0)])), 'snapshot.unreadable')
  })

  it('holds numbers and texts of any size', () => {
    fc.assert(
      fc.property(
        fc.array(fc.maxSafeNat()),
        fc.array(fc.bigInt({ min: 0n })),
        fc.array(fc.option(fc.string({ unit }))),
        (ints, bigints, texts) => {
          const writer = new SnapshotWriter()
          for (const value of ints) writer.int(value)
          for (const value of bigints) writer.bigint(value)
          for (const value of texts) writer.text(value ?? undefined)
          const reader = new SnapshotReader(writer.taken())
          expect(ints.map(() => reader.int())).toEqual(ints)
          expect(bigints.map(() => reader.bigint())).toEqual(bigints)
          expect(texts.map(() => reader.optionalText() ?? null)).toEqual(texts)
          expect(reader.atEnd).toBe(true)
        },
      ),
      runs('cheap'),
    )
  })

  it('holds more numbers than its first buffer', () => {
    const writer = new SnapshotWriter()
    // One byte ahead, so that the eight of some number lie across the end.
    writer.int(0)
    for (let at = 0; at < 20_000; at++) writer.int(Number.MAX_SAFE_INTEGER)
    const reader = new SnapshotReader(writer.taken())
    expect(reader.int()).toBe(0)
    for (let at = 0; at < 20_000; at++)
      if (reader.int() !== Number.MAX_SAFE_INTEGER) throw new Error(`number ${at} is another`)
    expect(reader.atEnd).toBe(true)
  })

  it('holds texts longer than its first buffer', () => {
    const writer = new SnapshotWriter()
    const long = 'é'.repeat(200_000)
    writer.text(long)
    expect(new SnapshotReader(writer.taken()).text()).toBe(long)
  })
})
