/**
 * The short way for calls that are values: reads one whose every field is right, in a tenth of the schema's time. What it
 * leaves is the schema's, and so is every refusal. A test compares the two.
 */
import { isAmountText, normaliseAmountText } from '../money/ledgerUnits.ts'
import { type CallData, callType } from './call.ts'
import { fractionDigits, textBytesMax, tokensPattern, unitsMax } from './fields.ts'
import { assetPattern, currencyPattern, versionPattern } from './ids.ts'
import { isMeasured } from './text.ts'
import { type Micros, micros } from './time.ts'
import { tokenClasses } from './tokenClasses.ts'

interface PlainCall {
  readonly type: typeof callType
  readonly source: string
  readonly id: string
  readonly time: Micros
  readonly data: CallData
}

type Fields = { readonly [name: string]: unknown }

/** Undefined for what the schema has to read. */
export function plainCall(value: unknown): PlainCall | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const { specversion, type, id, source, time, data, data_base64: encoded } = value as Fields
  if (type !== callType || specversion !== '1.0' || isThere(encoded)) return undefined
  if (!isText(id) || !isText(source) || typeof time !== 'string') return undefined
  const at = micros(time)
  if (at < 0 || typeof data !== 'object' || data === null || Array.isArray(data)) return undefined
  const read: Fields = {}
  return addData(read, data as Fields) ? { type, source, id, time: at, data: read as CallData } : undefined
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

function isThere(value: unknown): boolean {
  return value !== undefined && value !== null
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && isMeasured(value, textBytesMax)
}
