/** Makes the table of a flow from divisions: of all groups of an epoch, or of one call. */
import { allocateRetained, carriedBy, type LineageGraph, type VersionFlow } from '../../attribution/index.ts'
import { turn } from '../../base/turn.ts'
import type { AssetId, CurrencyCode, PayeeId } from '../../events/ids.ts'
import { invariant } from '../../invariant.ts'
import type { HeldVersions } from '../close/holders.ts'
import { UnitSums } from '../tables/unitSums.ts'
import { GivenLines } from './givenTo.ts'
import { type CurrencyFlowTable, type FlowTable, type FlowTotals, noAsset } from './table.ts'

/** One division. */
interface DividedGroup {
  /** The edges in force. */
  readonly graph: LineageGraph
  /** Derived-first. */
  readonly flows: Iterable<VersionFlow>
  readonly fee: { readonly payee: PayeeId | ''; readonly amount: bigint }
  readonly costs: readonly { readonly version: number; readonly payee: PayeeId; readonly amount: bigint }[]
}

export interface DividedCurrency {
  readonly currency: CurrencyCode
  readonly decimals: number
  readonly groups: readonly DividedGroup[]
  /** What capped edges carried, by their numbers: every edge that is capped in the currency. */
  readonly capped: ReadonlyMap<number, bigint>
}

interface Divided {
  /** The whole graph. */
  readonly graph: LineageGraph
  /** By version of the graph. */
  readonly held: HeldVersions
  readonly currencies: readonly DividedCurrency[]
}

/** Versions after which other work of this process has its turn. */
const versionsPerTurn = 8_192

export async function flowTable({ graph, held, currencies }: Divided): Promise<FlowTable> {
  const numbers = new AssetNumbers(graph.versionCount)
  const collected: Collected[] = []
  for (const divided of currencies) {
    const columns = new Collected(divided, graph, numbers)
    for (const group of divided.groups) await columns.addGroup(group, held)
    collected.push(columns)
  }
  const { assets, ofVersion: assetOf } = numbers
  const tables: CurrencyFlowTable[] = []
  for (const columns of collected) {
    const sums = columns.table()
    tables.push({ ...sums, sizes: await conserved({ assets, assetOf, graph }, sums) })
  }
  return { assets, assetOf, graph, ...kindsOf(assets), currencies: tables }
}

class AssetNumbers {
  readonly assets: AssetId[] = []
  readonly ofVersion: Uint32Array
  readonly #numbers = new Map<AssetId, number>()

  constructor(versions: number) {
    this.ofVersion = new Uint32Array(versions).fill(noAsset)
  }

  of(version: number, held: HeldVersions): number {
    const known = this.ofVersion[version]!
    if (known !== noAsset) return known
    const { asset } = held.at(version)!
    let number = this.#numbers.get(asset)
    if (number === undefined) {
      number = this.assets.push(asset) - 1
      this.#numbers.set(asset, number)
    }
    this.ofVersion[version] = number
    return number
  }
}

