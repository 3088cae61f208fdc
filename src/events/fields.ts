/** The fields of events, one schema each: names, amounts, shares, units, times, addresses. */

import { z } from 'zod'
import { type ErrorCode, fail } from '../errors.ts'
import { currencyDecimalsMax, isAmountText, normaliseAmountText } from '../money/ledgerUnits.ts'
import { parseShare } from '../money/share.ts'
import {
  accountPattern,
  evmAddressPattern,
  evmChainPattern,
  parseAccount,
  parseEvmAccount,
  parseEvmChain,
  parseToken,
} from './account.ts'
import { coded, parsed } from './coded.ts'
import {
  assetPattern,
  currencyPattern,
  parseAssetId,
  parseCurrencyCode,
  parsePayeeId,
  parseVersionName,
  payeeBytesMax,
  versionPattern,
} from './ids.ts'
import { amountSentence, type CountRule, countSentence, decimalTextSentence, kindOf } from './sentences.ts'
import { measured, quoted } from './text.ts'
import { parseTime } from './time.ts'
import { notTimeSentence } from './timeSentence.ts'

export const textBytesMax = 1_024
export const unitsMax = 1_000_000_000_000_000
export const sharePattern = /^(?:0(?:\.[0-9]{1,9})?|1(?:\.0{1,9})?)$/
export const amountPattern = /^(?:0|[1-9][0-9]*)(?:\.[0-9]+)?$/
export const unitsPattern = /^[1-9][0-9]{0,15}$/
const noncePattern = /^(?:0x[0-9a-fA-F]{64}|0|[1-9][0-9]{0,77})$/
export const tokensPattern = /^(?:0|[1-9][0-9]{0,15})$/

/** Any string of 1 to 1,024 bytes. */
export const text = parsed(string(textBytesMax), (value) => measured(value, textBytesMax))

export const asset = named('asset.malformed', assetPattern, parseAssetId)
export const version = named('version.malformed', versionPattern, parseVersionName)
export const currency = named('currency.malformed', currencyPattern, parseCurrencyCode)

export const payee = parsed(
  string(payeeBytesMax).describe(
    'Who earns: 1 to 255 bytes of UTF-8 without control characters. An id that is itself a CAIP-10 account has that account on its chain.',
  ),
  parsePayeeId,
)

export const time = parsed(
  z.string({ error: ({ input }) => coded('time.malformed', notTimeSentence(input)) }).meta({
    minLength: 1,
    maxLength: textBytesMax,
    format: 'date-time',
    description: 'RFC 3339 with zone, years 2000 to 2100 in UTC, no leap second.',
  }),
  (value) => {
    measured(value, textBytesMax)
    return parseTime(value)
  },
)

/** Kept as text with its trailing zeros: they count when the number of digits is judged with the currency. */
export const amount = parsed(
  z.string({ error: ({ input }) => coded('amount.malformed', amountSentence(input)) }).meta({
    pattern: amountPattern.source,
    maxLength: textBytesMax,
    description: 'Decimal text in major units: no sign, no exponent.',
  }),
  (value) => {
    measured(value, textBytesMax)
    if (!isAmountText(value)) fail('amount.malformed', amountSentence(value))
    return value
  },
)

/** An amount without trailing zeros, and the number of fraction digits that it was written with. */
export interface WrittenAmount {
  readonly text: string
  readonly fractionDigits: number
}

export const price = parsed(
  amount,
  (value): WrittenAmount => ({ text: normaliseAmountText(value), fractionDigits: fractionDigits(value) }),
)

/** An amount above 0, as a price is kept. */
export const positiveAmount = parsed(amount, (value): WrittenAmount => {
  const text = normaliseAmountText(value)
  if (text === '0') fail('amount.zero', 'The amount is 0, and has to be above 0 here.')
  return { text, fractionDigits: fractionDigits(value) }
})

/** Parts per billion, above 0 and at most 1. */
export const share = shareField(false)
/** Fees, costs, tiers, clauses' shares, reserves and withholdings may be 0. */
export const shareFromZero = shareField(true)

export const units = integer(unitsPattern, 'units.malformed', { what: 'Units', min: 1 })
export const tokens = integer(tokensPattern, 'tokens.malformed', { what: 'Tokens', min: 0 })

