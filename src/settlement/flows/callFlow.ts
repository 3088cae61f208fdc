/** The flow of one call, divided as its explanation divides it. */
import { graphInForce } from '../../attribution/index.ts'
import type { AssetId, PayeeId } from '../../events/ids.ts'
import { formatTime } from '../../events/time.ts'
import { heldBy } from '../close/holders.ts'
import { worthOf } from '../reports/callCorrections.ts'
import { callTerms, divideCall, heldThen } from '../reports/divideCall.ts'
import { type ExplainDeps, findCall } from '../reports/explain.ts'
import { locateCall } from '../reports/findEpoch.ts'
import type { CallFlowReport, FlowView } from './answers.ts'
import { flowTable } from './flowTable.ts'
import { viewFlow } from './viewFlow.ts'

interface CallName {
  readonly id: string
  readonly source?: string | undefined
}

/** @throws HeadwaterError `call.notFound`, `call.ambiguous` (data: sources), `flow.notFound` */
export async function callFlow(
  deps: ExplainDeps,
  { id, source }: CallName,
  view: FlowView,
  ownerOf: (asset: AssetId) => string,
): Promise<CallFlowReport> {
  const { registry, lineage } = deps
  const call = await findCall(deps, id, source)
  const epochs = await deps.epochs.list()
  const place = locateCall(registry, epochs, call)
  const about = { id: call.id, source: call.source, time: formatTime(call.time), epoch: place.epoch ?? null }
  if (!place.resolved) return { ...about, currencies: [] }
  const { worth } = await worthOf(deps, call, epochs, place.epoch)
  const { registryRevision: revision, until } = place
  const terms = callTerms(registry, call, { version: place.resolved.version, revision })
  const held = heldThen(registry, until, revision)
  const divided = divideCall(lineage, call, terms, { worth, held })
  const part = lineage.upstream(terms.version.index)
  const { code: currency, decimals } = registry.currencies.get(call.currency)!
  const served = part.placeOf(terms.version.index)
  const costs =
    terms.card && divided.cost > 0n
      ? [{ version: served, payee: terms.card.payee, amount: divided.cost }]
      : []
  const group = {
    graph: graphInForce(part.graph, terms.cut),
    flows: divided.flow.flows,
    fee: { payee: terms.fee?.payee ?? ('' as const), amount: divided.flow.fee },
    costs,
  }
  const table = await flowTable({
    graph: part.graph,
    held: heldBy((at) => held.at(part.indexOf(at))),
    currencies: [{ currency, decimals, groups: [group], capped: new Map() }],
  })
  const ofPayee = divided.parts.filter((one) => one.payee === view.payee && one.role !== 'fee')
  const given = view.payee === undefined ? undefined : () => byAsset(ofPayee)
  return { ...about, currencies: viewFlow(table, view, { ownerOf, given }) }
}

/** @param lines of one payee and currency, without fees */
export function byAsset(
  lines: Iterable<{ readonly asset: AssetId | ''; readonly payee: PayeeId; readonly amount: bigint }>,
): ReadonlyMap<AssetId, bigint> {
  const sums = new Map<AssetId, bigint>()
  for (const { asset, amount } of lines) if (asset !== '') sums.set(asset, (sums.get(asset) ?? 0n) + amount)
  return sums
}
