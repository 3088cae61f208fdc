/**
 * Makes calls of the payments to one address whose calls gateways describe ("proven"). A payment that is described is a
 * call at once. One that could be described waits for it, for a set number of blocks; then it is a call of the asset that
 * is configured for the address, or of one that is not registered, which is suspense. What is recorded of a payment
 * stands: the ledger is asked before a call is made, so that no payment is sent twice with different content.
 */
import type { ChainId, TokenAddress } from '../../events/account.ts'
import { formatTime } from '../../events/time.ts'

import { type Atoms, amountLimit, atomsInUnits, formatAmount } from '../../money/ledgerUnits.ts'
import { type Registry, tokenKey } from '../../registry/index.ts'
import type { StoredDescription } from '../../usage/kinds/description.ts'
import { type DecimalsOf, TokenDecimals } from '../logs/tokenDecimals.ts'
import type {
  ChainBlock,
  ChainEvent,
  ChainLog,
  DecodeContext,
  Decoded,
  Decoder,
  Hex,
  Listed,
  LogFilter,
} from '../source/decoder.ts'
import { addressOf, canceledTopic, topicOf, transferTopic } from './logs.ts'
import { type Payment, paymentsOf } from './paymentsOf.ts'
import type { PaymentsView } from './view.ts'
import { type PricedPayment, WaitingPayments, type WaitsNot, waitingMax } from './waiting.ts'

export interface PaymentPorts extends PaymentsView {
  readonly decimalsOf: DecimalsOf
}

interface WatchedAddress {
  /** CAIP-2. */
  readonly chain: string
  /** In lower case. */
  readonly address: Hex
  readonly from: number
  /** Blocks for which a payment waits for its description. */
  readonly within: number
  /** Earns what no gateway described. */
  readonly asset?: string | undefined
  /** Left out: every token. */
  readonly tokens?: readonly Hex[] | undefined
}

export class ProvenPayments implements Decoder {
  readonly watched: string
  readonly from: number
  readonly #address: WatchedAddress
  readonly #ports: PaymentPorts
  readonly #waiting: WaitingPayments
  readonly #decimals: TokenDecimals

  constructor(address: WatchedAddress, ports: PaymentPorts) {
    this.watched = address.address
    this.from = address.from
    this.#address = address
    this.#ports = ports
    this.#waiting = new WaitingPayments(address.within)
    this.#decimals = new TokenDecimals(address.chain, (token) => ports.decimalsOf(token))
  }

  filters(): readonly LogFilter[] {
    const { address, tokens } = this.#address
    const addresses = tokens && { addresses: tokens }
    return [
      // Authorizations and other transfers of the same transaction say which payment it is.
      {
        ...addresses,
        topics: [[transferTopic], undefined, [topicOf(address)]],
        siblings: true,
        calldata: true,
      },
      { ...addresses, topics: [[canceledTopic]] },
    ]
  }

  waitsFrom(): number | undefined {
    return this.#waiting.firstBlock
  }

