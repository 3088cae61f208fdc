/** The division of one call: what applies to it, and every payee's exact part of what it is worth. */
import { allocateRetained, explainFlow, type FlowExplanation, graphInForce } from '../../attribution/index.ts'
import type { EarningLine } from '../../books/port.ts'
import type { TokenClass } from '../../events/index.ts'
import type { Micros } from '../../events/time.ts'
import { invariant } from '../../invariant.ts'
import { type LedgerUnits, plus, zeroLedgerUnits } from '../../money/ledgerUnits.ts'
import { zeroShare } from '../../money/share.ts'
import {
  type CostCard,
  callCost,
  costAt,
  cutInstants,
  type Fee,
  feeAt,
  hasContracts,
  holdersIn,
  type Registry,
  type Version,
} from '../../registry/index.ts'
import type { StoredCall } from '../../usage/kinds/call.ts'
import { type HeldVersions, heldVersions } from '../close/holders.ts'
import type { Lineage } from '../lineage.ts'

export const pathsPerCallMax = 200

/** What applies to a call: the registry as it was when the call settled. */
export interface CallTerms {
  /** The version that served it. */
  readonly version: Version
  readonly fee: Pick<Fee, 'share' | 'payee'> | undefined
  readonly card: CostCard | undefined
  /** The latest end of an edge at or before the call. */
  readonly cut: Micros | undefined
}

export function callTerms(
  registry: Registry,
  call: StoredCall,
  { version, revision }: { readonly version: Version; readonly revision: number },
): CallTerms {
  return {
    version,
    fee: feeAt(registry, call.time, revision),
    card: costAt(registry, call, revision),
    cut: cutInstants(registry, revision).findLast((instant) => instant <= call.time),
  }
}

/** Who holds the versions in the close of `until`, by registry events up to `revision`. */
export function heldThen(registry: Registry, until: Micros, revision: number): HeldVersions {
  const { versions } = registry
  if (!hasContracts(registry, revision)) return heldVersions({ versions, contracts: undefined }, until)
  const contracts = { holdersIn: (of: Version, close: Micros) => holdersIn(of, close, revision) }
  return heldVersions({ versions, contracts }, until)
}

export type CallPart = Pick<EarningLine, 'payee' | 'asset' | 'version' | 'role' | 'amount'>

export interface DividedCall {
  readonly cost: LedgerUnits
  readonly flow: FlowExplanation
  readonly parts: readonly CallPart[]
  readonly rounding: LedgerUnits
  /** The index of the version at a place of the flow. */
  readonly indexOf: (place: number) => number
}

/**
 * Divides what the call is worth, without caps and clauses: those are of totals to date, not of a call.
 *
 * @param worth what corrections leave of its amount
 */
export function divideCall(
  lineage: Lineage,
  call: StoredCall,
  { version: served, fee, card, cut }: CallTerms,
  { worth, held }: { readonly worth: LedgerUnits; readonly held: HeldVersions },
): DividedCall {
  const part = lineage.upstream(served.index)
  const cost = callCost(card, worth, tokensOf(call))
  const flow = explainFlow(
    graphInForce(part.graph, cut),
    { version: part.placeOf(served.index), amount: worth, cost, feeShare: fee?.share ?? zeroShare },
    { pathsMax: pathsPerCallMax },
  )
  const parts: CallPart[] = []
  let rounding = flow.rounding
  for (const { version: place, retained } of flow.flows) {
    const holding = held.at(part.indexOf(place))!
    const { asset, version } = holding
    const left = allocateRetained(holding, retained, (payee, role, amount) => {
      parts.push({ payee, asset, version, role, amount })
    })
    rounding = plus(rounding, left)
  }
  const { asset, version } = served
  if (card && cost > 0n) parts.push({ payee: card.payee, asset, version, role: 'cost', amount: cost })
  if (fee && flow.fee > 0n)
    parts.push({ payee: fee.payee, asset: '', version: '', role: 'fee', amount: flow.fee })
  const sum = parts.reduce((all, { amount }) => plus(all, amount), zeroLedgerUnits)
  invariant(worth === sum + rounding, 'every unit of a call is explained')
  return { cost, flow, parts, rounding, indexOf: (place) => part.indexOf(place) }
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
