/** The registry in memory: what `evolve` changes and everybody else reads through `Registry`. */
import { digestOfNothing } from './digest.ts'
import type { Asset, Currency, Fee, Micros, Payee, Rate, Registry, Version } from './model.ts'

export interface PayeeState extends Payee {
  name?: string
  accounts: ReadonlyMap<string, string>
}

/** Who contributed how much to an asset, frozen for the releases until the next contribution. */
export interface FrozenContributors {
  readonly contributors: Version['contributors']
  readonly units: bigint
}

export interface AssetState extends Asset {
  readonly versions: number[]
  readonly versionsByTime: number[]
  readonly versionIndexes: Map<string, number>
  readonly rates: Rate[]
  readonly ratesByTime: Rate[]
  readonly contributions: Map<string, bigint>
  /** Made by the first release after a contribution, shared by those that follow. */
  frozen?: FrozenContributors | undefined
}

export interface RegistryState extends Registry {
  count: number
  digest: string
  readonly currencies: Map<string, Currency>
  readonly currenciesByToken: Map<string, string>
  readonly fees: Fee[]
  readonly feesByTime: Fee[]
  readonly payees: Map<string, PayeeState>
  readonly assets: Map<string, AssetState>
  readonly versions: Version[]
}

/** A registry with nothing in it. */
export function createRegistry(): RegistryState {
  return {
    count: 0,
    digest: digestOfNothing,
    currencies: new Map(),
    currenciesByToken: new Map(),
    fees: [],
    feesByTime: [],
    payees: new Map(),
    assets: new Map(),
    versions: [],
  }
}

/** How many of `items`, ascending by time, have a time ≤ `time`. */
export function countUpTo<Item>(
  items: readonly Item[],
  time: Micros,
  timeOf: (item: Item) => Micros,
): number {
  let low = 0
  let high = items.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (timeOf(items[middle]!) <= time) low = middle + 1
    else high = middle
  }
  return low
}
