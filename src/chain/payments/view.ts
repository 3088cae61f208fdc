/** What the decoder of payments looks up in the ledger. */
import type { BatchLog } from '../../log/batchLog.ts'
import { type BatchKey, batchName } from '../../log/keys.ts'
import type { DescriptionLists } from '../../usage/descriptionLists.ts'
import type { StoredDescription } from '../../usage/kinds/description.ts'

export interface PaymentsView {
  /** Of each of these payments the description that counts: the first recorded one. By key. */
  descriptions(payments: readonly string[]): Promise<ReadonlyMap<string, StoredDescription>>
  /** Those of the ids under which a call of the source is recorded. */
  recorded(source: string, ids: readonly string[]): Promise<ReadonlySet<string>>
}

/** Rows count where the log has recorded their batch. */
export function paymentsView(
  lists: Pick<DescriptionLists, 'describing' | 'callsNamed'>,
  batches: Pick<BatchLog, 'positionOf'>,
): PaymentsView {
  return {
    async descriptions(payments) {
      if (payments.length === 0) return new Map()
      const rows = await lists.describing(payments)
      const positionOf = await positionsOf(batches, rows)
      const first = new Map<string, { row: StoredDescription; position: number }>()
      for (const row of rows) {
        const position = positionOf(row)
        if (position === undefined) continue
        const known = first.get(row.payment)
        const isEarlier =
          known === undefined ||
          position < known.position ||
          (position === known.position && row.row < known.row.row)
        if (isEarlier) first.set(row.payment, { row, position })
      }
      return new Map([...first].map(([payment, { row }]) => [payment, row]))
    },
    async recorded(source, ids) {
      if (ids.length === 0) return new Set()
      const rows = await lists.callsNamed(source, ids)
      const positionOf = await positionsOf(batches, rows)
      return new Set(rows.filter((row) => positionOf(row) !== undefined).map(({ id }) => id))
    },
  }
}

async function positionsOf(batches: Pick<BatchLog, 'positionOf'>, rows: readonly BatchKey[]) {
  const positions = new Map<string, number | undefined>()
  for (const row of rows) {
    const name = batchName(row)
    if (!positions.has(name)) positions.set(name, await batches.positionOf(row))
  }
  return (row: BatchKey) => positions.get(batchName(row))
}