  /** @throws HeadwaterError `chain.decimals` */
  async decode(
    block: ChainBlock,
    logs: readonly ChainLog[],
    { registry }: Pick<DecodeContext, 'registry'>,
  ): Promise<Decoded> {
    const listed: Listed[] = []
    const payments = this.#waiting.takeDue(block.number)
    for (const payment of paymentsOf(block.chain, this.#address.address, logs)) {
      const priced = await this.#price(payment, block, registry)
      if ('amount' in priced) payments.push(priced)
      else listed.push(priced)
    }
    const canceled = canceledIn(block.chain, logs)
    if (payments.length === 0 && canceled.length === 0) return { events: [], listed }
    const describable = payments.filter(({ authorized }) => authorized).map(({ key }) => key)
    const [recorded, descriptions] = await Promise.all([
      this.#ports.recorded(
        this.#source,
        payments.map(({ key }) => key),
      ),
      this.#ports.descriptions([...describable, ...canceled]),
    ])
    for (const key of canceled) {
      if (descriptions.has(key)) listed.push(canceledPayment(key))
    }
    const events: ChainEvent[] = []
    const known: string[] = []
    const waiting: PricedPayment[] = []
    for (const payment of payments) {
      if (recorded.has(payment.key)) {
        known.push(payment.key)
        continue
      }
      const description = descriptions.get(payment.key)
      if (description === undefined) {
        const why = this.#waiting.whyNot(payment, block.number)
        if (why === undefined) {
          waiting.push(payment)
          continue
        }
        if (why !== 'bare') listed.push(this.#undescribed(payment, why))
      }
      events.push(this.#call(payment, description))
    }
    this.#waiting.add(waiting)
    const earlier = payments.filter(({ block: { number } }) => number < block.number)
    return { events, listed, known, at: new Map(earlier.map(({ key, block }) => [key, block])) }
  }

  get #source(): string {
    return `chain:${this.#address.chain}/${this.watched}`
  }

  async #price(payment: Payment, block: ChainBlock, registry: Registry): Promise<PricedPayment | Listed> {
    const { token, value, place } = payment
    const code = registry.currenciesByToken.get(tokenKey(block.chain as ChainId, token as TokenAddress))
    if (code === undefined) {
      const what = `A payment of ${value} atoms of ${token}, the token of no registered currency: it is no call.`
      return { kind: 'tokenUnknown', place, what }
    }
    const units = atomsInUnits(value as Atoms)
    if (units >= amountLimit) {
      const what = `A payment of ${value} atoms of ${code} is more than an amount can be: it is no call.`
      return { kind: 'amountTooLarge', place, what }
    }
    const currency = registry.currencies.get(code)!
    await this.#decimals.require(token, currency)
    return {
      ...payment,
      block,
      ...{ currency: code, amount: formatAmount(units, currency.decimals) },
    }
  }

  get #undescribedAsset(): string {
    return this.#address.asset ?? `tool:undescribed/${this.watched}`
  }

  #undescribed({ key, amount, currency }: PricedPayment, why: Exclude<WaitsNot, 'bare'>): Listed {
    const until = {
      over: `within ${this.#address.within} blocks`,
      nothing: 'before it was final, and a payment of nothing does not wait',
      full: `so far, and ${waitingMax} later ones wait`,
    }[why]
    const what = `No gateway described the payment of ${amount} ${currency} ${until}: it counts for ${this.#undescribedAsset}.`
    return { kind: 'paymentUndescribed', place: key, what }
  }

  #call({ key, block, currency, amount }: PricedPayment, description?: StoredDescription): ChainEvent {
    return {
      specversion: '1.0',
      id: key,
      source: this.#source,
      type: 'io.headwater.call.metered',
      time: formatTime(block.time * 1_000_000),
      data: { ...describedFields(description, this.#undescribedAsset), amount, currency },
    }
  }
}

function describedFields(
  description: StoredDescription | undefined,
  undescribed: string,
): Readonly<Record<string, unknown>> {
  if (description === undefined) return { asset: undescribed }
  const { asset, version, caller, traceId, providerCallId } = description
  const counts = {
    input: description.inputTokens,
    output: description.outputTokens,
    cacheRead: description.cacheReadTokens,
    cacheWrite: description.cacheWriteTokens,
  }
  const tokens = Object.fromEntries(Object.entries(counts).filter(([, count]) => count >= 0))
  const texts = Object.entries({ version, caller, traceId, providerCallId }).filter(([, text]) => text !== '')
  return { asset, ...Object.fromEntries(texts), ...(Object.keys(tokens).length > 0 && { tokens }) }
}

/** Keys of the payments whose authorizations were cancelled. */
function canceledIn(chain: string, logs: readonly ChainLog[]): string[] {
  return logs.flatMap(({ address, topics: [topic, first, nonce] }) => {
    const payer = addressOf(first)
    if (topic !== canceledTopic || payer === undefined || nonce === undefined) return []
    return [`${chain}/${address}/${payer}/${nonce}`]
  })
}

function canceledPayment(key: string): Listed {
  const what = 'The payer cancelled the authorization of a described payment: it will never be paid.'
  return { kind: 'paymentCancelled', place: key, what }
}
