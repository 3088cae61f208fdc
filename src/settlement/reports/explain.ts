/** Explains one call: its state, which version served it and why, and every payee's exact part of it. */

import { allocateRetained, type ExplainedFlow, explainFlow, graphInForce } from '../../attribution/index.ts'
import { fail } from '../../errors.ts'
import type { TokenClass } from '../../events/index.ts'
import { formatTime, type Micros } from '../../events/time.ts'
import { invariant } from '../../invariant.ts'
import type { BatchLog } from '../../log/batchLog.ts'
import type { EpochLog } from '../../log/epochLog.ts'
import { batchName } from '../../log/keys.ts'
import { formatAmount, type LedgerUnits, plus, zeroLedgerUnits } from '../../money/ledgerUnits.ts'
import { formatShare, zeroShare } from '../../money/share.ts'
import {
  type CostCard,
  callCost,
  costAt,
  cutInstants,
  edgeAnswer,
  edgeBetween,
  type Fee,
  feeAt,
  hasContracts,
  holdersIn,
  type Registry,
  type Version,
} from '../../registry/index.ts'
import type { StoredCall } from '../../usage/kinds/call.ts'
import type { UsageReader } from '../../usage/reader.ts'
import type { Explanation } from '../answers.ts'
import { type HeldVersions, heldVersions } from '../close/holders.ts'
import type { Lineage } from '../lineage.ts'
import { worthOf } from './callCorrections.ts'
import { locateCall } from './findEpoch.ts'
import { formatFlow } from './statement.ts'

export const pathsPerCallMax = 200

export interface ExplainOptions {
  /** Versions that are listed, and parts of payees; default: all. */
  readonly listedMax?: number | undefined
}

/** A call of one source. */
interface CallName extends ExplainOptions {
  readonly id: string
  readonly source?: string | undefined
}
const sourcesNamedMax = 20

interface ExplainDeps {
  readonly usage: UsageReader
  readonly registry: Registry
  readonly lineage: Lineage
  readonly epochs: EpochLog
  readonly batches: BatchLog
}

/** @throws HeadwaterError `call.notFound`, `call.ambiguous` (data: sources) */
export async function explainCall(
  deps: ExplainDeps,
  { id, source, listedMax = Number.POSITIVE_INFINITY }: CallName,
): Promise<Explanation> {
  const call = await findCall(deps, id, source)
  const epochs = await deps.epochs.list()
  const place = locateCall(deps.registry, epochs, call)
  const { decimals } = deps.registry.currencies.get(call.currency)!
  const { worth, corrections } = await worthOf(deps, call, epochs, place.epoch)
  const about = {
    id: call.id,
    source: call.source,
    time: formatTime(call.time),
    asset: call.asset,
    currency: call.currency,
    amount: formatAmount(call.amount, decimals),
    priced: call.priced,
    state: place.state,
    epoch: place.epoch ?? null,
    late: place.late,
    waits: place.waits ?? null,
    ...(corrections.length > 0 && { worth: formatAmount(worth, decimals), corrections }),
  }
  if (!place.resolved) {
    const named = call.version === '' ? null : call.version
    return { ...about, version: named, resolvedBy: null, ...nothing }
  }
  const { version, by } = place.resolved
  const { registry } = deps
  const { registryRevision: revision, until } = place
  const holdings = hasContracts(registry, revision)
    ? { holdersIn: (of: Version, close: Micros) => holdersIn(of, close, revision) }
    : undefined
  const serving = {
    version,
    worth,
    fee: feeAt(registry, call.time, revision),
    card: costAt(registry, call, revision),
    cut: cutInstants(registry, revision).findLast((instant) => instant <= call.time),
    held: heldVersions({ versions: registry.versions, contracts: holdings }, until),
    decimals,
    listedMax,
  }
  return { ...about, version: version.version, resolvedBy: by, ...divide(deps, call, serving) }
}

/** The row that counts: recorded, and the first of its identity. */
async function findCall({ usage, batches }: ExplainDeps, id: string, source?: string): Promise<StoredCall> {
  const rows = await usage.findCalls(id, source)
  const positions = new Map<string, number>()
  for (const row of rows) {
    const name = batchName(row)
    const position = positions.get(name) ?? (await batches.positionOf(row))
    if (position !== undefined) positions.set(name, position)
  }
  const recorded = rows
    .filter((row) => positions.has(batchName(row)))
    .sort((a, b) => positions.get(batchName(a))! - positions.get(batchName(b))! || a.row - b.row)
  const sources = [...new Set(recorded.map((row) => row.source))].sort()
  if (sources.length > 1) {
    fail('call.ambiguous', `${sources.length} sources sent a call with the id ${JSON.stringify(id)}.`, {
      data: { sources: sources.slice(0, sourcesNamedMax) },
    })
  }
  const from = source === undefined ? '' : ` from ${JSON.stringify(source)}`
  return recorded[0] ?? fail('call.notFound', `No accepted call has the id ${JSON.stringify(id)}${from}.`)
}

const nothing = {
  fee: null,
  payees: [],
  versions: [],
  rounding: '0',
  payeeCount: 0,
  versionCount: 0,
} satisfies Division

type Division = Pick<
  Explanation,
  'fee' | 'cost' | 'payees' | 'versions' | 'rounding' | 'payeeCount' | 'versionCount'