export const decimals = z
  .int({ error: coded('currency.decimals', 'A currency has an integer of 0 to 24 decimals.') })
  .min(0, { error: coded('currency.decimals', 'A currency has 0 to 24 decimals.') })
  .max(currencyDecimalsMax, { error: coded('currency.decimals', 'A currency has 0 to 24 decimals.') })

export const chain = parsed(
  string(textBytesMax, 'chain.malformed').meta({
    pattern: evmChainPattern.source,
    description: 'CAIP-2 id of an eip155 chain, e.g. eip155:8453.',
  }),
  parseEvmChain,
)
const evmAddress = string(textBytesMax, 'address.malformed').meta({
  pattern: evmAddressPattern.source,
  description: 'EVM address; in mixed case it carries a valid EIP-55 checksum.',
})
export const token = parsed(evmAddress, parseToken)
/** The address of an account on an eip155 chain, in lower case. */
export const evmAccount = parsed(evmAddress, parseEvmAccount)
/** The nonce of a payment's authorization: 32 bytes in hex (EIP-3009), or decimal digits (Permit2). */
export const nonce = parsed(
  string(textBytesMax, 'nonce.malformed').meta({
    pattern: noncePattern.source,
    description: 'EIP-3009: 0x and 64 hex digits. Permit2: decimal digits.',
  }),
  (value) => {
    if (!noncePattern.test(value) || (!value.startsWith('0x') && BigInt(value) >= 1n << 256n))
      fail('nonce.malformed', `${quoted(value)} is not the nonce of an authorization.`)
    return value.toLowerCase()
  },
)
/** A CAIP-10 account, its EVM address in lower case. */
export const account = parsed(
  string(textBytesMax, 'account.malformed').meta({
    pattern: accountPattern.source,
    description: 'CAIP-10 account, e.g. eip155:8453:0x….',
  }),
  parseAccount,
)

/** The number of digits after the point, as written. */
export function fractionDigits(value: string): number {
  const point = value.indexOf('.')
  return point < 0 ? 0 : value.length - point - 1
}

function string(bytesMax: number, code: ErrorCode = 'event.malformed'): z.ZodString {
  return z.string({ error: notString(code) }).meta({ minLength: 1, maxLength: bytesMax })
}

function notString(code: ErrorCode) {
  return ({ input }: { input: unknown }) => coded(code, `This is not a string, but ${kindOf(input)}.`)
}

/** A name. JSON Schema has its pattern. */
function named<Name extends string>(code: ErrorCode, pattern: RegExp, parse: (text: string) => Name) {
  const base = z.string({ error: notString(code) })
  return parsed(base.meta({ pattern: pattern.source }), parse)
}

function shareField(zeroAllowed: boolean) {
  return parsed(
    z.string({ error: ({ input }) => coded('share.malformed', decimalTextSentence('A share', input)) }).meta({
      pattern: sharePattern.source,
      description: 'A decimal fraction of at most 9 fraction digits.',
    }),
    (value) => parseShare(value, undefined, zeroAllowed),
  )
}

function integer(pattern: RegExp, code: ErrorCode, rule: CountRule) {
  const error = ({ input }: { input: unknown }) => coded(code, countSentence(input, rule))
  const number = z.int({ error }).min(rule.min, { error }).max(unitsMax, { error })
  const either = z.union([number, z.string().meta({ pattern: pattern.source })], { error })
  return parsed(either, (value): number => {
    const count = Number(value)
    if ((typeof value === 'string' && !pattern.test(value)) || count > unitsMax)
      fail(code, countSentence(value, rule))
    // JSON can write -0. The sum makes it 0.
    return count + 0
  })
}

/** An integer from 0 to `max`, as a JSON number. */
export function whole(what: string, max: number): z.ZodInt {
  const error = coded('event.malformed', `${what} is an integer from 0 to ${max.toLocaleString('en')}.`)
  return z.int({ error }).min(0, { error }).max(max, { error })
}

/** One of `names`. The refusal calls it `what`. */
export function choice<const Names extends readonly [string, ...string[]]>(names: Names, what: string) {
  return z.enum(names, {
    error: coded('event.malformed', `This is not a ${what}: one of ${names.join(', ')}.`),
  })
}
