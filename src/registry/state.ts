/** The registry in memory. `evolve` changes it; all other code reads it as a `Registry`. */

import type { AccountAddress, ChainId } from '../events/account.ts'
import type { AssetId, CurrencyCode, PayeeId, VersionName } from '../events/ids.ts'
import { ContributionLog } from './contributionLog.ts'
import type { AccountNotice, Asset, Currency, Fee, Payee, Rate, Registry, Version } from './model.ts'
import { insertByEffect, insertByTime } from './timeline.ts'
import type { VersionState } from './versionState.ts'

interface PayeeState extends Payee {
  name?: string
  accounts: ReadonlyMap<ChainId, AccountAddress>
  notices?: ReadonlyMap<ChainId, readonly AccountNotice[]>
}

type AssetFields = Pick<Asset, 'id' | 'owner' | 'name' | 'license' | 'metadataUri'>

export class AssetState implements Asset {
  readonly id: AssetId
  readonly owner: PayeeId
  readonly name?: string
  readonly license?: string
  readonly metadataUri?: string
  readonly versions: number[] = []
  readonly versionsByTime: number[] = []
  readonly versionIndexes = new Map<VersionName, number>()
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

  get contributions(): ReadonlyMap<PayeeId, bigint> {
    return this.work.sumsUpTo(this.work.length)
  }

  get contributionCount(): number {
    return this.work.length
  }

  addRate(rate: Rate): void {
    this.rates.push(rate)
    insertByEffect(this.ratesByTime, rate)
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
  readonly currencies: Map<CurrencyCode, Currency>
  readonly currenciesByToken: Map<string, CurrencyCode>
  readonly fees: Fee[]
  readonly feesByTime: Fee[]
  readonly payees: Map<PayeeId, PayeeState>
  readonly assets: Map<AssetId, AssetState>
  readonly versions: VersionState[]
}

/** The digest before the first fact. */
export const digestOfNothing = '0'.repeat(64)

/** An empty registry. */
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
