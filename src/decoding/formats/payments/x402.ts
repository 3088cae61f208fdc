/**
 * x402, versions 1 and 2: payments as headers that were captured (`X-PAYMENT` and `X-PAYMENT-RESPONSE`,
 * `PAYMENT-SIGNATURE` and `PAYMENT-RESPONSE`), as a facilitator's requests and answers, as `_meta` of MCP, or as a hook of
 * a resource server gives them. Schemes: exact, upto, batch-settlement.
 */
import { fail } from '../../../errors.ts'
import { type MappedEvent, mappedCall } from '../mapped.ts'
import type { GatewayMapping } from '../mapping.ts'
import { first, isObject, type Json, nested, objectAt, textOf } from '../record.ts'
import { atomsOf, endOf, onlyToken, paymentEvent, purchaseOf, type TakenPayment, timeOf } from './made.ts'
import { chainOf } from './networks.ts'
import { base64Json, findParts, type PartsOf } from './parts.ts'

type Part = 'payment' | 'settled' | 'requirements'

const parts: PartsOf<Part> = {
  tells: {
    payment: (value) => value.x402Version !== undefined && isObject(value.payload),
    settled: (value) => typeof value.success === 'boolean' && textOf(value.network) !== undefined,
    requirements: (value) => value.payTo !== undefined && value.asset !== undefined,
  },
  headers: {
    'x-payment': base64Json,
    'payment-signature': base64Json,
    'x-payment-response': base64Json,
    'payment-response': base64Json,
  },
  offers: new Set(['accepts']),
  ofPayer: 'payment',
  ofPayee: 'settled',
}

export function* readX402(value: unknown, mapping: GatewayMapping): Generator<MappedEvent> {
  const record = objectAt(value, '')
  yield mappedCall({ source: mapping.source ?? 'x402' }, () => {
    const { payment, settled, requirements } = findParts(record, parts)
    if (payment === undefined) {
      fail('record.incomplete', 'The record has no payment payload of x402, whose nonce is its identity.', {
        path: '/paymentPayload',
        fix: 'Capture the header of the request (X-PAYMENT or PAYMENT-SIGNATURE) beside that of the answer.',
      })
    }
    // What the server says counts before what the payer repeats of it.
    const required = { ...nested(payment.accepted), ...requirements }
    const scheme = textOf(first(required, 'scheme') ?? first(payment, 'scheme')) ?? 'exact'
    // A facilitator that did not see a settlement calls it failed. Where the chain decides, its word does not count.
    if (settled?.success === false && mapping.paymentMode === 'trusting')
      return { skipped: 'payment that failed' }
    const read = { record, payment, settled, requirements: required, scheme, mapping }
    const taken = scheme === 'batch-settlement' ? ofChannel(read) : ofAuthorization(read)
    return 'skipped' in taken ? taken : paymentEvent(taken, 'x402', mapping)
  })
}

interface Read {
  readonly record: Json
  readonly payment: Json
  readonly settled: Json | undefined
  readonly requirements: Json
  readonly scheme: string
  readonly mapping: GatewayMapping
}

/** What payments of every scheme have. */
function common({ record, payment, settled, requirements, mapping }: Read) {
  const network = textOf(
    first(requirements, 'network') ?? first(settled ?? {}, 'network') ?? first(payment, 'network'),
  )
  if (network === undefined) fail('record.incomplete', 'The record names no network.', { path: '/network' })
  const chain = chainOf(network)
  const extension = nested(nested(payment.extensions)['payment-identifier'])
  return {
    chain,
    time: timeOf(record, mapping),
    resource: resourceOf(record, payment, requirements),
    purchase: purchaseOf(record, first(nested(extension.info), 'id') ?? first(extension, 'id', 'paymentId')),
    traceId: textOf(first(record, 'traceId', 'trace_id')),
  }
}

function ofAuthorization(read: Read): TakenPayment | { readonly skipped: string } {
  const { payment, settled, requirements, mapping } = read
  const base = common(read)
  const payload = nested(payment.payload)
  const [authorization, permit] = [nested(payload.authorization), nested(payload.permit2Authorization)]
  const permitted = nested(permit.permitted)
  const isEvm = base.chain.startsWith('eip155:')
  const lower = (text: string | undefined) => (isEvm ? text?.toLowerCase() : text)
  const token = lower(
    textOf(first(requirements, 'asset') ?? first(permitted, 'token')) ?? onlyToken(base.chain, mapping),
  )
  const payer = lower(
    textOf(first(authorization, 'from') ?? first(permit, 'from') ?? first(settled ?? {}, 'payer')),
  )
  const nonce = lower(textOf(first(authorization, 'nonce') ?? first(permit, 'nonce')))
  return {
    ...base,
    id: idOf(base.chain, { token, payer, nonce }, settled),
    ...{ token, payer, nonce, caller: payer },
    atoms: settled?.success === true ? settledAtoms(read, authorization, permitted) : undefined,
    validBefore: endOf(first(authorization, 'validBefore') ?? first(permit, 'deadline')),
  }
}

