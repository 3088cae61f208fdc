/** What a simulation read is kept for the next one. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { RegistryWireEvent } from '../../../src/events/index.ts'
import { parseEvent } from '../../../src/events/parse.ts'
import { createRegistry, decide, evolve, type Registry } from '../../../src/registry/index.ts'
import type { CloseProgress } from '../../../src/settlement/progress.ts'
import type { WhatIf } from '../../../src/settlement/simulate/simulate.ts'
import { collect } from '../../support/collect.ts'
import { optionsOf, play } from '../../support/contracts/playWorld.ts'
import { simulateContracts } from '../../support/contracts/simulate.ts'
import { runs } from '../../support/properties.ts'
import { createRandom, type Random } from '../../support/random.ts'
import { createWorld, type World } from '../../support/settlementWorld.ts'
import { call, smallEconomy } from '../../support/smallEconomy.ts'

type Terms = readonly [type: string, data: object]

const until = '2025-02-01T00:00:00Z'
/** Some calls are after it. */
const soon = '2025-01-05T12:00:00Z'
const later = '2025-02-01T00:00:01Z'
const from = { effectiveFrom: '2025-01-01T06:00:00Z' }
const asset = 'model:lab/m0'

/** Terms that leave every call's version, fee, cut and cost as they are. */
function ofPayees(random: Random): Terms {
  const share = random.pick(['0.1', '0.25', '0.333333333'])
  const payee = random.pick(['payee-0', 'payee-1', 'payee-2'])
  return random.pick<Terms>([
    ['clause.agreed', { clause: 'variant', payee, to: 'backer', currency: 'USDC', share, ...from }],
    ['reserve.set', { currency: 'USDC', payee, share, days: 3, ...from }],
    ['withholding.set', { payee, share, to: 'tax office', ...from }],
  ])
}

function ofCalls(random: Random): Terms {
  const share = random.pick(['0.1', '0.25', '0.333333333'])
  return random.pick<Terms>([
    ['fee.set', { share, payee: 'house', ...from }],
    ['cost.set', { asset, payee: 'gpu', currency: 'USDC', share, ...from }],
    ['version.released', { asset, version: 'variant', releasedAt: from.effectiveFrom }],
  ])
}

function whatIf(world: World, registry: Registry, position: number, [type, data]: Terms): WhatIf {
  const changed = createRegistry(registry)
  const time = '2025-01-01T00:00:00Z'
  const event = { specversion: '1.0', source: 'variant', id: 'v', type: `io.headwater.${type}`, time, data }
  const fact = decide(parseEvent(event) as RegistryWireEvent, changed)
  evolve(changed, fact, changed.count)
  const taken = { accepted: 1, duplicate: 0, conflict: 0, rejected: 0 }
  return { position, registry, changed, batches: [], usage: world.usage, taken, rejected: [] }
}

type Simulating = Pick<World['settlement'], 'simulate' | 'simulateFrom' | 'rewind'>

/** @param epoch from which on closed epochs are computed again, or when the next one is closed */
async function simulate(world: World, settlement: Simulating, terms: Terms, epoch: number | string = until) {
  if (typeof epoch === 'string') {
    const position = await world.events.head()
    return collect(settlement.simulate(whatIf(world, world.registry, position, terms), epoch))
  }
  const { registry, position } = await settlement.rewind(epoch)
  return collect(settlement.simulateFrom(whatIf(world, registry, position, terms), epoch))
}

/** Names of the questions that are asked from now on. */
function countQuestions({ usage }: World): string[] {
  const asked: string[] = []
  for (const [name, method] of Object.entries(usage)) {
    if (typeof method !== 'function') continue
    Object.assign(usage, {
      [name]: (...given: never[]) => {
        asked.push(name)
        return (method as (...given: never[]) => unknown)(...given)
      },
    })
  }
  return asked
}

/** Some epochs are closed, and some rows wait for a close. */
async function played(seed: number, density = 0.7): Promise<World> {
  const world = createWorld()
  await play(world, simulateContracts(seed, { ...optionsOf(seed), density }).slice(0, -1), seed)
  return world
}

describe('a simulation after another one', () => {
  it.each([until, 1])('of terms of payees asks nothing about calls (%s)', async (epoch) => {
    const world = await played(3)
    const random = createRandom(1)
    await simulate(world, world.settlement, ofPayees(random), epoch)
    const asked = countQuestions(world)
    await simulate(world, world.settlement, ofPayees(random), epoch)
    expect(asked).toEqual([])
    await simulate(world, world.settlement, ['fee.set', { share: '0.5', payee: 'house', ...from }], epoch)
    expect(new Set(asked)).toEqual(new Set(['directSums', 'correctedSums']))
  })

  it('of a later time asks nothing about calls that are all before both', async () => {
    const world = await played(3, 0)
    const random = createRandom(1)
    await simulate(world, world.settlement, ofPayees(random))
    const asked = countQuestions(world)
    await simulate(world, world.settlement, ofPayees(random), later)
    expect(asked).toEqual([])
  })

  it('asks again when the log has moved on', async () => {
    const world = await played(3)
    const terms = ofPayees(createRandom(1))
    await simulate(world, world.settlement, terms)
    await world.record([{ id: 'new', time: from.effectiveFrom, asset, amount: '5', currency: 'USDC' }])
    const asked = countQuestions(world)
    await simulate(world, world.settlement, terms)
    expect(asked).toContain('keySums')
    expect(asked).toContain('batchTotals')
  })

  it('answers as the first one would', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), async (seed) => {
        const world = await played(seed)
        const random = createRandom(seed)
        for (let variant = 0; variant < 5; variant++) {
          if (random.chance(0.3)) {
            const amount = `${1 + random.int(9)}`
            const id = `more-${variant}`
            await world.record([{ id, time: from.effectiveFrom, asset, amount, currency: 'USDC' }])
          }
          const terms = random.pick([ofPayees, ofPayees, ofCalls])(random)
          const epoch = random.pick([until, later, soon, 1])
          const answer = await simulate(world, world.settlement, terms, epoch).catch(codeOf)
          expect(answer).toEqual(await simulate(world, world.restart(), terms, epoch).catch(codeOf))
        }
      }),
      runs(20, 4),
    )
  })
})

function codeOf(error: unknown): string {
  const { code } = error as { readonly code?: string }
  if (code === undefined) throw error
  return code
}

it('a simulation reports the stages of each epoch that it computes', async () => {
  const world = await smallEconomy()
  await world.record([call('1', '3')])
  await world.settlement.close({ until: '2025-01-20T00:00:00Z' })
  await world.record([call('2', '4', { time: '2025-01-21T00:00:00Z' })])
  await world.settlement.close({ until: '2025-01-25T00:00:00Z' })
  const terms: Terms = ['fee.set', { share: '0.1', payee: 'house', ...from }]
  const stages = new Set<string>()
  const onProgress = ({ stage }: CloseProgress) => void stages.add(stage)
  const { settlement, registry } = world
  const position = await world.events.head()
  const next = { ...whatIf(world, registry, position, terms), onProgress }
  await collect(settlement.simulate(next, until))
  expect([...stages]).toEqual(expect.arrayContaining(['without, sums', 'with the events, sums']))
  stages.clear()
  const rewound = await settlement.rewind(1)
  const again = { ...whatIf(world, rewound.registry, rewound.position, terms), onProgress }
  await collect(settlement.simulateFrom(again, 1))
  expect([...stages]).toEqual(expect.arrayContaining(['epoch 1, sums', 'epoch 2, sums']))
})
