/** SQL of the rows of some batches. */
import type { BatchKey } from '../../log/keys.ts'
import { naturals } from '../engine/columns.ts'
import { integer, text } from '../engine/literal.ts'
import type { Session } from '../engine/port.ts'
import { batchKeyColumns, batchKeys } from './batchKeys.ts'

/** Beyond it the condition of ranges costs more than it saves. */
const rangesMax = 8
/** Revisions between two batches that are read with them. */
const gapMax = 2

/** Loads the batches when a query first asks for them. Most passes read ranges of revisions alone, and ask for none. */
export function wantedOnDemand(session: Session, keys: readonly BatchKey[]): () => Promise<string> {
  let wanted: Promise<string> | undefined
  return () => {
    wanted ??= loadWanted(session, keys)
    return wanted
  }
}

/**
 * Makes a temporary table `wanted` of the batches, with their numbers in the order of the list.
 * @returns the condition for their rows. Others may meet it too, so join the result with `wanted`.
 */
export async function loadWanted(session: Session, keys: readonly BatchKey[]): Promise<string> {
  const numbers = keys.map((_, index) => index)
  await session.table('wanted', [...batchKeys(keys), naturals('number', numbers, 'UInt32')])
  return rangesSql(keys) ?? `(${batchKeyColumns}) IN (SELECT ${batchKeyColumns} FROM wanted)`
}

/**
 * The condition for the rows of batches that lie together, without a table: it costs a third of looking up the key of
 * every row. Rows of others may meet it too.
 * @returns undefined where they lie apart
 */
export function rangesSql(keys: readonly BatchKey[]): string | undefined {
  const ranges = rangesOf(keys)
  if (ranges.length > rangesMax) return undefined
  const alternatives = ranges.map(
    ({ partition, from, to }) =>
      `(partition = ${text(partition)} AND revision BETWEEN ${integer(from)} AND ${integer(to)})`,
  )
  return `(${alternatives.join(' OR ')})`
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
