/**
 * Makes the event of a payment that a gateway took. Where the gateway's records are trusted it is a call with the amount
 * that was settled; where the chain proves payments it is a description, and the chain source makes the call.
 */
import { fail } from '../../../errors.ts'
import { callType } from '../../../events/index.ts'
import { assetName } from '../../assetName.ts'
import type { MappedCall } from '../mapped.ts'
import type { GatewayMapping } from '../mapping.ts'
import { modelNames } from '../modelNames.ts'
import { first, type Json, textOf } from '../record.ts'
import { epochTime, rfc3339 } from '../times.ts'

export interface TakenPayment {
  /** Of the event; of a payment with a nonce its key. */
  readonly id: string
  /** CAIP-2. */
  readonly chain: string
  /** Its address, in lower case on eip155. */
  readonly token: string | undefined
  /** Only a payment with both can be described. */
  readonly payer: string | undefined
  readonly nonce: string | undefined
  /** What was settled, in the token's smallest unit; undefined where nothing is settled so far. */
  readonly atoms: string | undefined
  /** RFC 3339. */
  readonly time: string
  /** URL or name of what was paid for. */
  readonly resource: string | undefined
  readonly caller: string | undefined
  /** One purchase may be paid twice by mistake; this is its id in both payments. */
  readonly purchase: string | undefined
  readonly traceId: string | undefined
  /** When its authorization ends, as RFC 3339. */
  readonly validBefore: string | undefined
}

type Made = MappedCall | { readonly skipped: string }

/** @throws HeadwaterError `record.incomplete`, `record.unpriced` */
export function paymentEvent(payment: TakenPayment, format: string, mapping: GatewayMapping): Made {
  return mapping.paymentMode === 'proven'
    ? described(payment, format, mapping)
    : paidCall(payment, format, mapping)
}

function paidCall(payment: TakenPayment, format: string, mapping: GatewayMapping): Made {
  if (payment.atoms === undefined) return { skipped: 'payment that was not settled' }
  const { id, time, caller, purchase, traceId } = payment
  const money = amountOf(payment, mapping)
  const data = { ...assetOf(payment, mapping), ...money, caller, traceId, providerCallId: purchase }
  return { event: { ...envelope(format, mapping), type: callType, id, time, data } }
}

function described(payment: TakenPayment, format: string, mapping: GatewayMapping): Made {
  // Nothing was transferred, so the chain has nothing of it.
  if (payment.atoms === '0') return { skipped: 'payment of nothing, which no chain proves' }
  const { id, chain, token, payer, nonce, time, caller, purchase, traceId, validBefore } = payment
  if (token === undefined || payer === undefined || nonce === undefined) {
    fail('record.incomplete', 'The record has no payment whose token, payer and nonce a chain would show.', {
      fix: 'Only payments by EIP-3009 or Permit2 can be proven. Watch the address of others in trusting mode, and map their records with "paymentMode": "trusting".',
    })
  }
  const data = {
    payment: { chain, token, payer, nonce },
    ...assetOf(payment, mapping),
    ...{ caller, traceId, providerCallId: purchase, validBefore },
  }
  const type = 'io.headwater.payment.described'
  return { event: { ...envelope(format, mapping), type, id, time, data } }
}

function envelope(format: string, { source = format }: GatewayMapping) {
  return { specversion: '1.0', source }
}

/** @throws HeadwaterError `record.unpriced` */
function amountOf({ chain, token, atoms }: TakenPayment, mapping: GatewayMapping) {
  const known = token === undefined ? undefined : tokensOf(mapping).get(`${chain}/${token}`.toLowerCase())
  if (known === undefined) {
    const shown = token === undefined ? `a token on ${chain}` : `${chain}/${token}`
    fail('record.unpriced', `The mapping does not know the token ${shown}.`, {
      path: '/asset',
      fix: `Say in the mapping which currency it is, and how many decimals it has: "paymentTokens": {"${shown}": {"currency": "USDC", "decimals": 6}}.`,
    })
  }
  const { currency, decimals } = known
  if (decimals === 0) return { amount: atoms, currency }
  const digits = atoms!.padStart(decimals + 1, '0')
  return { amount: `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`, currency }
}

type Tokens = GatewayMapping['paymentTokens']

/** By mapping: its tokens in lower case. */
const inLowerCase = new WeakMap<Tokens, ReadonlyMap<string, Tokens[string]>>()

