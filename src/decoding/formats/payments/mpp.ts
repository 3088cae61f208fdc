/**
 * The Machine Payments Protocol: receipts of HTTP's `Payment` scheme (`Payment-Receipt`), with the challenge
 * (`WWW-Authenticate`) and the credential (`Authorization`) that they answer. A receipt of a charge names its challenge; a
 * receipt of a session says what its channel has spent so far.
 */
import { fail } from '../../../errors.ts'
import { type MappedEvent, mappedCall } from '../mapped.ts'
import type { GatewayMapping } from '../mapping.ts'
import { first, isObject, type Json, nested, objectAt, textOf } from '../record.ts'
import { atomsOf, endOf, paymentEvent, purchaseOf, type TakenPayment, timeOf } from './made.ts'
import { chainOf } from './networks.ts'
import { base64Json, findParts, type PartsOf } from './parts.ts'

type Part = 'receipt' | 'credential' | 'challenge'

const scheme = /^Payment\s+/i

const parts: PartsOf<Part> = {
  tells: {
    receipt: ({ status, method, reference }) =>
      textOf(status) !== undefined && textOf(method) !== undefined && textOf(reference) !== undefined,
    credential: ({ challenge, payload }) => isObject(challenge) && isObject(payload),
    challenge: ({ id, method, request }) =>
      textOf(id) !== undefined && textOf(method) !== undefined && request !== undefined,
  },
  headers: {
    'payment-receipt': base64Json,
    authorization: (text) => (scheme.test(text) ? base64Json(text.replace(scheme, '')) : undefined),
    'www-authenticate': (text) => (scheme.test(text) ? parametersOf(text.replace(scheme, '')) : undefined),
  },
  offers: new Set(),
  ofPayer: 'credential',
  ofPayee: 'receipt',
}

/** `id="…", realm="…"` as an object. */
function parametersOf(text: string): Json {
  return Object.fromEntries(
    [...text.matchAll(/([A-Za-z]+)="((?:[^"\\]|\\.)*)"/g)].map(([, name, value]) => [
      name!,
      value!.replaceAll(/\\(.)/g, '$1'),
    ]),
  )
}

/** Channels whose last receipt is known. The oldest are forgotten. */
const channelsMax = 100_000

export class MppReader {
  readonly #mapping: GatewayMapping
  /** What each channel had spent by its last receipt in this input. */
  readonly #spent = new Map<string, bigint>()

  constructor(mapping: GatewayMapping) {
    this.#mapping = mapping
  }

  *read(value: unknown): Generator<MappedEvent> {
    const record = objectAt(value, '')
    const mapping = this.#mapping
    yield mappedCall({ source: mapping.source ?? 'mpp' }, () => {
      const found = findParts(record, parts)
      const { receipt, credential } = found
      if (receipt === undefined) {
        fail('record.incomplete', 'The record has no receipt.', {
          path: '/receipt',
          fix: 'Capture the header Payment-Receipt of the answer, with the headers of the challenge and the credential.',
        })
      }
      if (receipt.status !== 'success') return { skipped: 'payment that failed' }
      const challenge = { ...nested(credential?.challenge), ...found.challenge }
      const read = { record, receipt, credential: credential ?? {}, challenge, request: requestOf(challenge) }
      const taken = receipt.channelId === undefined ? charge(read, mapping) : this.#session(read)
      return 'skipped' in taken ? taken : paymentEvent(taken, 'mpp', mapping)
    })
  }

