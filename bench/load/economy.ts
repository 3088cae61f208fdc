/**
 * The economy: datasets, models tuned from them, agents composed of models, their payees, fees and prices. It is made
 * from a seed, in the form that the slow reference takes (test/support/reference.ts).
 */
import type { ReferenceStep } from '../../test/support/reference.ts'
import { createRandom, type Random } from '../support/random.ts'

/** The first epoch is closed here, empty, before anything is sent: calls before it are late. */
export const firstUntil = '2025-03-01T00:00:00Z'
/** From here on the fee is another, and some assets have a second version. */
export const middle = '2025-03-16T00:00:00Z'
/** The run's epoch ends here: calls from here on stay pending. */
export const lastUntil = '2025-04-01T00:00:00Z'

const founded = '2025-01-01T00:00:00Z'
const holdersEach = 5

export const currencies = [
  { currency: 'USDC', decimals: 6, chain: 'eip155:8453', token: `0x${'a1'.repeat(20)}` },
  { currency: 'USD', decimals: 2 },
  { currency: 'DAI', decimals: 18, chain: 'eip155:1', token: `0x${'b2'.repeat(20)}` },
] as const

/** Prices in 10^-9 USDC a token, exact. */
export const nanoPerToken = { input: 2_500, output: 10_000 } as const
const pricePerMillion = { input: '2.5', output: '10' } as const

interface LoadAsset {
  readonly asset: string
  readonly versions: readonly string[]
  /** Whether calls without an amount have a price. */
  readonly priced: boolean
}

export interface Economy {
  /** In the order in which they are to be recorded. */
  readonly registry: readonly Extract<ReferenceStep, { step: 'register' }>[]
  /** The most called first. */
  readonly assets: readonly LoadAsset[]
}

export function createEconomy(seed: number, assetCount: number): Economy {
  return new Founding(createRandom(seed), assetCount).economy()
}

/** The registry as lines of CloudEvents. */
export function registryLines(economy: Economy): string {
  const lines = economy.registry.map(({ type, time, data }, index) =>
    JSON.stringify({
      specversion: '1.0',
      type: `io.headwater.${type}`,
      source: '/load/registry',
      id: String(index),
      time,
      data,
    }),
  )
  return `${lines.join('\n')}\n`
}

interface Release {
  readonly asset: string
  readonly version: string
  readonly owner: string
  readonly derivedFrom: readonly object[]
  readonly time: string
}

class Founding {
  private readonly random: Random
  private readonly assetCount: number
  private readonly registry: Extract<ReferenceStep, { step: 'register' }>[] = []

  constructor(random: Random, assetCount: number) {
    this.random = random
    this.assetCount = assetCount
  }

  economy(): Economy {
    for (const currency of currencies) this.register('currency.registered', currency)
    this.register('fee.set', { share: '0.025', payee: 'house', effectiveFrom: founded })
    this.register('fee.set', { share: '0.02', payee: 'house', effectiveFrom: middle }, middle)
    const assets: LoadAsset[] = []
    for (let number = 0; number < this.assetCount; number++) assets.push(this.asset(number, assets))
    return { registry: this.registry, assets: this.shuffled(assets) }
  }

  private asset(number: number, before: readonly LoadAsset[]): LoadAsset {
    const { random } = this
    const owner = `owner-${number}`
    const dataset = number < Math.max(1, this.assetCount / 4)
    const asset = dataset ? `dataset:lab/set-${number}` : `model:lab/model-${number}`
    const chain = currencies[random.below(2) === 0 ? 0 : 2].chain
    const account = `${chain}:0x${(number + 1).toString(16).padStart(40, '0')}`
    this.register('payee.registered', { payee: owner, ...(random.below(2) === 0 && { account }) })
    this.register('asset.registered', { asset, owner })
    const edges = dataset ? [] : this.sources(before)
    const versions = ['1.0']
    this.release({ asset, version: '1.0', owner, derivedFrom: edges, time: founded })
    if (!dataset && random.below(3) === 0) {
      versions.push('2.0')
      this.release({ asset, version: '2.0', owner, derivedFrom: edges.slice(1), time: middle })
    }
    const priced = random.below(3) === 0
    if (priced) {
      const perMillion = pricePerMillion
      this.register('rate.set', { asset, currency: 'USDC', effectiveFrom: founded, perMillion })
    }
    return { asset, versions, priced }
  }

  private release({ asset, version, owner, derivedFrom, time }: Release): void {
    const { random } = this
    const shared = random.below(3) > 0
    const contributors = Array.from({ length: holdersEach }, (_, index) => ({
      payee: `contributor-${index}-${random.below(this.assetCount)}`,
      units: String(1 + random.below(1_000)),
    }))
    this.register(
      'version.released',
      {
        asset,
        version,
        ...(shared && {
          holders: [
            { payee: owner, share: '0.6' },
            { payee: 'studio', share: '0.123456789' },
          ],
          contributorShare: '0.276543211',
          contributors,
        }),
        ...(derivedFrom.length > 0 && { derivedFrom }),
      },
      time,
    )
  }

  /** Absolute terms on datasets alone, which have no sources: so no stack grows beyond what is there to share. */
  private sources(before: readonly LoadAsset[]): object[] {
    const { random } = this
    const chosen = new Map<string, object>()
    const wishes = 1 + random.below(3)
    for (let wish = 0; wish < wishes; wish++) {
      const { asset } = before[random.below(before.length)]!
      const ofData = asset.startsWith('dataset:')
      chosen.set(asset, {
        asset,
        version: '1.0',
        relation: ofData ? 'trainedOn' : 'finetunedFrom',
        policy: ofData && random.below(2) === 0 ? 'absolute' : 'relative',
        share: `0.${1 + random.below(2)}${random.below(1e6)}`.replace(/0+$/, ''),
      })
    }
    return [...chosen.values()]
  }

  private register(type: string, data: object, time = founded): void {
    this.registry.push({ step: 'register', type, time, data })
  }

  private shuffled<Item>(items: readonly Item[]): Item[] {
    const list = [...items]
    for (let at = list.length - 1; at > 0; at--) {
      const other = this.random.below(at + 1)
      ;[list[at], list[other]] = [list[other]!, list[at]!]
    }
    return list
  }
}
