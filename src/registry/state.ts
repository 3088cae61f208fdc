/** The registry in memory: what `evolve` changes and everybody else reads through `Registry`. */

import type { Micros } from '../events/time.ts'
import { ContributionLog } from './contributions.ts'
import { digestOfNothing } from './digest.ts'
import type { Asset, Currency, Fee, Payee, Rate, Registry, Version } from './model.ts'
import type { VersionState } from './versionState.ts'

interface PayeeState extends Payee {
  name?: string
  accounts: ReadonlyMap<string, string>
}

type AssetFields = Pick<Asset, 'id' | 'owner' | 'name' | 'license' | 'metadataUri'>

export class AssetState implements Asset {
  readonly id: string
  readonly owner: string
  readonly name?: string
  readonly license?: string
  readonly metadataUri?: string
  readonly versions: number[] = []
  readonly versionsByTime: number[] = []
  readonly versionIndexes = new Map<string, number>()
  readonly rates: Rate[] = []
  readonly ratesByTime: Rate[] = []
  readonly work = new ContributionLog()

  constructor(fields: AssetFields) {
    this.id = fields.id
    this.owner = fields.owner
    if (fields.name !== undefined) this.name = fields.name
    if (fields.license !== undefined) this.license = fields.license
    if (fields.metadataUri !== undefined) this.metadataUri = fields.metadataUri
  }

  get contributions(): ReadonlyMap<string, bigint> {
    return this.work.sumsUpTo(this.work.length)
  }

  get contributionCount(): number {
    return this.work.length
  }

  addRate(rate: Rate): void {
    this.rates.push(rate)
    insertByTime(this.ratesByTime, rate, (each) => each.effectiveFrom)
  }

  addVersion(version: Version, versions: readonly Version[]): void {
    this.versions.push(version.index)
    this.versionIndexes.set(version.version, version.index)
    insertByTime(this.versionsByTime, version.index, (index) => versions[index]!.releasedAt)
  }
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
  readonly versions: VersionState[]
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

/** Behind those of the same time, so that of equal ones the later recorded comes last. */
export function insertByTime<Item>(items: Item[], item: Item, timeOf: (item: Item) => Micros): void {
  const at = countUpTo(items, timeOf(item), timeOf)
  if (at === items.length) items.push(item)
  else items.splice(at, 0, item)
}
