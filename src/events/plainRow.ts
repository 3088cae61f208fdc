/**
 * The short way for corrections and postings that are values: reads one whose every field is right, in a tenth of the
 * schema's time. A file may have as many of them as calls. What it leaves is the schema's, and so is every refusal. A test
 * compares the two.
 */
import { isAmountText, normaliseAmountText } from '../money/ledgerUnits.ts'
import type { EventNames } from './correction.ts'
import { fractionDigits, textBytesMax, type WrittenAmount } from './fields.ts'
import { currencyPattern } from './ids.ts'
import { type Fields, isText, isThere, ordinaryPayeePattern, plainEnvelope } from './plainFields.ts'
import type { CorrectionEvent, PostingEvent } from './types.ts'

type PlainRow = CorrectionEvent | PostingEvent
type Data = { [name: string]: unknown }

/** Each gives false for what the schema has to read. */
const readers: { readonly [Type in PlainRow['type']]: (from: Fields, to: Data) => boolean } = {
  'io.headwater.call.refunded': (from, to) =>
    addNames(to, 'call', from.call) && addMoney(to, from, false) && addText(to, 'reason', from.reason),
  'io.headwater.call.disputed': (from, to) =>
    addNames(to, 'call', from.call) && addText(to, 'reason', from.reason),
  'io.headwater.dispute.closed': (from, to) => addNames(to, 'dispute', from.dispute),
  'io.headwater.transfer.recorded': (from, to) =>
    addPayee(to, 'from', from.from) &&
    addPayee(to, 'to', from.to) &&
    to.from !== to.to &&
    addMoney(to, from, true) &&
    addText(to, 'reason', from.reason),
  'io.headwater.payment.recorded': addOfOnePayee,
  'io.headwater.deposit.recorded': addOfOnePayee,
}

/** Undefined for what the schema has to read. */
export function plainRow(value: unknown): PlainRow | undefined {
  const type = (value as Fields | null | undefined)?.type
  if (typeof type !== 'string' || !Object.hasOwn(readers, type)) return undefined
  const envelope = plainEnvelope(value)
  if (envelope === undefined) return undefined
  const { source, id, time, data } = envelope
  const read: Data = {}
  if (!readers[type as PlainRow['type']](data, read)) return undefined
  return { type, source, id, time, data: read } as unknown as PlainRow
}

function addOfOnePayee(from: Fields, to: Data): boolean {
  return (
    addPayee(to, 'payee', from.payee) && addMoney(to, from, true) && addText(to, 'reference', from.reference)
  )
}

function addNames(to: Data, name: string, value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const { source, id } = value as Fields
  if (!isText(source) || !isText(id)) return false
  const names: EventNames = { source, id }
  to[name] = names
  return true
}

function addPayee(to: Data, name: string, value: unknown): boolean {
  if (typeof value !== 'string' || !ordinaryPayeePattern.test(value)) return false
  to[name] = value
  return true
}

function addMoney(to: Data, { amount, currency }: Fields, required: boolean): boolean {
  if (!isThere(amount) && !isThere(currency)) return !required
  if (typeof currency !== 'string' || !currencyPattern.test(currency)) return false
  if (typeof amount !== 'string' || amount.length > textBytesMax || !isAmountText(amount)) return false
  const written: WrittenAmount = { text: normaliseAmountText(amount), fractionDigits: fractionDigits(amount) }
  // In the order of the schema.
  Object.assign(to, required ? { currency, amount: written } : { amount: written, currency })
  return true
}

function addText(to: Data, name: string, value: unknown): boolean {
  if (!isThere(value)) return true
  to[name] = value
  return isText(value)
}
