/** Makes the table of a flow from divisions: of all groups of an epoch, or of one call. */
import { carriedBy, type LineageGraph, type VersionFlow } from '../../attribution/index.ts'
import { turn } from '../../base/turn.ts'
import { UnitSums } from '../../columns/unitSums.ts'
import type { AssetId, CurrencyCode, PayeeId } from '../../events/ids.ts'
import { invariant } from '../../invariant.ts'
import type { HeldVersions } from '../close/holders.ts'
import { GivenLines } from './givenTo.ts'
import type { CurrencyFlowTable, FlowEdges, FlowTable, FlowTotals } from './table.ts'

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

interface DividedEpoch {
  /** The whole graph. */
  readonly graph: LineageGraph
  /** By version of the graph. */
  readonly held: HeldVersions
  readonly currencies: readonly DividedCurrency[]
}

/** Versions after which other work of this process has its turn. */
const versionsPerTurn = 8_192

export async function flowTable({ graph, held, currencies }: DividedEpoch): Promise<FlowTable> {
  const numbers = new AssetNumbers(graph.versionCount)
  const collected: Collected[] = []
  for (const divided of currencies) {
    const columns = new Collected(divided, { graph, held }, numbers)
    for (const group of divided.groups) await columns.addGroup(group)
    collected.push(columns)
  }
  const { assets } = numbers
  const { edges, numbers: numberOf } = carryingEdges(
    graph,
    numbers.ofVersion,
    collected.map(({ carried }) => carried),
  )
  const tables: CurrencyFlowTable[] = []
  for (const columns of collected) {
    await turn()
    const sums = await columns.table(numberOf)
    tables.push({ ...sums, sizes: await conserved(assets.length, edges, sums) })
  }
  return { assets, edges, ...kindsOf(assets), currencies: tables }
}

const noAsset = 0xffff_ffff

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
  readonly #held: HeldVersions
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

  constructor(
    divided: DividedCurrency,
    { graph, held }: Pick<DividedEpoch, 'graph' | 'held'>,
    numbers: AssetNumbers,
  ) {
    this.#divided = divided
    this.#held = held
    this.#numbers = numbers
    this.#lines = new GivenLines(held)
    for (const [edge, amount] of divided.capped) {
      invariant(edge < graph.edgeCount, 'a capped edge is one of the graph')
      this.#sums.carried.set(edge, amount)
    }
  }

  /** By number of the edge in the graph. */
  get carried(): UnitSums {
    return this.#sums.carried
  }

  async addGroup({ graph, flows, fee, costs }: DividedGroup): Promise<void> {
    const held = this.#held
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
      if (one.flow) this.#addFlow(asset, one.flow)
    }
    for (const { version, payee, amount } of costs) {
      const asset = this.#numbers.of(version, held)
      this.#sums.given.add(asset, amount)
      this.#lines.addCost(asset, payee, amount)
    }
    if (fee.amount !== 0n) {
      invariant(fee.payee !== '', 'a fee above zero has a payee')
      this.#fees.set(fee.payee, (this.#fees.get(fee.payee) ?? 0n) + fee.amount)
    }
  }

  #addFlow(asset: number, flow: VersionFlow): void {
    const { direct, fee, given, rounding } = this.#sums
    direct.add(asset, flow.direct)
    fee.add(asset, flow.fee)
    const left = this.#lines.addFlow(asset, flow.version, flow.retained)
    given.add(asset, flow.retained - left)
    rounding.add(asset, left)
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

  /** @param edges those that are kept, by their numbers in the graph */
  async table(edges: Uint32Array): Promise<WithoutSizes> {
    const { currency, decimals } = this.#divided
    const payees = await this.#lines.kept(this.#numbers.assets.length, this.#fees.keys())
    const totals = this.#totals()
    const carried = new UnitSums()
    for (let number = 0; number < edges.length; number++)
      carried.copy(number, this.#sums.carried, edges[number]!)
    return { currency, decimals, totals, ...this.#sums, carried, payees, fees: this.#fees }
  }
}

type WithoutSizes = Omit<CurrencyFlowTable, 'sizes'>

/** @returns the edges that carried something in any of the columns, with their numbers in the graph */
function carryingEdges(
  { edgeStart, edgeSource, versionCount }: LineageGraph,
  assetOf: Uint32Array,
  columns: readonly UnitSums[],
): { edges: FlowEdges; numbers: Uint32Array } {
  const carries = (edge: number): boolean => columns.some((carried) => !carried.isZero(edge))
  let count = 0
  for (let edge = 0; edge < edgeStart[versionCount]!; edge++) if (carries(edge)) count++
  const [derived, source, from, to, numbers] = Array.from({ length: 5 }, () => new Uint32Array(count))
  let at = 0
  for (let version = 0; version < versionCount; version++) {
    for (let edge = edgeStart[version]!; edge < edgeStart[version + 1]!; edge++) {
      if (!carries(edge)) continue
      derived![at] = version
      source![at] = edgeSource[edge]!
      from![at] = assetOf[version]!
      to![at] = assetOf[edgeSource[edge]!]!
      invariant(
        from![at] !== noAsset && to![at] !== noAsset,
        'what an edge carried flowed through its versions',
      )
      numbers![at++] = edge
    }
  }
  return { edges: { derived: derived!, source: source!, from: from!, to: to! }, numbers: numbers! }
}

/** Asserts that what came into each asset went out of it, to the unit. */
async function conserved(
  count: number,
  { from, to }: FlowEdges,
  currency: WithoutSizes,
): Promise<CurrencyFlowTable['sizes']> {
  const { direct, fee, given, rounding, stacked, carried } = currency
  const sizes = { direct: new Float64Array(count), received: new Float64Array(count) }
  const net = new UnitSums()
  for (let edge = 0; edge < from.length; edge++) {
    if ((edge + 1) % versionsPerTurn === 0) await turn()
    const [payer, paid] = [from[edge]!, to[edge]!]
    if (payer === paid || carried.isZero(edge)) continue
    const amount = carried.get(edge)
    net.add(payer, -amount)
    net.add(paid, amount)
    sizes.received[paid]! += Math.abs(Number(amount))
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
