/** By which paths revenue came to the sources of payees: of the largest sources, the paths that brought most. */
import { formatAmount, type LedgerUnits } from '../money/ledgerUnits.ts'
import { assetNamed, type Registry, type Version, versionNamed } from '../registry/index.ts'
import { type PathInto, pathsInto } from './pathsInto.ts'

/** The largest sources of all currencies of a payee together, whose paths are looked for. */
const tracedMax = 12
const pathsShownMax = 4
/** Paths that are kept for the next payee: payees share sources. */
const pathsKeptMax = 50_000

interface VersionName {
  readonly asset: string
  readonly version: string
}

interface Earning extends VersionName {
  readonly role: string
  readonly currency: string
  readonly amount: LedgerUnits
}

interface ShownPath {
  readonly from: VersionName
  readonly over: PathInto['over']
  readonly amount: string
}

interface Net extends VersionName {
  readonly currency: string
  readonly net: LedgerUnits
}

/** Direct revenue without fee and costs of the versions, where it is above 0. */
type NetsOf = (versions: readonly Version[]) => Promise<readonly Net[]>

export class SourcePaths {
  readonly #registry: Registry
  readonly #netsOf: NetsOf
  readonly #revisionMax: number
  readonly #paths = new Map<number, readonly PathInto[]>()
  /** By the index of the version that served the calls. */
  readonly #nets = new Map<number, readonly Net[]>()
  #kept = 0

  /**
   * @param revisionMax of the registry; later releases are not there, so that the answer for an epoch stays the same
   */
  constructor(registry: Registry, netsOf: NetsOf, revisionMax = Number.POSITIVE_INFINITY) {
    this.#registry = registry
    this.#netsOf = netsOf
    this.#revisionMax = revisionMax
  }

  /** Reads for several payees together what `of` reads for each of them. It forgets what it read for others. */
  async prepare(payees: Iterable<readonly Earning[]>): Promise<void> {
    this.#nets.clear()
    const served = new Map<number, Version>()
    for (const earnings of payees)
      for (const [, version] of this.#traced(earnings))
        for (const { from } of this.#into(version)) served.set(from.index, from)
    await this.#readNets(served)
  }

  /** @param earnings of one payee @returns the paths of each of them; none where it is not among the largest */
  async of(earnings: readonly Earning[]): Promise<(earning: Earning, decimals: number) => ShownPath[]> {
    const paths = new Map<Earning, readonly PathInto[]>()
    const missing = new Map<number, Version>()
    for (const [earning, version] of this.#traced(earnings)) {
      const found = this.#into(version)
      paths.set(earning, found)
      for (const { from } of found) if (!this.#nets.has(from.index)) missing.set(from.index, from)
    }
    await this.#readNets(missing)
    return (earning, decimals) => this.#largest(paths.get(earning) ?? [], earning.currency, decimals)
  }

  /** Costs are of the calls of the version itself, so no path leads to them. */
  #traced(earnings: readonly Earning[]): (readonly [Earning, Version])[] {
    const candidates = earnings
      .filter(({ role, amount }) => role !== 'cost' && role !== 'fee' && amount > 0n)
      .sort((a, b) => (a.amount === b.amount ? 0 : a.amount > b.amount ? -1 : 1))
    const traced: (readonly [Earning, Version])[] = []
    for (const earning of candidates) {
      if (traced.length === tracedMax) break
      const asset = earning.asset === '' ? undefined : assetNamed(this.#registry, earning.asset)
      const version = asset && versionNamed(this.#registry, asset, earning.version)
      if (version !== undefined) traced.push([earning, version])
    }
    return traced
  }

  #into(version: Version): readonly PathInto[] {
    const known = this.#paths.get(version.index)
    if (known !== undefined) return known
    const found = pathsInto(this.#registry, version, this.#revisionMax)
    if (this.#kept + found.length > pathsKeptMax) {
      this.#paths.clear()
      this.#kept = 0
    }
    this.#paths.set(version.index, found)
    this.#kept += found.length
    return found
  }

  async #readNets(served: ReadonlyMap<number, Version>): Promise<void> {
    if (served.size === 0) return
    const nets = await this.#netsOf([...served.values()])
    const byVersion = Map.groupBy(nets, nameOf)
    for (const [index, version] of served) this.#nets.set(index, byVersion.get(nameOf(version)) ?? [])
  }

  #largest(paths: readonly PathInto[], currency: string, decimals: number): ShownPath[] {
    const netOf = (index: number) =>
      this.#nets.get(index)?.find((net) => net.currency === currency)?.net ?? 0n
    return paths
      .map((path) => {
        const { asset, version, index } = path.from
        return { from: { asset, version }, over: path.over, amount: path.brings(netOf(index)) }
      })
      .filter(({ amount }) => amount > 0n)
      .sort((a, b) => (a.amount === b.amount ? a.over.length - b.over.length : a.amount > b.amount ? -1 : 1))
      .slice(0, pathsShownMax)
      .map(({ from, over, amount }) => ({ from, over, amount: formatAmount(amount, decimals) }))
  }
}

function nameOf({ asset, version }: VersionName): string {
  return JSON.stringify([asset, version])
}
