/**
 * The short way for calls that are values: reads one whose every field is right, in a tenth of the schema's time. What it
 * leaves is the schema's, and so is every refusal. A test compares the two.
 */
import { isAmountText, normaliseAmountText } from '../money/ledgerUnits.ts'
import { type CallData, callType } from './call.ts'
import { fractionDigits, textBytesMax, tokensPattern, unitsMax } from './fields.ts'
import { assetPattern, currencyPattern, versionPattern } from './ids.ts'
import { type Fields, isText, isThere, plainEnvelope } from './plainFields.ts'
import type { Micros } from './time.ts'
import { tokenClasses } from './tokenClasses.ts'

interface PlainCall {
  readonly type: typeof callType
  readonly source: string
  readonly id: string
  readonly time: Micros
  readonly data: CallData
}

/** Undefined for what the schema has to read. */
export function plainCall(value: unknown): PlainCall | undefined {
  if ((value as Fields | null | undefined)?.type !== callType) return undefined
  const envelope = plainEnvelope(value)
  if (envelope === undefined) return undefined
  const { source, id, time, data } = envelope
  const read: Fields = {}
  return addData(read, data) ? { type: callType, source, id, time, data: read as CallData } : undefined
}

/** Adds the fields in the order of the schema, the amount last. Returns false for what the schema has to read. */
function addData(to: { [name: string]: unknown }, data: Fields): boolean {
  const { asset, version, amount, currency } = data
  if (typeof asset !== 'string' || !assetPattern.test(asset)) return false
  to.asset = asset
  if (isThere(version)) {
    if (typeof version !== 'string' || !versionPattern.test(version)) return false
    to.version = version
  }
  if (isThere(currency) !== isThere(amount)) return false
  if (isThere(currency)) {
    if (typeof currency !== 'string' || !currencyPattern.test(currency)) return false
    to.currency = currency
  }
  if (!addText(to, 'caller', data.caller) || !addText(to, 'agent', data.agent)) return false
  if (isThere(data.tokens) && !addTokens(to, data.tokens)) return false
  if (!addText(to, 'traceId', data.traceId)) return false
  if (!addText(to, 'providerCallId', data.providerCallId)) return false
  return !isThere(amount) || addAmount(to, amount)
}

function addText(to: { [name: string]: unknown }, name: string, value: unknown): boolean {
  if (!isThere(value)) return true
  to[name] = value
  return isText(value)
}

function addAmount(to: { [name: string]: unknown }, amount: unknown): boolean {
  if (typeof amount !== 'string' || amount.length > textBytesMax || !isAmountText(amount)) return false
  to.amount = normaliseAmountText(amount)
  to.amountFractionDigits = fractionDigits(amount)
  return true
}

function addTokens(to: { [name: string]: unknown }, tokens: unknown): boolean {
  if (typeof tokens !== 'object' || Array.isArray(tokens)) return false
  let counts: { [name: string]: number } | undefined
  for (const name of tokenClasses) {
    const count = (tokens as Fields)[name]
    if (!isThere(count)) continue
    const number = typeof count === 'string' && tokensPattern.test(count) ? Number(count) : count
    if (typeof number !== 'number' || !Number.isInteger(number) || number < 0 || number > unitsMax)
      return false
    counts ??= {}
    // JSON can write -0. The sum makes it 0.
    counts[name] = number + 0
  }
  if (counts) to.tokens = counts
  return true
}
