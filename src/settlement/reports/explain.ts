/** Explains one call: its state, which version served it and why, and every payee's exact part of it. */

import type { ExplainedFlow } from '../../attribution/index.ts'
import type { BooksStore } from '../../books/port.ts'
import { fail } from '../../errors.ts'
import { formatTime, type Micros } from '../../events/time.ts'
import type { BatchLog } from '../../log/batchLog.ts'
import type { ClosedEpoch } from '../../log/epochClosed.ts'
import type { EpochLog } from '../../log/epochLog.ts'
import { batchName } from '../../log/keys.ts'
import { formatAmount, type LedgerUnits, plus } from '../../money/ledgerUnits.ts'
import { formatShare } from '../../money/share.ts'
import { edgeAnswer, edgeBetween, type Registry, type Version } from '../../registry/index.ts'
import type { StoredCall } from '../../usage/kinds/call.ts'
import type { UsageReader } from '../../usage/reader.ts'
import type { Explanation } from '../answers.ts'
import type { Lineage } from '../lineage.ts'
import { contractsOf } from './callContracts.ts'
import { worthOf } from './callCorrections.ts'
import {
  type CallPart,
  type CallTerms,
  callTerms,
  type DividedCall,
  divideCall,
  heldThen,
} from './divideCall.ts'
import { locateCall } from './findEpoch.ts'
import { formatFlow } from './formatFlow.ts'

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

export interface ExplainDeps {
  readonly usage: UsageReader
  readonly books: BooksStore
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
  const division = await divisionOf(deps, epochs, { call, worth, ...place, version, listedMax })
  return { ...about, version: version.version, resolvedBy: by, ...division }
}

/** A call that resolves, with the registry and the close by which it is divided. */
interface DivisibleCall {
  readonly call: StoredCall
  /** What corrections leave of its amount. */
  readonly worth: LedgerUnits
  readonly version: Version
  readonly registryRevision: number
  readonly until: Micros
  readonly listedMax: number
}

/** What every payee gets of a call, and would without corrections, and the contracts that concern either. */
export async function divisionOf(
  deps: Pick<ExplainDeps, 'books' | 'registry' | 'lineage'>,
  epochs: readonly ClosedEpoch[],
  { call, worth, version, registryRevision: revision, until, listedMax }: DivisibleCall,
): Promise<Division & Pick<Explanation, 'uncorrected' | 'clauses' | 'caps'>> {
  const { registry, lineage } = deps
  const { decimals } = registry.currencies.get(call.currency)!
  const terms = callTerms(registry, call, { version, revision })
  const held = heldThen(registry, until, revision)
  const divided = divideCall(lineage, call, terms, { worth, held })
  const isCorrected = worth !== call.amount
  const whole = isCorrected ? divideCall(lineage, call, terms, { worth: call.amount, held }) : divided
  const concerned = { currency: call.currency, terms, divided: whole, until, revision }
  const contracts = await contractsOf(deps, epochs, concerned)
  const text = (units: LedgerUnits) => formatAmount(units, decimals)
  return {
    ...division(divided, terms, { registry, decimals, listedMax }),
    ...(isCorrected && { uncorrected: new Parts(whole.parts).totals(text, listedMax) }),
    ...contracts,
  }
}

/** The row that counts: recorded, and the first of its identity. */
export async function findCall(
  { usage, batches }: Pick<ExplainDeps, 'usage' | 'batches'>,
  id: string,
  source?: string,
): Promise<StoredCall> {
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

/** How amounts are written, and how many versions and parts are. */
interface Shown {
  readonly registry: Registry
  readonly decimals: number
  readonly listedMax: number
}

function division(divided: DividedCall, { fee, card }: CallTerms, shown: Shown): Division {
  const { flow, cost, rounding } = divided
  const text = (units: LedgerUnits): string => formatAmount(units, shown.decimals)
  const parts = new Parts(divided.parts)
  const { registry } = shown
  const versionAt: VersionAt = (place) => registry.versions.at(divided.indexOf(place))!
  return {
    fee: fee ? { payee: fee.payee, share: formatShare(fee.share), amount: text(flow.fee) } : null,
    ...(card && { cost: { payee: card.payee, amount: text(cost) } }),
    payees: parts.report(text, shown.listedMax),
    versions: versionReports({ registry, versionAt }, flow.flows, shown),
    rounding: text(rounding),
    payeeCount: parts.payees,
    versionCount: flow.flows.length,
  }
}

/** The version at a place of the part of the lineage that the call reaches. */
type VersionAt = (place: number) => Version
interface Places {
  readonly registry: Registry
  readonly versionAt: VersionAt
}

/** What each payee received, and from which versions. */
class Parts {
  private readonly byPayee = new Map<string, { total: LedgerUnits; parts: Omit<CallPart, 'payee'>[] }>()

  constructor(parts: readonly CallPart[]) {
    for (const { payee, ...part } of parts) {
      const known = this.byPayee.get(payee)
      if (known) {
        known.total = plus(known.total, part.amount)
        known.parts.push(part)
      } else this.byPayee.set(payee, { total: part.amount, parts: [part] })
    }
  }

  get payees(): number {
    return this.byPayee.size
  }

  /** So many payees with what each gets. */
  totals(text: (units: LedgerUnits) => string, payeesMax: number): NonNullable<Explanation['uncorrected']> {
    return this.#largestFirst()
      .slice(0, payeesMax)
      .map(([payee, { total }]) => ({ payee, amount: text(total) }))
  }

  /** So many parts. */
  report(text: (units: LedgerUnits) => string, partsMax: number): Explanation['payees'] {
    const listed: Explanation['payees'][number][] = []
    let left = partsMax
    for (const [payee, { total, parts }] of this.#largestFirst()) {
      if (left <= 0) break
      const shown = parts.slice(0, left).map((part) => ({ ...part, amount: text(part.amount) }))
      left -= shown.length
      const rest = shown.length < parts.length ? { partCount: parts.length } : {}
      listed.push({ payee, amount: text(total), parts: shown, ...rest })
    }
    return listed
  }

  #largestFirst() {
    return [...this.byPayee].sort(([, a], [, b]) => (a.total === b.total ? 0 : a.total > b.total ? -1 : 1))
  }
}

function versionReports(
  places: Places,
  flows: Iterable<ExplainedFlow>,
  { decimals, listedMax }: Pick<Shown, 'decimals' | 'listedMax'>,
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
