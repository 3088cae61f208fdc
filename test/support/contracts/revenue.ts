/** Effective amounts, costs, and the flow with signs, cuts and caps: sections 2 and 8.1 to 8.5, line by line. */
import { B, ceil, floor, grow, min, sum, utf8 } from './arithmetic.ts'
import { holdings, latestBy, type RefCard, type RefRegistry } from './registry.ts'

export interface RefCall {
  readonly identity: string
  readonly time: bigint
  readonly asset: string
  readonly version: string | undefined
  readonly currency: string
  readonly amount: bigint
  readonly tokens: { input?: number; output?: number; cacheRead?: number; cacheWrite?: number }
  /** With what it settled. */
  settled?: { version: number; group: Group; card: RefCard | undefined }
  eff: bigint
  cost: bigint
}

interface Group {
  readonly share: bigint
  readonly payee: string
  readonly cut: bigint | undefined
}

export interface Correction {
  readonly identity: string
  readonly type: 'refunded' | 'disputed' | 'closed'
  readonly target: string
  readonly time: bigint
  readonly currency: string | undefined
  readonly amount: bigint | undefined
}

/** Direct revenue and cost of one version in one group. */
export interface Direct {
  readonly version: number
  readonly group: Group
  readonly amount: bigint
  readonly cost: bigint
  readonly card: RefCard | undefined
}

/** What the corrections that count leave of a call. */
export function effective(
  call: RefCall,
  counting: readonly Correction[],
): { eff: bigint; refunded: bigint; disputed: boolean } {
  let refunded = 0n
  let whole = false
  let disputed = false
  for (const { identity, type, target, currency, amount } of counting) {
    if (target !== call.identity) continue
    if (type === 'refunded') {
      if (amount === undefined) whole = true
      else if (currency === call.currency) refunded += amount
    } else if (type === 'disputed') {
      disputed ||= !counting.some((other) => other.type === 'closed' && other.target === identity)
    }
  }
  const taken = whole ? call.amount : min(call.amount, refunded)
  return { eff: disputed ? 0n : call.amount - taken, refunded: taken, disputed }
}

export function costOf({ tokens, settled }: RefCall, eff: bigint): bigint {
  const card = settled!.card
  if (card === undefined || eff <= 0n) return 0n
  let cost = card.perCall + floor(eff * card.share, B)
  for (const name of ['input', 'output', 'cacheRead', 'cacheWrite'] as const)
    cost += BigInt(tokens[name] ?? 0) * card.perToken[name]
  return min(eff, cost)
}

/** Version, group and card of a call that settles now. */
export function settle(registry: RefRegistry, call: RefCall, version: number): void {
  const fee = latestBy(registry.fees, ({ at }) => at <= call.time)
  const instants = registry.versions.flatMap(({ edges }) => edges.map(({ until }) => until))
  let cut: bigint | undefined
  for (const until of instants)
    if (until !== undefined && until <= call.time && (cut === undefined || until > cut)) cut = until
  const card = latestBy(
    registry.cards,
    ({ asset, currency, at }) => asset === call.asset && currency === call.currency && at <= call.time,
  )
  call.settled = { version, group: { share: fee?.share ?? 0n, payee: fee?.payee ?? '', cut }, card }
}

export type EdgeState = Map<string, { x: bigint; paid: bigint }>

export interface Divided {
  gross: bigint
  fee: bigint
  rounding: bigint
  /** By payee, asset and role as JSON. */
  parts: Map<string, bigint>
  /** By derived version and source, as JSON of their places. */
  edges: Map<string, bigint>
  /** By asset. */
  direct: Map<string, bigint>
  fees: Map<string, bigint>
}

interface OfClose {
  readonly currency: string
  readonly T: bigint
  /** X and paid of capped edges, which a division changes; none for a flow that informs. */
  readonly caps: EdgeState | undefined
}