function tokensOf({ paymentTokens }: GatewayMapping): ReadonlyMap<string, Tokens[string]> {
  let tokens = inLowerCase.get(paymentTokens)
  if (!tokens) {
    tokens = new Map(Object.entries(paymentTokens).map(([name, token]) => [name.toLowerCase(), token]))
    inLowerCase.set(paymentTokens, tokens)
  }
  return tokens
}

/** By the mapping's names of resources, else by its template, else `tool:HOST/PATH`. */
function assetOf({ resource }: TakenPayment, mapping: GatewayMapping): { asset: string; version?: string } {
  const { host, path } = partsOf(resource)
  const whole = `${host}${path}`
  const find = modelNames(mapping.models)
  for (const name of resource === undefined ? [] : [resource, whole]) {
    const known = find(name)
    if (known) return { asset: known.asset, ...(known.version !== undefined && { version: known.version }) }
  }
  const { asset } = mapping
  if (asset !== undefined) {
    const names: Readonly<Record<string, string>> = { '{provider}': host, '{model}': path.replace(/^\//, '') }
    return { asset: asset.replaceAll(/\{provider\}|\{model\}/g, (name) => assetName(names[name]!)) }
  }
  if (resource === undefined) {
    fail('record.incomplete', 'The record does not say which resource was paid for.', {
      path: '/resource',
      fix: 'Capture the URL of the request with the payment, or name one asset for all in the mapping: "asset": "tool:lab/search".',
    })
  }
  return { asset: `tool:${assetName(whole)}` }
}

/** Without the query, and without the slash at the end. */
function partsOf(resource: string | undefined): { host: string; path: string } {
  if (resource === undefined) return { host: '', path: '' }
  if (!URL.canParse(resource)) return { host: '', path: resource.split('?', 1)[0]!.replace(/^\/+|\/+$/g, '') }
  const { host, pathname } = new URL(resource)
  return { host, path: host === '' ? pathname : pathname.replace(/\/+$/, '') }
}

/** The only token on the chain that the mapping knows, for records that name none. */
export function onlyToken(chain: string, mapping: GatewayMapping): string | undefined {
  const tokens = [...tokensOf(mapping).keys()].filter((name) => name.startsWith(`${chain.toLowerCase()}/`))
  return tokens.length === 1 ? tokens[0]!.slice(chain.length + 1) : undefined
}

const timeNames = ['time', 'timestamp', 'settledAt', 'at', 'date', 'startedDateTime', 'startTime'] as const

/** When the record says that it happened. @throws HeadwaterError `record.incomplete`, `record.malformed` */
export function timeOf(record: Json, { timezone }: GatewayMapping): string {
  for (const name of timeNames) {
    const value = first(record, name)
    if (typeof value === 'string' && value !== '') return rfc3339(value, timezone, `/${name}`)
    const number = textOf(value)
    if (number !== undefined)
      return epochTime(number, Number(number) < 100_000_000_000 ? 'seconds' : 'milliseconds', `/${name}`)
  }
  return fail('record.incomplete', 'The record has no time.', {
    path: '/time',
    fix: 'Add the moment of the settlement to each record, as "time": "2026-01-01T12:00:00Z".',
  })
}

const [firstSecond, endSecond] = [946_684_800, 4_133_980_800]

/** Seconds since 1970 as RFC 3339; undefined for none and for what no event can have, such as the end of all numbers. */
export function endOf(value: unknown): string | undefined {
  const seconds = Number(textOf(value) ?? Number.NaN)
  if (!Number.isInteger(seconds) || seconds < firstSecond || seconds >= endSecond) return undefined
  return new Date(seconds * 1_000).toISOString()
}

/** An amount of the smallest unit, as digits. @throws HeadwaterError `record.malformed` */
export function atomsOf(value: unknown, path: string): string | undefined {
  const text = textOf(value)
  if (text === undefined) return undefined
  if (!/^[0-9]{1,78}$/.test(text))
    fail('record.malformed', `${path} is not a whole number of a token's smallest unit.`, { path })
  return BigInt(text).toString()
}

/** The id by which a client names one purchase, so that a second payment of it shows. */
export function purchaseOf(record: Json, given: unknown): string | undefined {
  return textOf(given) ?? textOf(first(record, 'purchaseId', 'requestId', 'request_id'))
}
