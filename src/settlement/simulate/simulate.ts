/**
 * What the next close would give with more events at the end of the log, beside what it would give without them. Both
 * are computed by the code of the close, and nothing is recorded.
 */
import { defined } from '../../base/defined.ts'
import { formatTime, type Micros } from '../../events/time.ts'
import type { Position } from '../../eventstore/port.ts'
import { type RecordedBatch, watermarksOf } from '../../log/batchLog.ts'
import type { Registry, RegistryState } from '../../registry/index.ts'
import type { UsageReader } from '../../usage/reader.ts'
import { type PrepareDeps, type PreparedEpoch, prepareEpoch } from '../close/prepare.ts'
import { requireLogAhead } from '../inStep.ts'
import { Lineage } from '../lineage.ts'
import type { CloseProgress } from '../progress.ts'
import { freezeRegistry } from '../registryAt.ts'
import type { LedgerAt } from '../registryThen.ts'
import type { SimulationLine } from './answers.ts'
import { type KeptAnswers, keptSums, resolvesAlike, withoutDigests } from './keptSums.ts'
import { Outcomes } from './outcome.ts'
import { SimulateProgress } from './progress.ts'

/** The ledger at one moment, and the events that it does not have. */
export interface WhatIf {
  readonly position: Position
  /** At the position. It does not change. */
  readonly registry: Registry
  /** With the registry events among the given ones. */
  readonly changed: RegistryState
  /** Of the rows among them, recorded after the position. */
  readonly batches: readonly RecordedBatch[]
  /** Reads the rows of the ledger. */
  readonly usage: UsageReader
  /** Reads those and the given ones; left out where there are none. */
  readonly changedUsage?: UsageReader | undefined
  /** How the events were judged. */
  readonly taken: Pick<SimulationStart, 'accepted' | 'duplicate' | 'conflict' | 'rejected'>
  readonly rejected: readonly Omit<Extract<SimulationLine, { kind: 'rejected' }>, 'kind'>[]
  readonly onProgress?: ((progress: CloseProgress) => void) | undefined
}

type SimulationStart = Extract<SimulationLine, { kind: 'simulation' }>

/** What simulations need beside the events. */
export interface SimulateDeps extends PrepareDeps {
  /** What simulations before have read. */
  readonly kept: KeptAnswers
}

type Found = Pick<PreparedEpoch, 'scope' | 'repeated'>

/**
 * @param until default: now
 * @throws HeadwaterError as `prepareEpoch`, `data.outOfStep`
 */
export async function* simulateNext(
  deps: SimulateDeps,
  whatIf: WhatIf,
  until: Micros = deps.clock().getTime() * 1_000,
): AsyncGenerator<SimulationLine> {
  const epochs = (await deps.epochs.list()).filter(({ position }) => position <= whatIf.position)
  const answers = deps.kept.of(`${whatIf.position} ${epochs.at(-1)?.manifestHash}`)
  await answers.once('inStep', [], () => requireLogAhead(deps))
  const reader = withoutDigests(whatIf.usage)
  const usage = keptSums(reader, answers, { isAlike: true, isOneScope: true })
  const ledger = ledgerOf(whatIf.position, whatIf.registry)
  const progress = new SimulateProgress(whatIf.onProgress, 2)
  let found: Found | undefined
  const prepare = () =>
    prepareEpoch({ ...deps, usage }, epochs, { until, given: { ledger, found } }, progress.next('without'))
  let examined: PreparedEpoch | undefined
  found = await answers.once('found', [], async () => {
    examined = await prepare()
    return { scope: examined.scope, repeated: examined.repeated }
  })
  const before = examined ?? (await prepare())
  const changed = whatIf.changedUsage
    ? withoutDigests(whatIf.changedUsage)
    : keptSums(reader, answers, {
        isAlike: resolvesAlike(whatIf.registry, whatIf.changed),
        isOneScope: true,
      })
  const after = await prepareEpoch(
    { ...deps, usage: changed },
    epochs,
    { until, given: { ledger: changedLedger(whatIf, ledger), found: foundWith(found, whatIf.batches) } },
    progress.next('with the events'),
  )
  await answers.end()
  const outcomes = new Outcomes((clause) => whatIf.changed.clauses.get(clause)!.currency)
  outcomes.addPrepared('before', before, true)
  outcomes.addPrepared('after', after, true)
  const { epoch } = before.input
  yield* opening(whatIf, { from: epoch, to: epoch, until: formatTime(until) })
  yield* outcomes.lines()
}

/** The first lines: what was taken, and what was refused. */
export function* opening(
  { taken, rejected }: WhatIf,
  epochs: Pick<SimulationStart, 'from' | 'to' | 'until'>,
): Generator<SimulationLine> {
  yield { kind: 'simulation', ...epochs, ...taken }
  for (const { line, code, path, message, source, id } of rejected)
    yield { kind: 'rejected', line, code, path, message, ...defined({ source, id }) }
}

function ledgerOf(position: Position, registry: Registry): LedgerAt {
  return { position, registry: freezeRegistry(registry), graph: new Lineage(registry).whole() }
}

function changedLedger({ changed, registry, position }: WhatIf, before: LedgerAt): LedgerAt {
  if (changed.count === registry.count) return before
  const isSameGraph = changed.versions.length === registry.versions.length
  const frozen = freezeRegistry(changed)
  return isSameGraph ? { position, registry: frozen, graph: before.graph } : ledgerOf(position, changed)
}

/** Ingestion compared the identities of the given rows with all others: none of them is repeated. */
function foundWith({ scope, repeated }: Found, batches: readonly RecordedBatch[]): Found {
  if (batches.length === 0) return { scope, repeated }
  const all = [...scope.batches, ...batches]
  return { scope: { ...scope, batches: all, watermarks: watermarksOf(all) }, repeated }
}