/** One currency of one close. */
export function divide(registry: RefRegistry, of: OfClose, direct: readonly Direct[]): Divided {
  const result: Divided = {
    gross: 0n,
    fee: 0n,
    rounding: 0n,
    parts: new Map(),
    edges: new Map(),
    direct: new Map(),
    fees: new Map(),
  }
  const groups = new Map<string, Direct[]>()
  for (const one of direct) {
    const { share, payee, cut } = one.group
    const name = JSON.stringify([`${cut}`, `${share}`, payee])
    groups.set(name, [...(groups.get(name) ?? []), one])
  }
  const ordered = [...groups.values()].sort(([a], [b]) => byGroup(a!.group, b!.group))
  for (const group of ordered) divideGroup(registry, of, group, result)
  result.rounding = result.gross - sum(result.parts.values())
  if (result.rounding < 0n) throw new Error('rounding is below 0')
  return result
}

function byGroup(a: Group, b: Group): number {
  const cut = (of: Group): bigint => of.cut ?? -1n
  if (cut(a) !== cut(b)) return cut(a) < cut(b) ? -1 : 1
  if (a.share !== b.share) return a.share < b.share ? -1 : 1
  return utf8(a.payee, b.payee)
}

function divideGroup(
  registry: RefRegistry,
  { currency, T, caps }: OfClose,
  group: readonly Direct[],
  result: Divided,
): void {
  const { versions } = registry
  const { share: feeShare, payee: feePayee, cut } = group[0]!.group
  const zeros = (): bigint[] => Array(versions.length).fill(0n)
  const [D, K, relativeIn, inheritedL, lapIn] = [zeros(), zeros(), zeros(), zeros(), zeros()]
  const give = (payee: string, asset: string, role: string, amount: bigint): void =>
    grow(result.parts, JSON.stringify([payee, asset, role]), amount)
  for (const { version, amount, cost, card } of group) {
    D[version]! += amount
    K[version]! += cost
    if (cost !== 0n) give(card!.payee, versions[version]!.asset, 'cost', cost)
  }
  const inForce = versions.map(({ edges }) =>
    edges.map(({ until }) => until === undefined || cut === undefined || until > cut),
  )
  const stack: bigint[] = []
  for (const [n, { edges }] of versions.entries())
    stack.push(
      sum(
        edges.map((edge, at) => (edge.absolute && inForce[n]![at] ? edge.share + stack[edge.source]! : 0n)),
      ),
    )
  for (let n = versions.length - 1; n >= 0; n--) {
    const version = versions[n]!
    const F = floor((D[n]! - K[n]!) * feeShare, B)
    const base = D[n]! - K[n]! - F + relativeIn[n]!
    const L = base + inheritedL[n]!
    const R = base + lapIn[n]!
    let retained = R - ceil(base * stack[n]!, B)
    for (const [at, edge] of version.edges.entries()) {
      if (!inForce[n]![at]) continue
      if (edge.absolute) {
        lapIn[edge.source]! += floor(L * edge.share, B)
        grow(result.edges, JSON.stringify([n, edge.source]), floor(L * edge.share, B))
        inheritedL[edge.source]! += L
        continue
      }
      const plain = floor(R * edge.share, B)
      const cap = edge.caps.get(currency)
      let out = plain
      if (cap !== undefined && caps !== undefined) {
        const name = JSON.stringify([n, at, currency])
        const state = caps.get(name) ?? { x: 0n, paid: 0n }
        state.x += R
        const h = state.x <= 0n ? 0n : min(cap, floor(state.x * edge.share, B))
        out = R >= 0n ? min(h - state.paid, plain) : h - state.paid
        state.paid += out
        caps.set(name, state)
      }
      relativeIn[edge.source]! += out
      grow(result.edges, JSON.stringify([n, edge.source]), out)
      retained -= out
    }
    result.gross += D[n]!
    result.fee += F
    grow(result.direct, version.asset, D[n]!)
    grow(result.fees, version.asset, F)
    if (F !== 0n) give(feePayee, '', 'fee', F)
    const moved = version.transfers.filter((transfer) => transfer.at < T)
    for (const [payee, share] of holdings(version, moved))
      give(payee, version.asset, 'holder', floor(retained * share, B))
    const pool = floor(retained * version.contributorShare, B)
    const units = sum(version.contributors.map((of) => of.units))
    for (const of of version.contributors)
      give(of.payee, version.asset, 'contributor', floor(pool * of.units, units))
  }
}
