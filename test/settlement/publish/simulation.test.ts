/**
 * Publishing against a chain that loses, replaces, delays and undoes what it is sent, by a process that is killed between
 * any two steps. Whatever happens: one root, funded once.
 */
import { describe, expect, it } from 'vitest'
import { HeadwaterError } from '../../../src/errors.ts'
import type { PublicationEvent } from '../../../src/log/publication/index.ts'
import {
  type PublishedLedger,
  type PublishOptions,
  publishRoot,
} from '../../../src/settlement/publish/publishRoot.ts'
import { FakeChain, type Faults, fakeTotal } from '../../support/fakeDistributor.ts'
import { createRandom } from '../../support/random.ts'

class Killed extends Error {}

const token = `0x${'aa'.repeat(20)}`
const plan = {
  epoch: 1,
  root: `0x${'01'.repeat(32)}`,
  manifestHash: '02'.repeat(32),
  leaves: 2,
  totals: [{ token, total: fakeTotal.toString() }],
  before: null,
}
const runsMax = 400

interface World {
  readonly chain: FakeChain
  readonly events: PublicationEvent[]
  /** Of the last epoch; default: `plan`. */
  plan?: typeof plan
}

/** @param kill is asked before and after everything that lasts, and says whether the process dies there */
function ledgerOf(world: World, kill: () => void): PublishedLedger {
  const { events } = world
  return {
    log: async () => ({ revision: events.length - 1, events }) as never,
    async record(revision, event) {
      kill()
      if (revision !== events.length - 1)
        throw new HeadwaterError({ code: 'publish.overtaken', message: 'Another one was first.' })
      events.push(structuredClone(event))
      kill()
      return { revision: revision + 1 }
    },
    plan: async () => world.plan ?? plan,
    epochs: async () =>
      new Map([plan, world.plan ?? plan].map((of) => [`${of.root}/${of.manifestHash}`, of.epoch])),
  }
}

async function publishOnce(world: World, kill: () => void, rest: Partial<PublishOptions> = {}) {
  const { chain } = world
  const plain = chain.distributor()
  const distributor = {
    ...plain,
    async send(raw: string) {
      kill()
      const outcome = await plain.send(raw)
      kill()
      return outcome
    },
    async look(asked: Parameters<typeof plain.look>[0]) {
      kill()
      return plain.look(asked)
    },
  }
  return publishRoot(ledgerOf(world, kill), distributor, {
    again: false,
    fund: true,
    waits: false,
    timeoutMs: 600_000,
    pollMs: 4_000,
    bumpSeconds: 60,
    maxFeePerGas: undefined,
    clock: () => new Date(chain.now),
    sleep: async (milliseconds) => {
      kill()
      chain.pass(milliseconds)
    },
    ...rest,
  })
}

/** Runs the command again and again, as an operator would, until it has nothing to wait for. */
async function publishToTheEnd(world: World, kill: () => void, onRun: (run: number) => void = () => {}) {
  for (let run = 0; run < runsMax; run++) {
    onRun(run)
    try {
      const { waitsFor } = await publishOnce(world, kill)
      if (waitsFor === null) return
      world.chain.pass(waitsFor.do === 'wait' && waitsFor.for === 'window' ? 3_600_000 : 60_000)
    } catch (error) {
      const isExpected =
        error instanceof Killed || (error instanceof HeadwaterError && error.code === 'chain.unreachable')
      if (!isExpected) throw error
      world.chain.pass(10_000)
    }
  }
  throw new Error(`it is not done after ${runsMax} runs`)
}

function expectOneRoot({ chain }: World): void {
  chain.faulty = false
  // What was sent and lost sight of has its chance.
  for (let i = 0; i < 100; i++) chain.pass(60_000)
  const state = chain.stateAt(chain.head)
  expect(state.roots.map(({ root, status }) => ({ root, status }))).toEqual([
    { root: plan.root, status: 'active' },
  ])
  expect(state.funded.get(token)).toBe(fakeTotal)
}

const never = () => {}
const noFaults: Faults = { lost: 0, dropped: 0, foreign: 0, reorg: 0, dear: 0, down: 0 }

