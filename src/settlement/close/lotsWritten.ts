/**
 * Whether the lots that a close has written are those that it computed. A reserve of a dozen epochs has a dozen lots of each
 * payee, of which an epoch changes two. What stood before was read and found to be what the last manifest committed to, so
 * the lots that the epoch changed are read back alone: put over what stood before, they must give what was computed.
 */
import { comparePayees, type PayeeLots } from '../../books/lots.ts'

/**
 * @param before what stood before the epoch
 * @param written what was read back: of what is gone, lots with nothing left
 * @param after what was computed
 */
export async function areLotsWritten(
  before: Iterable<PayeeLots>,
  written: AsyncIterable<PayeeLots>,
  after: Iterable<PayeeLots>,
): Promise<boolean> {
  const [earlier, computed] = [before[Symbol.iterator](), after[Symbol.iterator]()]
  let stood = earlier.next()
  let due = computed.next()
  /** Whether the next payee that was computed is this one with these lots, or no payee if it has none. */
  const isDue = (of: PayeeLots, lines: PayeeLots | undefined): boolean => {
    const isHere = !due.done && comparePayees(due.value, of) === 0
    const agrees = areLotsOver(isHere ? due.value : { ...of, from: 0, to: 0 }, of, lines)
    if (isHere) due = computed.next()
    return agrees
  }
  for await (const lines of written) {
    let order = stood.done ? 1 : comparePayees(stood.value, lines)
    for (; !stood.done && order < 0; order = stood.done ? 1 : comparePayees(stood.value, lines)) {
      if (!isDue(stood.value, undefined)) return false
      stood = earlier.next()
    }
    const isKnown = !stood.done && order === 0
    if (!isDue(isKnown ? stood.value : { ...lines, from: 0, to: 0 }, lines)) return false
    if (isKnown) stood = earlier.next()
  }
  for (; !stood.done; stood = earlier.next()) if (!isDue(stood.value, undefined)) return false
  return due.done === true
}

/** Whether a payee has exactly what stood before with `lines` over it, without lots of which nothing is left. */
function areLotsOver(after: PayeeLots, before: PayeeLots, lines: PayeeLots | undefined): boolean {
  let row = after.from
  let at = before.from
  let line = lines?.from ?? 0
  for (;;) {
    const stood = at < before.to ? before.rows.epoch(at) : Number.POSITIVE_INFINITY
    const changed = lines && line < lines.to ? lines.rows.epoch(line) : Number.POSITIVE_INFINITY
    if (stood === changed && stood === Number.POSITIVE_INFINITY) return row === after.to
    const [rows, from] = changed <= stood ? [lines!.rows, line] : [before.rows, at]
    if (stood <= changed) at++
    if (changed <= stood) line++
    if (rows.left.isZero(from)) continue
    if (row === after.to || after.rows.epoch(row) !== rows.epoch(from)) return false
    if (!after.rows.isSame(row++, rows, from)) return false
  }
}