>

/** The version that served a call, and what applies to it. */
interface Serving {
  readonly listedMax: number
  readonly version: Version
  /** What corrections leave of the call's amount. */
  readonly worth: LedgerUnits
  readonly fee: Pick<Fee, 'share' | 'payee'> | undefined
  readonly card: CostCard | undefined
  /** The latest end of an edge at or before the call. */
  readonly cut: Micros | undefined
  readonly held: HeldVersions
  readonly decimals: number
}

function divide(
  { registry, lineage }: ExplainDeps,
  call: StoredCall,
  { version: served, worth, fee, card, cut, held, decimals, listedMax }: Serving,
): Division {
  const text = (units: LedgerUnits): string => formatAmount(units, decimals)
  const part = lineage.upstream(served.index)
  const versionAt: VersionAt = (place) => registry.versions.at(part.indexOf(place))!
  const cost = callCost(card, worth, tokensOf(call))
  const flow = explainFlow(
    graphInForce(part.graph, cut),
    { version: part.placeOf(served.index), amount: worth, cost, feeShare: fee?.share ?? zeroShare },
    { pathsMax: pathsPerCallMax },
  )
  const parts = new Parts()
  let rounding = flow.rounding
  for (const { version: place, retained } of flow.flows) {
    const version = held.at(part.indexOf(place))!
    const left = allocateRetained(version, retained, (payee, role, amount) => {
      parts.add(payee, { asset: version.asset, version: version.version, role, amount })
    })
    rounding = plus(rounding, left)
  }
  if (card && cost > 0n) {
    parts.add(card.payee, { asset: served.asset, version: served.version, role: 'cost', amount: cost })
  }
  if (fee && flow.fee > 0n) parts.add(fee.payee, { asset: '', version: '', role: 'fee', amount: flow.fee })
  invariant(worth === parts.sum + rounding, 'every unit of a call is explained')
  return {
    fee: fee ? { payee: fee.payee, share: formatShare(fee.share), amount: text(flow.fee) } : null,
    ...(card && { cost: { payee: card.payee, amount: text(cost) } }),
    payees: parts.report(text, listedMax),
    versions: versionReports({ registry, versionAt }, flow.flows, { decimals, listedMax }),
    rounding: text(rounding),
    payeeCount: parts.payees,
    versionCount: flow.flows.length,
  }
}

function tokensOf(call: StoredCall): Record<TokenClass, bigint> {
  const count = (tokens: number) => BigInt(Math.max(0, tokens))
  return {
    input: count(call.inputTokens),
    output: count(call.outputTokens),
    cacheRead: count(call.cacheReadTokens),
    cacheWrite: count(call.cacheWriteTokens),
  }
}

/** The version at a place of the part of the lineage that the call reaches. */
type VersionAt = (place: number) => Version
interface Places {
  readonly registry: Registry
  readonly versionAt: VersionAt
}

type Part = Omit<Explanation['payees'][number]['parts'][number], 'amount'> & { readonly amount: LedgerUnits }

/** What each payee received, and from which versions. */
class Parts {
  sum = zeroLedgerUnits
  private readonly byPayee = new Map<string, { total: LedgerUnits; parts: Part[] }>()

  add(payee: string, part: Part): void {
    this.sum = plus(this.sum, part.amount)
    const known = this.byPayee.get(payee)
    if (known) {
      known.total = plus(known.total, part.amount)
      known.parts.push(part)
    } else this.byPayee.set(payee, { total: part.amount, parts: [part] })
  }

  get payees(): number {
    return this.byPayee.size
  }

  /** The largest first, and so many parts of them. */
  report(text: (units: LedgerUnits) => string, partsMax: number): Explanation['payees'] {
    const sorted = [...this.byPayee].sort(([, a], [, b]) =>
      a.total === b.total ? 0 : a.total > b.total ? -1 : 1,
    )
    const listed: Explanation['payees'][number][] = []
    let left = partsMax
    for (const [payee, { total, parts }] of sorted) {
      if (left <= 0) break
      const shown = parts.slice(0, left).map((part) => ({ ...part, amount: text(part.amount) }))
      left -= shown.length
      const rest = shown.length < parts.length ? { partCount: parts.length } : {}
      listed.push({ payee, amount: text(total), parts: shown, ...rest })
    }
    return listed
  }
}

function versionReports(
  places: Places,
  flows: Iterable<ExplainedFlow>,
  { decimals, listedMax }: Pick<Serving, 'decimals' | 'listedMax'>,
): Explanation['versions'] {
  const reports: Explanation['versions'][number][] = []
  for (const flow of flows) {
    if (reports.length >= listedMax) break
    reports.push(versionReport(places, flow, decimals))
  }
  return reports
}

function versionReport(
  { registry, versionAt }: Places,
  flow: ExplainedFlow,
  decimals: number,
): Explanation['versions'][number] {
  const { asset, version } = versionAt(flow.version)
  return {
    ...formatFlow(flow, decimals),
    asset,
    version,
    pathCount: flow.pathCount.toString(),
    paths: flow.paths.map((path) =>
      path.edges.map(({ from, to }) => {
        const source = versionAt(to)
        return edgeAnswer(registry, edgeBetween(versionAt(from), source), source)
      }),
    ),
  }
}
