/** The economy of the testnet benchmark: the same from the same seed, and nothing in it is refused. */
import { describe, expect, test } from 'vitest'
import { callLines, exampleOf, registryLines } from '../../bench/testnet/economy.ts'
import { fullSizes, scaled } from '../../bench/testnet/options.ts'
import { parseEvent } from '../../src/events/parse.ts'
import type { RegistryWireEvent } from '../../src/events/types.ts'
import { createRegistry, decide, evolve } from '../../src/registry/index.ts'

const sizes = scaled(fullSizes, 1 / 2_000)

describe('the economy of the testnet', () => {
  test('has the sizes asked for, and its registry takes every event', () => {
    const registry = createRegistry()
    for (const line of registryLines(sizes))
      evolve(registry, decide(parseEvent(JSON.parse(line)) as RegistryWireEvent, registry), registry.count)
    const { payees, datasets, models, agents } = sizes
    // The platform is a payee without an account.
    expect(registry.payees.size).toBe(payees + 1)
    expect(registry.versions.length).toBe(datasets + models + agents)
    const contributors = [...registry.assets.ids()].flatMap((id) => {
      const { work } = registry.assets.get(id)!
      return work.contributorsUpTo(work.length).map(({ payee }) => payee)
    })
    expect(new Set(contributors).size).toBe(sizes.annotators)
    const { payee, account } = exampleOf(sizes)
    expect([...registry.payees.get(payee as never)!.accounts.values()]).toEqual([account])
  })

  test('is the same from the same seed, and another from another', () => {
    const whole = (seed: number) =>
      [...registryLines({ ...sizes, seed }), ...callLines({ ...sizes, seed })].join('\n')
    expect(whole(7)).toBe(whole(7))
    expect(whole(7)).not.toBe(whole(8))
  })
})