  #session(read: Read): TakenPayment | { readonly skipped: string } {
    const { receipt, record, request } = read
    const base = common(read, this.#mapping)
    const channel = textOf(receipt.channelId)!.toLowerCase()
    const spent = atomsOf(receipt.spent, '/receipt/spent')
    if (spent === undefined)
      fail('record.incomplete', 'The receipt of a session does not say what was spent.', {
        path: '/receipt/spent',
      })
    const before = this.#remember(`${base.chain}/${channel}`, BigInt(spent))
    if (this.#mapping.paymentMode === 'proven') {
      fail('record.incomplete', 'A payment of a session is settled with others: no chain proves it alone.', {
        fix: 'Watch the address of such payments in trusting mode, and map their records with "paymentMode": "trusting".',
      })
    }
    const stated = atomsOf(first(record, 'charged', 'chargedAmount'), '/charged')
    const charged =
      stated ??
      (before === undefined ? undefined : (BigInt(spent) - before).toString()) ??
      (receipt.units === 1 ? spent : atomsOf(first(request, 'amount'), '/challenge/request/amount'))
    if (charged === undefined) {
      fail(
        'record.incomplete',
        'The receipt has what its channel spent so far, and the record not what this call cost.',
        {
          path: '/charged',
          fix: 'Capture the challenge with the receipt, or write what the call cost into the record as "charged", in the smallest unit of the token.',
        },
      )
    }
    // The total stays, so it would be the identity of the payment before it.
    if (charged === '0') return { skipped: 'receipt of a session that was charged nothing' }
    if (charged.startsWith('-'))
      fail('record.malformed', 'The channel had spent more by an earlier receipt.', {
        path: '/receipt/spent',
      })
    return { ...base, id: `${base.chain}/${channel}/${spent}`, atoms: charged, nonce: undefined }
  }

  /** What the channel had spent before. */
  #remember(channel: string, spent: bigint): bigint | undefined {
    const before = this.#spent.get(channel)
    this.#spent.delete(channel)
    this.#spent.set(channel, spent)
    if (this.#spent.size > channelsMax) this.#spent.delete(this.#spent.keys().next().value!)
    return before
  }
}

interface Read {
  readonly record: Json
  readonly receipt: Json
  readonly credential: Json
  readonly challenge: Json
  readonly request: Json
}

/** Of a challenge in a header the request is base64, in a credential it may be an object. */
function requestOf({ request }: Json): Json {
  if (typeof request !== 'string') return nested(request)
  try {
    return nested(base64Json(request))
  } catch {
    return fail('record.malformed', 'The request of the challenge is not JSON in base64.', {
      path: '/challenge/request',
    })
  }
}

/** `did:pkh:eip155:8453:0x…` */
const payerPattern = /^did:pkh:(eip155:[0-9]+):(0x[0-9a-fA-F]{40})$/

function common({ record, receipt, credential, challenge, request }: Read, mapping: GatewayMapping) {
  const [, payerChain, payer] = payerPattern.exec(textOf(credential.source) ?? '') ?? []
  const number = textOf(first(nested(request.methodDetails), 'chainId') ?? first(request, 'chainId'))
  const chain = number === undefined ? payerChain : chainOf(`eip155:${number}`)
  const method = textOf(receipt.method)!
  return {
    // Of a method that is no chain, such as a card, its name stands for it.
    chain:
      chain ??
      `mpp:${method
        .toLowerCase()
        .replaceAll(/[^-_a-z0-9]/g, '-')
        .slice(0, 32)}`,
    token: textOf(request.currency)?.toLowerCase(),
    payer: payer?.toLowerCase(),
    caller: payer?.toLowerCase() ?? textOf(credential.source),
    time: textOf(receipt.timestamp) === undefined ? timeOf(record, mapping) : timeOf(receipt, mapping),
    resource:
      textOf(first(record, 'url', 'resource') ?? first(nested(record.request), 'url')) ??
      textOf(challenge.realm),
    purchase: purchaseOf(record, first(receipt, 'externalId') ?? first(request, 'externalId')),
    traceId: textOf(first(record, 'traceId', 'trace_id')),
    validBefore: undefined as string | undefined,
  }
}

function charge(read: Read, mapping: GatewayMapping): TakenPayment {
  const { receipt, credential, challenge, request } = read
  const base = common(read, mapping)
  const payload = nested(credential.payload)
  const authorization = payload.nonce === undefined ? nested(payload.authorization) : payload
  const nonce = textOf(authorization.nonce)?.toLowerCase()
  const payer = base.payer ?? textOf(authorization.from)?.toLowerCase()
  const named = base.token !== undefined && payer !== undefined && nonce !== undefined
  const of = textOf(first(receipt, 'challengeId') ?? first(challenge, 'id') ?? receipt.reference)!
  return {
    ...base,
    ...{ payer, nonce, caller: payer ?? base.caller },
    id: named ? `${base.chain}/${base.token}/${payer}/${nonce}` : `${base.chain}/${of}`,
    atoms: atomsOf(first(receipt, 'amount') ?? first(request, 'amount'), '/challenge/request/amount'),
    validBefore: endOf(authorization.validBefore),
  }
}