class Collected {
  readonly #divided: DividedCurrency
  readonly #numbers: AssetNumbers
  readonly #lines: GivenLines
  readonly #fees = new Map<PayeeId, bigint>()
  readonly #sums = {
    direct: new UnitSums(),
    fee: new UnitSums(),
    given: new UnitSums(),
    rounding: new UnitSums(),
    stacked: new UnitSums(),
    carried: new UnitSums(),
  }

  constructor(divided: DividedCurrency, graph: LineageGraph, numbers: AssetNumbers) {
    this.#divided = divided
    this.#numbers = numbers
    this.#lines = new GivenLines(divided.currency)
    for (const [edge, amount] of divided.capped) {
      invariant(edge < graph.edgeCount, 'a capped edge is one of the graph')
      this.#sums.carried.set(edge, amount)
    }
  }

  async addGroup({ graph, flows, fee, costs }: DividedGroup, held: HeldVersions): Promise<void> {
    const { capped } = this.#divided
    const { carried, stacked, rounding } = this.#sums
    const edges = {
      isCapped: (edge: number) => capped.has(edge),
      add: (edge: number, amount: bigint) => carried.add(edge, amount),
    }
    let count = 0
    for (const one of carriedBy(graph, flows, edges)) {
      if (++count % versionsPerTurn === 0) await turn()
      const asset = this.#numbers.of(one.version, held)
      stacked.add(asset, one.stacked)
      rounding.add(asset, one.rounding)
      if (one.flow) this.#addFlow(asset, one.flow, held)
    }
    for (const { version, payee, amount } of costs) this.#give(this.#numbers.of(version, held), payee, amount)
    if (fee.amount !== 0n) {
      invariant(fee.payee !== '', 'a fee above zero has a payee')
      this.#fees.set(fee.payee, (this.#fees.get(fee.payee) ?? 0n) + fee.amount)
    }
  }

  #addFlow(asset: number, flow: VersionFlow, held: HeldVersions): void {
    const { direct, fee, rounding } = this.#sums
    direct.add(asset, flow.direct)
    fee.add(asset, flow.fee)
    const left = allocateRetained(held.at(flow.version)!, flow.retained, (payee, _role, amount) =>
      this.#give(asset, payee, amount),
    )
    rounding.add(asset, left)
  }

  #give(asset: number, payee: PayeeId, amount: bigint): void {
    this.#sums.given.add(asset, amount)
    this.#lines.add(asset, payee, amount)
  }

  #totals(): FlowTotals {
    const { direct, fee, given, rounding, stacked } = this.#sums
    const totals = { gross: 0n, fee: 0n, earned: 0n, rounding: 0n }
    let deep = 0n
    for (let asset = 0; asset < this.#numbers.assets.length; asset++) {
      totals.gross += direct.get(asset)
      totals.fee += fee.get(asset)
      totals.earned += given.get(asset)
      totals.rounding += rounding.get(asset)
      deep += stacked.get(asset)
    }
    invariant(deep >= 0n, 'what is set aside for sources further up is what they get, and rounding')
    totals.rounding += deep
    invariant(
      totals.gross === totals.fee + totals.earned + totals.rounding,
      'gross = fee + earned + rounding',
    )
    return totals
  }

  table(): WithoutSizes {
    const { currency, decimals } = this.#divided
    const payees = this.#lines.kept(this.#numbers.assets.length, this.#fees.keys())
    const totals = this.#totals()
    return { currency, decimals, totals, ...this.#sums, payees, fees: this.#fees }
  }
}

type WithoutSizes = Omit<CurrencyFlowTable, 'sizes'>
type Edges = Pick<FlowTable, 'assets' | 'assetOf' | 'graph'>

/** Asserts that what came into each asset went out of it, to the unit. */
async function conserved(edges: Edges, currency: WithoutSizes): Promise<CurrencyFlowTable['sizes']> {
  const { direct, fee, given, rounding, stacked } = currency
  const count = edges.assets.length
  const sizes = { direct: new Float64Array(count), received: new Float64Array(count) }
  const net = new UnitSums()
  let turns = 0
  for (const { from, to, amount } of carriedEdges(edges, currency)) {
    if (++turns % versionsPerTurn === 0) await turn()
    if (from === to) continue
    net.add(from, -amount)
    net.add(to, amount)
    sizes.received[to]! += Math.abs(Number(amount))
  }
  for (let asset = 0; asset < count; asset++) {
    const own = direct.get(asset)
    const out = fee.get(asset) + given.get(asset) + rounding.get(asset) + stacked.get(asset)
    invariant(own + net.get(asset) === out, 'what came into an asset went out of it')
    sizes.direct[asset] = Math.abs(Number(own))
  }
  return sizes
}

function kindsOf(assets: readonly AssetId[]): Pick<FlowTable, 'kinds' | 'kindOf'> {
  const kinds: string[] = []
  const kindOf = Uint8Array.from(assets, (asset) => {
    const kind = asset.slice(0, asset.indexOf(':'))
    const number = kinds.indexOf(kind)
    return number < 0 ? kinds.push(kind) - 1 : number
  })
  return { kinds, kindOf }
}

interface CarriedEdge {
  /** Numbers of assets. */
  readonly from: number
  readonly to: number
  readonly amount: bigint
}

/** The edges that carried something. */
function* carriedEdges({ graph, assetOf }: Edges, { carried }: WithoutSizes): Generator<CarriedEdge> {
  const { edgeStart, edgeSource, versionCount } = graph
  for (let version = 0; version < versionCount; version++) {
    const from = assetOf[version]!
    if (from === noAsset) continue
    for (let edge = edgeStart[version]!; edge < edgeStart[version + 1]!; edge++) {
      if (carried.isZero(edge)) continue
      const to = assetOf[edgeSource[edge]!]!
      invariant(to !== noAsset, 'what an edge carried flowed through its source')
      yield { from, to, amount: carried.get(edge) }
    }
  }
}
