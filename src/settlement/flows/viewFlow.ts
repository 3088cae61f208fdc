/** Shows a flow as a graph of few nodes: the largest assets and payees one by one, all others in groups, to the unit. */

import { LaneSums } from '../../columns/laneSums.ts'
import { fail } from '../../errors.ts'
import type { AssetId, PayeeId } from '../../events/ids.ts'
import { invariant } from '../../invariant.ts'
import { type CurrencyFlowReport, type FlowView, flowTopDefault, flowTopMax } from './answers.ts'
import { topOf } from './givenTo.ts'
import { type Grouping, groupAssets } from './grouping.ts'
import { Picture, type PictureNode } from './picture.ts'
import type { CurrencyFlowTable, FlowTable } from './table.ts'

/** What a view asks for beyond the table. */
interface FlowNames {
  readonly ownerOf: (asset: AssetId) => string
  /** What the payee of the view got of each asset in a currency, without fees; undefined where the view names none. */
  readonly given: ((currency: string) => ReadonlyMap<AssetId, bigint>) | undefined
}

const [calls, fee, rounding, further]: readonly PictureNode[] = (
  ['calls', 'fee', 'rounding', 'further'] as const
).map((type) => ({ id: type, type })) as never

/** @throws HeadwaterError `flow.notFound`, `request.malformed` */
export function viewFlow(table: FlowTable, view: FlowView, names: FlowNames): CurrencyFlowReport[] {
  const { top = flowTopDefault, currency } = view
  if (!(Number.isSafeInteger(top) && top >= 1 && top <= flowTopMax))
    fail('request.malformed', `top is a whole number from 1 to ${flowTopMax}.`, { path: '/top' })
  const zoomed = view.asset === undefined ? undefined : table.assets.indexOf(view.asset as AssetId)
  if (zoomed === -1)
    fail('flow.notFound', `Nothing flowed through the asset ${view.asset}.`, { path: '/asset' })
  return table.currencies
    .filter((one) => currency === undefined || one.currency === currency)
    .map((sums) => new CurrencyView({ table, sums, zoomed, view: { ...view, top }, names }).report())
}

interface Viewed {
  readonly table: FlowTable
  readonly sums: CurrencyFlowTable
  /** Number of the only asset whose links are shown. */
  readonly zoomed: number | undefined
  readonly view: FlowView & { readonly top: number }
  readonly names: FlowNames
}

class CurrencyView {
  readonly #of: Viewed
  readonly #picture: Picture
  readonly #grouping: Grouping
  readonly #edges: LaneSums
  readonly #nodes: PictureNode[]
  /** What the payee of the view got, by asset. */
  readonly #given: ReadonlyMap<number, bigint> | undefined

  constructor(of: Viewed) {
    this.#of = of
    const { table, sums, zoomed, view, names } = of
    this.#picture = new Picture(sums.decimals)
    this.#given = numbered(table, names.given?.(sums.currency))
    this.#grouping = groupAssets(
      { ...table, ownerOf: names.ownerOf, scores: this.#scores(), always: zoomed },
      view,
    )
    const count = this.#grouping.nodes.length
    this.#edges = new LaneSums(count * count)
    this.#addEdges()
    this.#nodes = this.#grouping.nodes.map((_, number) => this.#nodeOf(number))
  }

  report(): CurrencyFlowReport {
    const { table, sums, zoomed } = this.#of
    this.#linkAssets()
    this.#linkSums()
    this.#linkPayees()
    const text = (amount: bigint) => this.#picture.text(amount)
    const shown = zoomed === undefined ? undefined : this.#nodes[this.#grouping.nodeOf[zoomed]!]
    const passing = ['asset', 'assets', 'fee', 'further']
    const { gross, fee: fees, earned, rounding: left } = sums.totals
    return {
      currency: sums.currency,
      ...{ gross: text(gross), fee: text(fees), earned: text(earned), rounding: text(left) },
      assets: table.assets.length,
      payees: sums.payees.count,
      ...this.#picture.report((node) => (shown ? node === shown : passing.includes(node.type))),
    }
  }