describe('a publication', () => {
  it('killed once at each place where a process can be killed brings one root', async () => {
    const count = async (at: number) => {
      const world: World = { chain: new FakeChain(() => 0.5, noFaults), events: [] }
      let places = 0
      await publishToTheEnd(world, () => {
        if (places++ === at) throw new Killed()
      })
      expectOneRoot(world)
      return places
    }
    const places = await count(-1)
    expect(places).toBeGreaterThan(30)
    for (let at = 0; at < places; at++) await count(at)
  })

  const seeds = Number(process.env.HEADWATER_PUBLISH_SEEDS ?? 500)
  it(`on a chain with faults brings one root, in ${seeds} seeds`, async () => {
    for (let seed = 1; seed <= seeds; seed++) {
      const source = createRandom(seed)
      const random = () => source.int(2 ** 30) / 2 ** 30
      const scale = random() * 0.15
      const chance = () => random() * scale
      const faults: Faults = {
        lost: chance() * 3,
        dropped: chance(),
        foreign: chance(),
        reorg: chance(),
        dear: chance(),
        down: chance(),
      }
      const world: World = { chain: new FakeChain(random, faults), events: [] }
      const killChance = random() * 0.1
      const kill = () => {
        if (world.chain.faulty && random() < killChance) throw new Killed()
      }
      try {
        // Faults end some time, or nothing would ever be done.
        await publishToTheEnd(world, kill, (run) => {
          if (run === 150) world.chain.faulty = false
        })
        expectOneRoot(world)
      } catch (error) {
        throw new Error(`seed ${seed}: ${(error as Error).message}`, { cause: error })
      }
    }
  }, 600_000)

  it('raises the fees of the same nonce, until a block takes it', async () => {
    const world: World = { chain: new FakeChain(() => 0.5, { ...noFaults, dear: 1 }), events: [] }
    let places = 0
    await publishToTheEnd(world, () => {
      // The base fee rises for a while.
      if (places++ > 60) world.chain.faulty = false
    })
    expectOneRoot(world)
    const signed = world.events.flatMap((event) => (event.type === 'TransactionSigned' ? [event.data] : []))
    expect(new Set(signed.map(({ nonce }) => nonce))).toEqual(new Set([0, 1, 2, 3]))
    expect(signed.length).toBeGreaterThan(4)
  })

  it.each([
    ['waits for its window', 1],
    ['is active', 2],
  ])(
    'whose root %s stops when a reorg takes it away that deeply, and goes on when told to',
    async (_, runs) => {
      const world: World = { chain: new FakeChain(() => 0.5, noFaults), events: [] }
      const never = () => {}
      for (let run = 0; run < runs; run++) {
        await publishOnce(world, never)
        world.chain.pass(3_600_000)
      }
      world.chain.undo(world.chain.head)
      world.chain.pass(86_400_000)
      await expect(publishOnce(world, never)).rejects.toMatchObject({ code: 'publish.rootVanished' })
      const { waitsFor } = await publishOnce(world, never, { again: true })
      expect(waitsFor).toMatchObject({ for: 'window' })
      world.chain.pass(3_600_000)
      await publishToTheEnd(world, never)
      expectOneRoot(world)
      expect(world.events.filter(({ type }) => type === 'RootsVanished')).toHaveLength(1)
    },
  )

  it('stops where an active root is gone, also where the last epoch has the same root', async () => {
    const world: World = { chain: new FakeChain(() => 0.5, noFaults), events: [] }
    await publishToTheEnd(world, never)
    world.plan = { ...plan, epoch: 2, manifestHash: '03'.repeat(32) }
    expect(await publishOnce(world, never)).toMatchObject({ sameAs: 1, stage: 'active' })
    world.chain.undo(world.chain.head)
    world.chain.pass(86_400_000)
    await expect(publishOnce(world, never)).rejects.toMatchObject({ code: 'publish.rootVanished' })
    const again = await publishOnce(world, never, { again: true })
    expect(again).toMatchObject({ epoch: 2, stage: 'pending', waitsFor: { for: 'window' } })
  })

  it('submits a root again that is gone, also where a later one was disabled', async () => {
    const world: World = { chain: new FakeChain(() => 0.5, noFaults), events: [] }
    const { before: _, ...first } = plan
    const second = { ...first, epoch: 2, root: `0x${'04'.repeat(32)}` }
    const submitted = ({ epoch, root, manifestHash }: typeof first) =>
      ({
        type: 'RootSubmitted',
        data: { index: epoch, epoch, root, manifestHash, activatableAt: 1, block: 1 },
      }) as const
    world.events.push(
      { type: 'RootPlanned', data: first },
      submitted(first),
      { type: 'RootActivated', data: { index: 1, block: 1 } },
      { type: 'RootPlanned', data: second },
      submitted(second),
      { type: 'RootDisabled', data: { index: 2, block: 1 } },
    )
    world.chain.pass(86_400_000)
    await expect(publishOnce(world, never)).rejects.toMatchObject({ code: 'publish.rootVanished' })
    const again = await publishOnce(world, never, { again: true })
    expect(again).toMatchObject({ epoch: 1, stage: 'pending', waitsFor: { for: 'window' } })
    world.chain.pass(3_600_000)
    await publishToTheEnd(world, never)
    expectOneRoot(world)
  })
})
