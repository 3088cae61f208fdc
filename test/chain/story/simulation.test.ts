/**
 * A made-up Story, played by its rules: whatever comes in whatever order and blocks, with restarts, the ledger's holders
 * are the balances of the vaults, its edges the links, and its calls what was paid.
 */
import type { Hex } from 'viem'
import { describe, expect, it } from 'vitest'
import { storyDecoder } from '../../../src/chain/story/decoder.ts'
import { holdersIn } from '../../../src/registry/index.ts'
import { createRandom, type Random } from '../../support/random.ts'
import { run } from '../support/decoding.ts'
import { address, type BlockOfLogs, blockOf, type Emitted } from '../support/logs.ts'
import * as story from './scene.ts'

const chain = 'eip155:1514'
const token = address('70')
const currency = {
  ...{ specversion: '1.0', source: 'test', id: 'wip', time: '2026-01-01T00:00:00Z' },
  type: 'io.headwater.currency.registered',
  data: { currency: 'WIP', decimals: 0, chain, token },
}
const units = 100_000_000n
const accounts = [1, 2, 3, 4, 5].map((digit) => address(`acc${digit}`))

/** An IP as Story has it. */
interface Ip {
  readonly id: Hex
  /** Undefined before there is a vault. */
  balances?: Map<string, bigint>
  parents: story.Parent[]
  isParent: boolean
  earned: bigint
}

class World {
  readonly ips: Ip[] = []
  readonly #random: Random

  constructor(random: Random) {
    this.#random = random
  }

  /** What one transaction emits. */
  transaction(): Emitted[] {
    const random = this.#random
    const action = random.int(10)
    if (this.ips.length < 3 || action === 0) return this.#register()
    if (action === 1) return [...this.#register(), ...this.#link(this.ips.at(-1)!)]
    const ip = random.pick(this.ips)
    if (action === 2) return this.#licence(ip)
    if (action === 3) return this.#link(ip)
    if (action <= 6) return this.#pay(ip)
    return this.#move(ip)
  }

  #register(): Emitted[] {
    const id = address(`1b${String(this.ips.length).padStart(4, '0')}`)
    this.ips.push({ id, parents: [], isParent: false, earned: 0n })
    return [story.registered(id)]
  }

  /** A licence token: the first one makes the vault. */
  #licence(ip: Ip): Emitted[] {
    if (ip.balances) return this.#fee(ip)
    ip.balances = new Map([[ip.id, units]])
    return [...this.#fee(ip), ...story.vaultDeployed(ip.id)]
  }

  #fee(ip: Ip): Emitted[] {
    const amount = BigInt(this.#random.int(1_000))
    ip.earned += amount
    return [story.mintingFee({ to: ip.id, token, amount })]
  }

  /** An IP with a vault, parents or children can't link. */
  #link(ip: Ip): Emitted[] {
    const random = this.#random
    const others = random.shuffle(this.ips.filter((other) => other !== ip)).slice(0, 1 + random.int(3))
    if (ip.balances || ip.parents.length > 0 || ip.isParent || others.length === 0) return []
    for (const other of others) other.isParent = true
    if (random.chance(0.3)) {
      ip.parents = others.map(({ id }) => ({ ip: id, policy: story.zero, units: 0 }))
      return story.linkedFree(
        ip.id,
        others.map(({ id }) => id),
      )
    }
    const policies = [story.lap, story.lrp]
    ip.parents = others.map(({ id }) => ({
      ip: id,
      policy: random.pick(policies),
      units: random.int(200_000),
    }))
    const licences = others.flatMap((other) => this.#licence(other))
    ip.balances = new Map([[ip.id, units]])
    return [...licences, ...story.linked(ip.id, ip.parents, random.chance(0.5))]
  }

  #pay(ip: Ip): Emitted[] {
    if (!ip.balances) return []
    const afterFee = BigInt(this.#random.int(100_000))
    ip.earned += afterFee
    const paid = { to: ip.id, token, amount: afterFee * 2n, afterFee }
    return [story.royalty(paid, accounts[0]!), story.sharedUp(ip.id, ip.id, { token, amount: afterFee })]
  }

  #move({ id, balances }: Ip): Emitted[] {
    if (!balances) return []
    const [from, held] = this.#random.pick([...balances])
    const to = this.#random.pick(accounts)
    const value = this.#random.chance(0.2) ? held : held / BigInt(1 + this.#random.int(10))
    balances.set(from, held - value)
    balances.set(to, (balances.get(to) ?? 0n) + value)
    return [story.moved(story.vaultOf(id), from, to, value)]
  }
}

function played(random: Random, world: World): BlockOfLogs[] {
  return Array.from({ length: 60 }, (_, index) =>
    blockOf(
      { chain, number: index + 1, time: 1_800_000_000 + 2 * index },
      Array.from({ length: 1 + random.int(5) }, () => world.transaction()),
    ),
  )
}

const decoder = () => storyDecoder(chain, story.settings, story.ports)

describe('a made-up Story', () => {
  it.each(Array.from({ length: 25 }, (_, index) => index + 1))(
    'is what the ledger has: seed %i',
    async (seed) => {
      const random = createRandom(seed)
      const world = new World(random)
      const blocks = played(random, world)
      const result = await run(decoder(), blocks, [currency])
      expect([result.refused, result.listed]).toEqual([[], []])

      const asset = ({ id }: { id: string }) => `dataset:story/1514/${id}`
      const versions = [...result.registry.versions]
      for (const ip of world.ips) {
        const version = versions.filter((each) => each.asset === asset(ip))
        const isReleased = ip.balances !== undefined || ip.parents.length > 0 || ip.isParent
        expect(version).toHaveLength(isReleased ? 1 : 0)
        if (!isReleased) continue
        const balances = ip.balances ?? new Map([[ip.id, units]])
        const held = holdersIn(version[0]!, Number.POSITIVE_INFINITY)
        expect(Object.fromEntries(held.map(({ payee, share }) => [payee, share]))).toEqual(
          Object.fromEntries(
            [...balances]
              .filter(([, held]) => held > 0n)
              .map(([who, held]) => [`${chain}:${who}`, Number(held) * 10]),
          ),
        )
        const edges = version[0]!.derivedFrom.map((edge) => ({
          asset: versions[edge.source]!.asset,
          ...(edge.until === undefined
            ? { policy: edge.policy, share: edge.share }
            : { policy: 'none', share: 0 }),
        }))
        expect(edges).toEqual(
          ip.parents.map((parent) => ({
            asset: asset({ id: parent.ip }),
            policy: parent.units === 0 ? 'none' : parent.policy === story.lap ? 'absolute' : 'relative',
            share: parent.units * 10,
          })),
        )
        const calls = result.events.filter(
          ({ type, data }) => type.endsWith('call.metered') && data.asset === asset(ip),
        )
        expect(calls.reduce((sum, { data }) => sum + BigInt(data.amount as string), 0n)).toBe(ip.earned)
      }

      const at = random.int(blocks.length)
      const again = decoder()
      again.restore!(result.notes)
      const { events } = await run(again, blocks.slice(at), [currency])
      expect(events).toEqual(result.events.slice(result.events.length - events.length))
    },
  )
})