  /** By what the assets to show are found. */
  #scores(): ((asset: number) => number)[] {
    const { sums, zoomed, view } = this.#of
    const { direct, received } = sums.sizes
    if (zoomed !== undefined) {
      const [paysIt, isPaid] = this.#neighbours(zoomed)
      return [(asset) => paysIt.get(asset) ?? 0, (asset) => isPaid.get(asset) ?? 0]
    }
    if (view.payee !== undefined) return [(asset) => Math.abs(Number(this.#given?.get(asset) ?? 0n))]
    return [(asset) => direct[asset]!, (asset) => received[asset]!]
  }

  /** About what each other asset paid to the one, and got of it. */
  #neighbours(of: number): [Map<number, number>, Map<number, number>] {
    const [paysIt, isPaid] = [new Map<number, number>(), new Map<number, number>()]
    this.#eachEdge((from, to, edge) => {
      const [sums, other] = from === of ? [isPaid, to] : [paysIt, from]
      sums.set(other, (sums.get(other) ?? 0) + Math.abs(Number(this.#of.sums.carried.get(edge))))
    })
    return [paysIt, isPaid]
  }

  #addEdges(): void {
    const { nodeOf, nodes } = this.#grouping
    const { carried } = this.#of.sums
    this.#eachEdge((from, to, edge) =>
      this.#edges.add(nodeOf[from]! * nodes.length + nodeOf[to]!, carried, edge),
    )
  }

