/**
 * The flow of a closed epoch, computed again from the calls that it settled, by the code of the close: where the close
 * kept none. The books have sums by version alone, and which edge carried what follows from each group of calls.
 */
import { beside } from '../../base/beside.ts'
import type { CappedEdge } from '../../books/states.ts'
import { StateLists } from '../../books/tables/stateLists.ts'
import type { ClosedEpoch } from '../../log/epochClosed.ts'
import type { RowKey } from '../../log/keys.ts'
import { checkpointOf } from '../../log/manifest.ts'
import { batchesOf } from '../../log/waitingBatches.ts'
import type { DirectSum } from '../../usage/reader.ts'
import { correctCalls, hasCorrections } from '../close/corrections.ts'
import { addSums } from '../close/directSums.ts'
import { capsBefore } from '../close/edgesToDate.ts'
import { attribute } from '../close/flow.ts'
import { heldVersions } from '../close/holders.ts'
import type { PrepareDeps } from '../close/prepare.ts'
import { readScope, requireAllBatches, usageScope } from '../close/scope.ts'
import { settlementWindow } from '../close/settle.ts'
import type { RegistryAt } from '../registryAt.ts'
import { readLedgerAt } from '../registryThen.ts'
import { settledFlow } from './settledFlow.ts'
import type { FlowTable } from './table.ts'

/** @throws HeadwaterError `flow.differs`, `close.batchMissing`, `close.registryMoving` */
export async function epochFlow(deps: PrepareDeps, closed: ClosedEpoch): Promise<FlowTable> {
  const earlier = (await deps.epochs.list()).slice(0, closed.epoch - 1)
  const before = beside(edgesBefore(deps, earlier))
  const { registry, graph } = await readLedgerAt(deps, closed.position)
  const caps = capsBefore(await before, registry)
  const divided = attribute({ ...(await sumsOf(deps, closed, earlier, registry)), caps }, registry, graph)
  const held = heldVersions(registry, closed.until)
  const { currencies } = divided
  return settledFlow(closed, {
    registry,
    graph,
    held,
    currencies,
    caps: { before: caps, after: divided.caps },
  })
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
