/** An asset that changes: what was recorded of it lately, over what a store has of it. */

import type { AssetId, PayeeId, VersionName } from '../events/ids.ts'
import { ContributionLog } from './contributionLog.ts'
import type { Asset, CostCard, Numbered, Rate, Version } from './model.ts'
import { insertByEffect, insertByTime } from './timeline.ts'

type AssetFields = Pick<Asset, 'id' | 'owner' | 'name' | 'license' | 'metadataUri'>

export class AssetState implements Asset {
  readonly id: AssetId
  readonly owner: PayeeId
  readonly name?: string
  readonly license?: string
  readonly metadataUri?: string
  readonly rates: Rate[]
  readonly ratesByTime: Rate[]
  readonly costs: CostCard[]
  readonly work: ContributionLog
  readonly #below: Asset | undefined
  readonly #added: Version[] = []
  /** The versions of the registry, from the first one that is added on. */
  #all: Numbered<Version> | undefined
  readonly #addedNames = new Map<VersionName, number>()
  /** Made when they are asked for. */
  #versions: number[] | undefined
  #byTime: number[] | undefined

  /** @param below the same asset as it was before; it does not change */
  constructor(fields: AssetFields, below?: Asset) {
    this.id = fields.id
    this.owner = fields.owner
    if (fields.name !== undefined) this.name = fields.name
    if (fields.license !== undefined) this.license = fields.license
    if (fields.metadataUri !== undefined) this.metadataUri = fields.metadataUri
    this.#below = below
    this.rates = [...(below?.rates ?? [])]
    this.ratesByTime = [...(below?.ratesByTime ?? [])]
    this.costs = [...(below?.costs ?? [])]
    this.work = new ContributionLog(below?.work)
  }

  /** The same asset with less in memory: `below` has everything up to some moment, and what came after it stays. */
  over(below: Asset): AssetState {
    const asset = new AssetState(this, below)
    for (const rate of this.rates.slice(below.rates.length)) asset.addRate(rate)
    asset.costs.push(...this.costs.slice(below.costs.length))
    this.work.after(below.work.length, (payee, units) => asset.work.record(payee, units))
    const first = below.versionCount - (this.#below?.versionCount ?? 0)
    for (const version of this.#added.slice(first)) asset.addVersion(version, this.#all!)
    return asset
  }

  /** Whether it holds nothing itself. */
  get isBelow(): boolean {
    const { rates, costs, work } = this
    const [ratesBelow, costsBelow] = [this.#below?.rates.length ?? 0, this.#below?.costs.length ?? 0]
    const isSame = rates.length === ratesBelow && costs.length === costsBelow
    return isSame && this.#added.length + work.payees.length === 0
  }

  get versionCount(): number {
    return (this.#below?.versionCount ?? 0) + this.#added.length
  }

  get versions(): readonly number[] {
    this.#versions ??= [...(this.#below?.versions ?? []), ...this.#added.map(({ index }) => index)]
    return this.#versions
  }

  get versionsByTime(): readonly number[] {
    this.#byTime ??= this.#sorted()
    return this.#byTime
  }

  versionIndex(name: VersionName): number | undefined {
    return this.#addedNames.get(name) ?? this.#below?.versionIndex(name)
  }

  addRate(rate: Rate): void {
    this.rates.push(rate)
    insertByEffect(this.ratesByTime, rate)
  }

  /** @param versions those of the registry, with this one */
  addVersion(version: Version, versions: Numbered<Version>): void {
    this.#all = versions
    this.#added.push(version)
    this.#addedNames.set(version.version, version.index)
    this.#versions?.push(version.index)
    if (this.#byTime) this.#insert(this.#byTime, version)
  }

  #sorted(): number[] {
    const byTime = [...(this.#below?.versionsByTime ?? [])]
    for (const version of this.#added) this.#insert(byTime, version)
    return byTime
  }

  #insert(byTime: number[], { index }: Version): void {
    insertByTime(byTime, index, (at) => this.#all!.at(at)!.releasedAt)
  }
}