  /** Of a zoomed view those to and from other assets. A plain loop: an epoch may have millions. */
  #eachEdge(take: (from: number, to: number, edge: number) => void): void {
    const { table, sums, zoomed } = this.#of
    const { from, to } = table.edges
    const { carried } = sums
    for (let edge = 0; edge < from.length; edge++) {
      const [payer, paid] = [from[edge]!, to[edge]!]
      if (zoomed !== undefined && (payer === zoomed) === (paid === zoomed)) continue
      if (!carried.isZero(edge)) take(payer, paid, edge)
    }
  }

  #nodeOf(number: number): PictureNode {
    const { nodes, counts } = this.#grouping
    const { asset, ...group } = nodes[number]!
    const amount = this.#edges.get(number * nodes.length + number)
    const within = amount !== 0n && { within: this.#picture.text(amount) }
    if (asset !== undefined) return { id: `asset/${asset}`, type: 'asset', asset, ...within }
    const name = JSON.stringify(group)
    return { id: `assets/${name}`, type: 'assets', ...group, count: counts[number]!, ...within }
  }

  #linkAssets(): void {
    const count = this.#nodes.length
    for (let from = 0; from < count; from++)
      for (let to = 0; to < count; to++)
        if (from !== to)
          this.#picture.link(this.#nodes[from]!, this.#nodes[to]!, this.#edges.get(from * count + to))
  }

  #linkSums(): void {
    const { sums, table, zoomed } = this.#of
    const { nodeOf } = this.#grouping
    const [first, end] = zoomed === undefined ? [0, table.assets.length] : [zoomed, zoomed + 1]
    const lanes = [sums.direct, sums.fee, sums.rounding, sums.stacked].map((column) => {
      const lane = new LaneSums(this.#nodes.length)
      lane.addRows(nodeOf, column, first!, end!)
      return lane
    })
    const picture = this.#picture
    let left = 0n
    for (const [number, node] of this.#nodes.entries()) {
      const [direct, fees, rest, stacked] = lanes.map((lane) => lane.get(number))
      picture.link(calls!, node, direct!)
      picture.link(node, fee!, fees!)
      picture.link(node, rounding!, rest!)
      if (stacked! < 0n) picture.link(further!, node, -stacked!)
      else picture.link(node, further!, stacked!)
      left += stacked!
    }
    if (zoomed === undefined) picture.link(further!, rounding!, left)
  }

  #linkPayees(): void {
    const { sums, zoomed, table } = this.#of
    const shown = this.#shownPayees()
    const given = new LaneSums(this.#nodes.length)
    const { nodeOf } = this.#grouping
    const [first, end] = zoomed === undefined ? [0, table.assets.length] : [zoomed, zoomed + 1]
    given.addRows(nodeOf, sums.given, first!, end!)
    const oneByOne = new Set([...shown.names, ...this.#feePayees()])
    const others: PictureNode = {
      id: 'payees',
      type: 'payees',
      ...(zoomed === undefined && { count: Math.max(0, sums.payees.count - oneByOne.size) }),
    }
    for (const [number, node] of this.#nodes.entries()) {
      let rest = given.get(number)
      for (const [place, payee] of shown.names.entries()) {
        const amount = shown.amountOf(number, place)
        rest -= amount
        this.#picture.link(node, payeeNode(payee), amount)
      }
      this.#picture.link(node, others, rest)
    }
    if (zoomed !== undefined) return
    let rest = 0n
    const feePayees = this.#feePayees()
    for (const [payee, amount] of sums.fees) {
      if (shown.names.includes(payee) || feePayees.includes(payee))
        this.#picture.link(fee!, payeeNode(payee), amount)
      else rest += amount
    }
    this.#picture.link(fee!, others, rest)
  }

  /** The payees that are shown one by one, and what each node of assets gave to them. */
  #shownPayees(): { names: readonly PayeeId[]; amountOf: (node: number, place: number) => bigint } {
    const { sums, view } = this.#of
    const { nodeOf } = this.#grouping
    if (view.payee !== undefined) {
      const byNode = new Map<number, bigint>()
      for (const [asset, amount] of this.#given ?? []) {
        if (this.#of.zoomed !== undefined && asset !== this.#of.zoomed) continue
        byNode.set(nodeOf[asset]!, (byNode.get(nodeOf[asset]!) ?? 0n) + amount)
      }
      return { names: [view.payee as PayeeId], amountOf: (node) => byNode.get(node) ?? 0n }
    }
    const { payees } = sums
    const first = this.#firstPayees()
    const places = new Uint16Array(payees.names.length)
    for (const [place, payee] of first.entries()) places[payee] = place + 1
    const lanes = new LaneSums(this.#nodes.length * first.length)
    this.#eachLine((asset, line) => {
      const place = places[payees.payee[line]!]!
      if (place > 0) lanes.add(nodeOf[asset]! * first.length + place - 1, payees.amount, line)
    })
    return {
      names: first.map((payee) => payees.names[payee]!),
      amountOf: (node, place) => lanes.get(node * first.length + place),
    }
  }

  /** Payees of fees that are shown one by one, whatever else they got. */
  #feePayees(): readonly PayeeId[] {
    const { sums, view } = this.#of
    return view.payee === undefined && sums.fees.size <= view.top ? [...sums.fees.keys()] : []
  }

  #firstPayees(): readonly number[] {
    const { sums, zoomed, view } = this.#of
    const { names, sizes, payee, start } = sums.payees
    if (zoomed === undefined) {
      const first = topOf(names.length, view.top, (number) => sizes[number]!)
      const ofFees = this.#feePayees().map((one) => names.indexOf(one))
      return [...new Set([...first, ...ofFees.filter((number) => number >= 0)])]
    }
    // The lines of an asset are in the order of their amounts.
    return [
      ...payee.subarray(
        start[zoomed],
        start[zoomed]! + Math.min(view.top, start[zoomed + 1]! - start[zoomed]!),
      ),
    ]
  }

  #eachLine(take: (asset: number, line: number) => void): void {
    const { sums, zoomed, table } = this.#of
    const { start } = sums.payees
    for (let asset = zoomed ?? 0; asset <= (zoomed ?? table.assets.length - 1); asset++)
      for (let line = start[asset]!; line < start[asset + 1]!; line++) take(asset, line)
  }
}

function payeeNode(payee: PayeeId): PictureNode {
  return { id: `payee/${payee}`, type: 'payee', payee }
}

function numbered(
  { assets }: FlowTable,
  given: ReadonlyMap<AssetId, bigint> | undefined,
): ReadonlyMap<number, bigint> | undefined {
  if (given === undefined) return undefined
  const numbers = new Map<number, bigint>()
  for (let number = 0; number < assets.length; number++) {
    const amount = given.get(assets[number]!)
    if (amount !== undefined) numbers.set(number, amount)
  }
  const known = [...numbers.values()].reduce((sum, amount) => sum + amount, 0n)
  const all = [...given.values()].reduce((sum, amount) => sum + amount, 0n)
  invariant(known === all, 'a payee got of assets through which something flowed')
  return numbers
}
