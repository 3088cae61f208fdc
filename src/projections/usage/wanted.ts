/**
 * Some batches, as a temporary table `wanted` with their numbers in the order of the list. Where they lie together, a
 * scan is limited to ranges of revisions, which costs a third of looking up the key of every row.
 */
import type { BatchKey } from '../../log/keys.ts'
import { naturals, strings } from '../engine/columns.ts'
import { integer } from '../engine/literal.ts'
import type { Session } from '../engine/port.ts'
import { batchKeyColumns, batchKeys } from './batchKeys.ts'

export interface WantedSql {
  /** Every query that uses the condition begins with it. */
  readonly with: string
  /** Condition for the rows of the batches. Others may meet it too, so join the result with `wanted`. */
  readonly rows: string
}

/** Beyond it the condition of ranges costs more than it saves. */
const rangesMax = 8
/** Revisions between two batches that are read with them. */
const gapMax = 2

/** Loads the batches when a query first asks for them. Most passes read ranges of revisions alone, and ask for none. */
export function wantedOnDemand(session: Session, keys: readonly BatchKey[]): () => Promise<WantedSql> {
  let wanted: Promise<WantedSql> | undefined
  return () => {
    wanted ??= loadWanted(session, keys)
    return wanted
  }
}

export async function loadWanted(session: Session, keys: readonly BatchKey[]): Promise<WantedSql> {
  const numbers = keys.map((_, index) => index)
  await session.table('wanted', [...batchKeys(keys), naturals('number', numbers, 'UInt32')])
  const ranges = rangesOf(keys)
  if (ranges.length > rangesMax)
    return { with: '', rows: `(${batchKeyColumns}) IN (SELECT ${batchKeyColumns} FROM wanted)` }
  const names = [...new Set(ranges.map(({ partition }) => partition))]
  const places = names.map((_, index) => index)
  await session.table('wantedNames', [strings('partition', names), naturals('number', places, 'UInt32')])
  const alternatives = ranges.map(
    ({ partition, from, to }) =>
      `(partition = names[${names.indexOf(partition) + 1}] AND revision BETWEEN ${integer(from)} AND ${integer(to)})`,
  )
  return {
    with: 'WITH (SELECT groupArray(partition) FROM (SELECT partition FROM wantedNames ORDER BY number)) AS names',
    rows: `(${alternatives.join(' OR ')})`,
  }
}

/** Revisions of one partition, inclusive. */
interface RevisionRange {
  readonly partition: string
  readonly from: number
  to: number
}

function rangesOf(keys: readonly BatchKey[]): RevisionRange[] {
  const ranges: RevisionRange[] = []
  for (const [partition, ofPartition] of Map.groupBy(keys, (key) => key.partition)) {
    for (const revision of ofPartition.map((key) => key.revision).sort((one, other) => one - other)) {
      const last = ranges.at(-1)
      if (last?.partition === partition && revision <= last.to + gapMax + 1) last.to = revision
      else ranges.push({ partition, from: revision, to: revision })
    }
  }
  return ranges
}
