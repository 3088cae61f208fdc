/**
 * What an outsider needs to compute an epoch again: the registry events up to it, and the rows of its batches with their
 * control totals. The trails of epochs 1 to N together have every row that counts up to epoch N.
 */
import { fail } from '../../errors.ts'
import type { EventStore } from '../../eventstore/port.ts'
import type { BatchLog, RecordedBatch } from '../../log/batchLog.ts'
import type { ClosedEpoch } from '../../log/epochClosed.ts'
import type { EpochLog } from '../../log/epochLog.ts'
import { batchName, type RowKind, rowKinds } from '../../log/keys.ts'
import { readWholeTexts } from '../../log/readWhole.ts'
import { streams } from '../../log/streams.ts'
import type { StoredRows } from '../../usage/kinds.ts'
import type { CallKey, SettlementWindow, UsageReader } from '../../usage/reader.ts'
import { batchesNamed, newBatches, requireReconciled } from '../close/reconcile.ts'
import { readScope, requireAllBatches, usageScope } from '../close/scope.ts'
import { settlementWindow } from '../close/settle.ts'
import { replayRegistry } from '../replay/replayRegistry.ts'

interface AuditDeps {
  readonly events: EventStore
  readonly usage: UsageReader
  readonly epochs: EpochLog
  readonly batches: BatchLog
}

/** Lines are JSON without line breaks. */
export interface AuditTrail {
  /** The registry events as recorded, in their order. */
  events(): AsyncIterable<string>
  /** Control totals of the batches whose rows are in the trail, in the order recorded. */
  batches(): Iterable<string>
  /**
   * All rows of these batches, of all kinds, in their order.
   * @throws HeadwaterError `close.batchDiffers` where other calls settle than the manifest counts
   */
  rows(): AsyncIterable<string>
}

/** Rows that one query reads: a row has 10,000 bytes at most, about. */
const pageRowsMax = 2_000

/** @throws HeadwaterError `epoch.unknown`, `close.batchMissing`, `close.batchDiffers`: a trail contradicts no control total */
export async function readAuditTrail(deps: AuditDeps, epoch: number): Promise<AuditTrail> {
  const { usage, epochs, events } = deps
  const closed = await epochs.get(epoch)
  const upTo = (await epochs.list()).slice(0, epoch)
  const previous = upTo.at(-2)
  const replay = replayRegistry(events)
  const { registry } = await replay.to(closed.position)
  const scope = await readScope(usage, deps.batches, closed.position)
  requireAllBatches(scope)
  const excludedRows = upTo.flatMap(({ excludedRows }) => excludedRows.keys())
  const window = settlementWindow(usageScope(scope, excludedRows), closed.until, registry, previous)
  const due = new Set([
    ...newBatches(scope.batches, previous?.watermarks),
    ...batchesNamed(scope.batches, await usage.settlingBatches(window)),
  ])
  const batches = scope.batches.filter((batch) => due.has(batch))
  await requireReconciled(usage, batches)
  const stateOf = statesIn(window, closed, previous, (key) => registry.isResolvable(key))
  replay.end()
  return {
    events: () => registryEvents(events, closed.registryRevision),
    batches: () => batches.map(batchLine),
    rows: () => rowLines(usage, batches, closed, stateOf),
  }
}

async function* registryEvents(events: EventStore, last: number): AsyncGenerator<string> {
  if (last < 0) return
  for await (const page of readWholeTexts(events, streams.registry)) {
    for (let index = 0; index < page.positions.length; index++) {
      const revision = page.revision + index
      if (revision > last) return
      const data = Buffer.from(page.bytes.subarray(page.starts[index], page.ends[index])).toString('utf8')
      const type = JSON.stringify(page.typeNames[page.types[index]!])
      // JSON has line breaks between its tokens only.
      yield `{"revision":${revision},"type":${type},"data":${data.replace(/[\r\n]/g, ' ')}}`
    }
  }
}

function batchLine({ partition, revision, attempt, position, algorithm, totals }: RecordedBatch): string {
  const kinds = rowKinds
    .filter((kind) => totals[kind].rows > 0)
    .map((kind) => {
      const { rows, sums, digest } = totals[kind]
      return [kind, { rows, sums: [...sums].map(([currency, units]) => [currency, `${units}`]), digest }]
    })
  return JSON.stringify({
    ...{ partition, revision, attempt, position, algorithm: algorithm ?? 'keccak256-rows' },
    kinds: Object.fromEntries(kinds),
  })
}

/**
 * Of calls: what the epoch does with it; `earlier` where an epoch before settled it. Of other rows whether they count:
 * from which epoch on follows from their batch and time.
 */
type RowState = 'settled' | 'earlier' | 'suspense' | 'pending' | 'excluded' | 'counted'

type AnyRow = StoredRows[RowKind]

function statesIn(
  window: SettlementWindow,
  closed: ClosedEpoch,
  previous: ClosedEpoch | undefined,
  isResolvable: (key: CallKey) => boolean,
): (kind: RowKind, row: AnyRow) => RowState {
  const excluded = new Map<string, Set<number>>()
  for (const { row, ...batch } of window.scope.excludedRows) {
    const name = batchName(batch)
    excluded.set(name, (excluded.get(name) ?? new Set()).add(row))
  }
  const nameOfKey = ({ asset, version }: CallKey) => `${asset}\n${version}`
  const released = new Set(window.releasedKeys.map(nameOfKey))
  return (kind, row) => {
    if (excluded.get(batchName(row))?.has(row.row)) return 'excluded'
    if (row.time >= closed.until) return 'pending'
    if (kind !== 'call') return 'counted'
    const key = row as StoredRows['call']
    if (!isResolvable(key)) return 'suspense'
    const wasSeen =
      previous !== undefined &&
      row.revision <= (previous.watermarks.get(row.partition) ?? -1) &&
      row.time < previous.until
    return wasSeen && !released.has(nameOfKey(key)) ? 'earlier' : 'settled'
  }
}

async function* rowLines(
  usage: UsageReader,
  batches: readonly RecordedBatch[],
  { epoch, manifest }: ClosedEpoch,
  stateOf: (kind: RowKind, row: AnyRow) => RowState,
): AsyncGenerator<string> {
  let settled = 0
  for (const batch of batches) {
    for (const kind of rowKinds) {
      const { rows } = batch.totals[kind]
      let from = 0
      for (let read = 0; read < rows; ) {
        const page = await usage.batchRows(kind, batch, { from, limit: pageRowsMax })
        if (page.length === 0) break
        for (const row of page) {
          const state = stateOf(kind, row)
          if (state === 'settled') settled++
          yield rowLine(kind, state, row)
        }
        read += page.length
        from = page.at(-1)!.row + 1
      }
    }
  }
  if (settled !== manifest.counts.settled)
    fail(
      'close.batchDiffers',
      `The rows have ${settled} calls that epoch ${epoch} settles, and its manifest counts ${manifest.counts.settled}.`,
    )
}

/** Amounts have more digits than a number of JSON: they are text. */
function rowLine(kind: RowKind, state: RowState, { attempt, ...row }: AnyRow): string {
  return JSON.stringify({ kind, state, ...row }, (_, value) =>
    typeof value === 'bigint' ? value.toString() : value,
  )
}
