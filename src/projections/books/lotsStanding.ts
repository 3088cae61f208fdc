/**
 * What stands of the lots of every payee. The engine groups the lines of a payee, and the last of each lot is chosen here:
 * to group by lot costs the engine six times as much.
 */

import type { PayeeLots } from '../../books/lots.ts'
import { LotRows } from '../../books/tables/lotRows.ts'
import type { CurrencyCode, PayeeId } from '../../events/ids.ts'
import type { EpochKey } from '../../log/keys.ts'
import type { SqlEngine } from '../engine/port.ts'
import { type RowList, RowReader } from '../engine/rowBinary.ts'
import { inClosed } from './conditions.ts'
import { partsOf, trimPartsMin, withinPart } from './standing.ts'

/** Lines that the engine reads for one part. */
const partLines = 400_000

const lots = { table: 'states', group: 'kind', by: 'subject', condition: "AND kind = 'lot'" }

/** @param which whether lots with nothing left are given too */
export async function* lotsStanding(
  engine: SqlEngine,
  closed: readonly EpochKey[],
  which: 'standing' | 'gone too' = 'standing',
): AsyncGenerator<PayeeLots> {
  if (closed.length === 0) return
  const parts = await partsOf(engine, closed, lots, await payeesOfPart(engine, closed))
  for (const part of parts) {
    const bytes = await engine.session(async (session) =>
      // A number that does not fit becomes one that no lot has.
      session.bytes(
        `SELECT subject, currency, groupArray(epoch), groupArray(toUInt32OrZero(object)),
          groupArray(toUInt64(least(due, ${Number.MAX_SAFE_INTEGER}))), groupArray(amount)
        FROM states WHERE ${await inClosed(session, closed)} ${lots.condition} ${withinPart(part, lots)}
        GROUP BY subject, currency ORDER BY subject, currency`,
      ),
    )
    yield* readPayees(new RowReader(bytes), which === 'gone too')
  }
  if (parts.length >= trimPartsMin) await engine.trim()
}

/** So many that their lines are about those of one part, whatever a payee has. */
async function payeesOfPart(engine: SqlEngine, closed: readonly EpochKey[]): Promise<number> {
  const [counts] = await engine.session(async (session) =>
    session.rows(
      `SELECT count(), uniq(subject) FROM states WHERE ${await inClosed(session, closed)} ${lots.condition}`,
      (row) => ({ lines: row.integer(), payees: row.integer() }),
    ),
  )
  const { lines, payees } = counts!
  return lines <= partLines ? Math.max(1, payees * 64) : Math.max(1, Math.floor((partLines * payees) / lines))
}

function* readPayees(row: RowReader, isGoneWanted: boolean): Generator<PayeeLots> {
  const rows = new LotRows()
  while (!row.done) {
    const [payee, currency] = [row.text<PayeeId>(), row.text<CurrencyCode>()]
    const [written, epochs, due, left] = [row.list(4), row.list(4), row.list(8), row.list(32)]
    const from = rows.size
    for (const line of lastOfEach(epochs, written)) {
      if (isGoneWanted || !left.isZero256(line))
        rows.addBytes(epochs.uint32(line), due.integer(line), left.view, left.place256(line))
    }
    if (rows.size > from) yield { payee, currency, rows, from, to: rows.size }
  }
}

/**
 * Of the lines of each lot the one that was written last, ascending by the epoch that made the lot.
 * @param epochs that made the lots, by line, in any order
 * @param written the epochs that wrote the lines
 */
function lastOfEach(epochs: RowList, written: RowList): number[] {
  const last: number[] = []
  for (let line = 0; line < epochs.length; line++) {
    const epoch = epochs.uint32(line)
    const at = placeOf(epoch, last, epochs)
    const known = last[at]
    if (known === undefined || epochs.uint32(known) !== epoch) last.splice(at, 0, line)
    else if (written.uint32(known) < written.uint32(line)) last[at] = line
  }
  return last
}

/** The place of the first of the lines `sorted` that is of this epoch or a later one. Lines mostly come in order. */
function placeOf(epoch: number, sorted: readonly number[], epochs: RowList): number {
  let [low, high] = [0, sorted.length]
  if (high > 0 && epochs.uint32(sorted[high - 1]!) < epoch) return high
  while (low < high) {
    const middle = (low + high) >>> 1
    if (epochs.uint32(sorted[middle]!) < epoch) low = middle + 1
    else high = middle
  }
  return low
}