interface Named {
  readonly token: string | undefined
  readonly payer: string | undefined
  readonly nonce: string | undefined
}

/** The nonce, not the transaction: another sender may settle the same authorization in a transaction of its own. */
function idOf(chain: string, { token, payer, nonce }: Named, settled: Json | undefined): string {
  if (nonce !== undefined && payer !== undefined) {
    if (token !== undefined) return `${chain}/${token}/${payer}/${nonce}`
    fail('record.incomplete', `The record does not say which token on ${chain} was paid.`, {
      path: '/asset',
      fix: 'Capture what the server required (paymentRequirements) with the payment, or name the one token of this chain in the mapping: "paymentTokens".',
    })
  }
  // Chains and methods without such a nonce: one transaction pays once.
  const transaction = textOf(settled?.transaction)
  if (transaction !== undefined) return `${chain}/${transaction}`
  return fail(
    'record.incomplete',
    'The record has neither a nonce nor a transaction that identifies the payment.',
    {
      path: '/paymentPayload/payload',
    },
  )
}

/** What the settlement says. The authorized amount is that of `exact` alone: of `upto` it is the most that may be taken. */
function settledAtoms({ settled, requirements, scheme }: Read, authorization: Json, permitted: Json): string {
  const stated = atomsOf(first(settled ?? {}, 'amount'), '/settled/amount')
  if (stated !== undefined) return stated
  const authorized = first(authorization, 'value') ?? first(permitted, 'amount')
  const exact = authorized ?? first(requirements, 'amount', 'maxAmountRequired')
  const atoms = scheme === 'exact' ? atomsOf(exact, '/paymentPayload/payload') : undefined
  return (
    atoms ??
    fail('record.incomplete', `A settlement of the scheme ${scheme} says no amount that was settled.`, {
      path: '/settled/amount',
      fix: 'Capture the whole answer of the settlement: its amount counts, never the authorized one.',
    })
  )
}

/** Vouchers of a channel: each allows a higher total, and many are settled on the chain at once. */
function ofChannel(read: Read): TakenPayment | { readonly skipped: string } {
  const { payment, settled, requirements, mapping } = read
  const payload = nested(payment.payload)
  if (mapping.paymentMode === 'proven') {
    fail(
      'record.incomplete',
      'A payment of a channel is settled with many others: no chain proves it alone.',
      {
        fix: 'Watch the address of such payments in trusting mode, and map their records with "paymentMode": "trusting".',
      },
    )
  }
  if (payload.type === 'refund') return { skipped: 'refund of a channel' }
  const base = common(read)
  const [voucher, config] = [nested(payload.voucher), nested(payload.channelConfig)]
  const extra = nested(settled?.extra)
  const state = nested(extra.channelState)
  const channel = textOf(first(voucher, 'channelId') ?? first(state, 'channelId'))?.toLowerCase()
  const charged = atomsOf(
    first(extra, 'chargedAmount') ?? first(settled ?? {}, 'amount'),
    '/settled/extra/chargedAmount',
  )
  const total = atomsOf(
    first(state, 'chargedCumulativeAmount') ?? first(voucher, 'maxClaimableAmount'),
    '/paymentPayload/payload/voucher',
  )
  if (settled !== undefined && (channel === undefined || total === undefined || charged === undefined)) {
    fail('record.incomplete', 'The record does not say which channel was charged, how much, and its total.', {
      path: '/settled/extra',
    })
  }
  // The total stays, so it would be the identity of the payment before it.
  if (charged === '0') return { skipped: 'voucher that was charged nothing' }
  const token =
    textOf(first(requirements, 'asset') ?? first(config, 'token')) ?? onlyToken(base.chain, mapping)
  return {
    ...base,
    id: `${base.chain}/${channel}/${total}`,
    token: token?.toLowerCase(),
    ...{ payer: undefined, nonce: undefined, validBefore: undefined },
    caller: textOf(first(config, 'payer') ?? first(settled ?? {}, 'payer'))?.toLowerCase(),
    atoms: charged,
  }
}

/** The payer's own word comes last: it decides which asset earns. */
function resourceOf(record: Json, payment: Json, requirements: Json): string | undefined {
  const { url } = nested(record.request)
  for (const value of [requirements.resource, record.resource, record.url, url, payment.resource]) {
    const text = textOf(isObject(value) ? value.url : value)
    if (text !== undefined) return text
  }
  return undefined
}
