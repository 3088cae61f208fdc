/** The flow of an epoch from what its close divided, compared with its manifest. */
import { EdgeCaps, graphInForce, type LineageGraph } from '../../attribution/index.ts'
import { fail } from '../../errors.ts'
import type { CurrencyCode } from '../../events/ids.ts'
import type { ClosedEpoch } from '../../log/epochClosed.ts'
import { formatAmount, ledgerUnits } from '../../money/ledgerUnits.ts'
import { type CapStanding, edgeStandings } from '../close/edgeCaps.ts'
import type { CurrencyFlow } from '../close/flow.ts'
import type { HeldVersions } from '../close/holders.ts'
import type { RegistryAt } from '../registryAt.ts'
import { type DividedCurrency, flowTable } from './flowTable.ts'
import type { CurrencyFlowTable, FlowTable } from './table.ts'

/** What a close divided. */
interface SettledDivision {
  readonly registry: Pick<RegistryAt, 'currencies'>
  readonly graph: LineageGraph
  readonly held: HeldVersions
  readonly currencies: readonly CurrencyFlow[]
  /** Where capped edges stood before and after. */
  readonly caps: { readonly before: readonly CapStanding[]; readonly after: readonly CapStanding[] }
}

/** @throws HeadwaterError `flow.differs` */
export async function settledFlow(
  closed: Pick<ClosedEpoch, 'epoch' | 'manifest'>,
  { registry, graph, held, currencies, caps }: SettledDivision,
): Promise<FlowTable> {
  const capped = cappedEdges(graph, caps.before, caps.after)
  const table = await flowTable({
    graph,
    held,
    currencies: currencies.map((flow): DividedCurrency => {
      const { decimals } = registry.currencies.find(({ code }) => code === flow.currency)!
      return { ...groupsOf(flow, graph), decimals, capped: capped(flow.currency) }
    }),
  })
  for (const currency of table.currencies) requireAsClosed(closed, currency)
  return table
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
  { epoch, manifest }: Pick<ClosedEpoch, 'epoch' | 'manifest'>,
  { currency, decimals, totals }: CurrencyFlowTable,
): void {
  const recorded = manifest.totals.find((one) => one.currency === currency)
  for (const name of totalNames) {
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

const totalNames = ['gross', 'fee', 'earned', 'rounding'] as const
