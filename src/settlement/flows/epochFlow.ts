/**
 * The flow of a closed epoch, computed again from the calls that it settled, by the code of the close. The books have sums
 * by version alone, and which edge carried what follows from each group of calls. Nothing of it is recorded.
 */
import { EdgeCaps, graphInForce, type LineageGraph } from '../../attribution/index.ts'
import { beside } from '../../base/beside.ts'
import { fail } from '../../errors.ts'
import type { CurrencyCode } from '../../events/ids.ts'
import type { ClosedEpoch } from '../../log/epochClosed.ts'
import type { RowKey } from '../../log/keys.ts'
import { checkpointOf } from '../../log/manifest.ts'
import { batchesOf } from '../../log/waitingBatches.ts'
import { formatAmount, ledgerUnits } from '../../money/ledgerUnits.ts'
import type { DirectSum } from '../../usage/reader.ts'
import { correctCalls, hasCorrections } from '../close/corrections.ts'
import { addSums } from '../close/directSums.ts'
import { type CapStanding, edgeStandings } from '../close/edgeCaps.ts'
import { capsBefore } from '../close/edgesToDate.ts'
import { attribute, type CurrencyFlow } from '../close/flow.ts'
import { heldVersions } from '../close/holders.ts'
import type { PrepareDeps } from '../close/prepare.ts'
import { readScope, requireAllBatches, usageScope } from '../close/scope.ts'
import { settlementWindow } from '../close/settle.ts'
import type { RegistryAt } from '../registryAt.ts'
import { readLedgerAt } from '../registryThen.ts'
import type { CappedEdge } from '../states.ts'
import { StateLists } from '../tables/stateLists.ts'
import { type DividedCurrency, flowTable } from './flowTable.ts'
import type { CurrencyFlowTable, FlowTable } from './table.ts'

/** @throws HeadwaterError `flow.differs`, `close.batchMissing`, `close.registryMoving` */
export async function epochFlow(deps: PrepareDeps, closed: ClosedEpoch): Promise<FlowTable> {
  const earlier = (await deps.epochs.list()).slice(0, closed.epoch - 1)
  const before = beside(edgesBefore(deps, earlier))
  const { registry, graph } = await readLedgerAt(deps, closed.position)
  const caps = capsBefore(await before, registry)
  const divided = attribute({ ...(await sumsOf(deps, closed, earlier, registry)), caps }, registry, graph)
  const capped = cappedEdges(graph, caps, divided.caps)
  const held = heldVersions(registry, closed.until)
  const currencies = divided.currencies.map((flow): DividedCurrency => {
    const { decimals } = registry.currencies.find(({ code }) => code === flow.currency)!
    return { ...groupsOf(flow, graph), decimals, capped: capped(flow.currency) }
  })
  const table = await flowTable({ graph, held, currencies })
  for (const currency of table.currencies) requireAsClosed(closed, currency)
  return table
}

/** What the epoch divided: the rows that it settled, which the close reconciled; `verify` reconciles them again. */
async function sumsOf(
  { usage, batches: log }: PrepareDeps,
  closed: ClosedEpoch,
  earlier: readonly ClosedEpoch[],
  registry: RegistryAt,
): Promise<{ direct: readonly DirectSum[]; adjusted?: readonly DirectSum[] }> {
  const previous = earlier.at(-1)
  const left = previous && checkpointOf(previous.manifest)
  const scope = await readScope(usage, log, closed.position, left && previous?.watermarks)
  requireAllBatches(scope)
  const excluded: RowKey[] = [...earlier, closed].flatMap(({ excludedRows }) => [...excludedRows.keys()])
  const waiting = left && batchesOf(left.waitingBatches, scope.batches)
  const ended = previous && { ...previous, ...(waiting && { waiting }) }
  const window = settlementWindow(usageScope(scope, excluded), closed.until, registry, ended)
  const direct = await usage.directSums(window)
  if (!hasCorrections(scope.batches)) return { direct }
  const { changes, adjusted } = await correctCalls(usage, window, registry, earlier)
  return { direct: addSums(direct, changes), adjusted }
}

async function edgesBefore(
  { books }: Pick<PrepareDeps, 'books'>,
  earlier: readonly ClosedEpoch[],
): Promise<readonly CappedEdge[]> {
  const states = new StateLists()
  if (earlier.length === 0) return []
  const keys = earlier.map(({ key }) => key)
  for await (const line of books.eachState(keys, { kind: 'edge' })) states.add(line)
  return states.edges
}

/** What capped edges carried in the epoch, by currency: every one that is capped there. */
function cappedEdges(
  graph: LineageGraph,
  before: readonly CapStanding[],
  after: readonly CapStanding[],
): (currency: CurrencyCode) => ReadonlyMap<number, bigint> {
  const [stoodBefore, standAfter] = [edgeStandings(graph, before), edgeStandings(graph, after)]
  return (currency) => {
    const carried = new Map<number, bigint>()
    if (graph.edgeCaps) for (const edge of new EdgeCaps(graph, currency).edges) carried.set(edge, 0n)
    for (const { edge, paid } of standAfter.get(currency) ?? []) carried.set(edge, paid)
    for (const { edge, paid } of stoodBefore.get(currency) ?? [])
      carried.set(edge, (carried.get(edge) ?? 0n) - paid)
    return carried
  }
}

function groupsOf(
  { currency, groups }: CurrencyFlow,
  graph: LineageGraph,
): Pick<DividedCurrency, 'currency' | 'groups'> {
  return {
    currency,
    groups: groups.map(({ fee, cut, result, costs }) => ({
      graph: graphInForce(graph, cut),
      flows: result.flows,
      fee: { payee: fee.payee, amount: result.fee },
      costs,
    })),
  }
}

/** Rows that were changed since are found by `verify`; here they may not give another picture than what was paid. */
function requireAsClosed(
  { epoch, manifest }: ClosedEpoch,
  { currency, decimals, totals }: CurrencyFlowTable,
): void {
  const recorded = manifest.totals.find((one) => one.currency === currency)
  for (const name of ['gross', 'fee', 'earned', 'rounding'] as const) {
    const amount = formatAmount(ledgerUnits(totals[name]), decimals)
    if (recorded?.[name] === amount) continue
    const had = recorded?.[name] ?? 'nothing'
    fail(
      'flow.differs',
      `In epoch ${epoch} the manifest has ${name} ${had} of ${currency}, and the calls give ${amount}.`,
      {
        data: { epoch, currency },
      },
    )
  }
}
