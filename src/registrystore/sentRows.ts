/**
 * Rows of a layer on their way to the thread that writes them. Payees come by the million, and a list of texts is written
 * and read text by text, so theirs are sent as one text each.
 */
import type { PayeeId } from '../events/ids.ts'
import { invariant } from '../invariant.ts'
import type { LayerRows } from './rows.ts'

/** Between texts that have no control characters in them: ids of payees, and accounts as JSON. */
const separator = '\n'

type SentPayees = Omit<LayerRows['payees'], 'ids' | 'bindings'> & {
  readonly ids: string
  /** Empty for none. */
  readonly bindings: string
}

export type SentRows = Omit<LayerRows, 'payees'> & { readonly payees: SentPayees }

export function sentRows(rows: LayerRows): SentRows {
  const { ids, bindings, ...payees } = rows.payees
  return {
    ...rows,
    // `join` takes null as the empty text.
    payees: { ...payees, ids: ids.join(separator), bindings: bindings.join(separator) },
  }
}

export function receivedRows(rows: SentRows): LayerRows {
  const { ids: idText, bindings: bindingText, ...payees } = rows.payees
  const count = payees.numbers.length
  const ids = count === 0 ? [] : (idText.split(separator) as PayeeId[])
  const texts = count === 0 ? [] : bindingText.split(separator)
  invariant(ids.length === count && texts.length === count, 'payees arrive as they were sent')
  return { ...rows, payees: { ...payees, ids, bindings: texts.map((text) => (text === '' ? null : text)) } }
}
