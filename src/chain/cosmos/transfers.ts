/**
 * Tokens that came to an account over IBC (ICS-20), as calls. What counts is a receipt with success: the event
 * `fungible_token_packet` with `success` "true", after the `recv_packet` of the same message. The sending chain has events
 * of that name too, when a transfer is acknowledged, and callbacks that failed repeat events under a prefix: neither is
 * money that came in.
 */
import { createHash } from 'node:crypto'
import type { CosmosTransfers } from '../../config/cosmosChain.ts'
import { assetPattern, versionPattern } from '../../events/ids.ts'
import type { Registry } from '../../registry/index.ts'
import { scaledText } from '../logs/chainEvent.ts'
import type { ChainEvent, Listed } from '../source/decoder.ts'
import type { CosmosBlock, CosmosEvent } from './answers.ts'
import { type CosmosDecoder, cosmosEvent } from './decoder.ts'
import { attributeOf } from './mapping.ts'
import { type Received, receivedBy } from './packets.ts'

/** The protocol's own limit. */
const memoBytesMax = 32_768
const amountPattern = /^[0-9]{1,78}$/

export function receivedTransfers(settings: CosmosTransfers): CosmosDecoder {
  const { receiver: watched, from } = settings
  return {
    watched,
    from,
    decode(block, registry) {
      const events: ChainEvent[] = []
      const listed: Listed[] = []
      for (const { isSound, events: given } of block.transactions) {
        if (!isSound) continue
        for (const receipt of receiptsIn(given)) {
          if (attributeOf(receipt.event, 'receiver') !== watched) continue
          const outcome = outcomeOf(receipt, settings, registry)
          if ('what' in outcome) listed.push({ ...outcome, place: receipt.packet.identity })
          else events.push(callOf(block, settings, receipt, outcome))
        }
      }
      return { events, listed }
    },
  }
}

interface Receipt {
  readonly packet: Received
  readonly event: CosmosEvent
}

/** Each with the packet of its message: the last one received before it that is not taken yet and has its data. */
function receiptsIn(events: readonly CosmosEvent[]): Receipt[] {
  const receipts: Receipt[] = []
  const waiting: { packet: Received; message: string | undefined }[] = []
  for (const event of events) {
    const message = attributeOf(event, 'msg_index')
    for (const packet of receivedBy(event)) waiting.push({ packet, message })
    if (event.type !== 'fungible_token_packet' || attributeOf(event, 'success') !== 'true') continue
    if (attributeOf(event, 'acknowledgement') !== undefined) continue
    const at = waiting.findLastIndex((one) => one.message === message && isOf(one.packet, event))
    if (at < 0) continue
    const [{ packet }] = waiting.splice(at, 1) as [(typeof waiting)[number]]
    receipts.push({ packet, event })
  }
  return receipts
}

/** Whether the packet's data, where it is JSON, says what the event says. */
function isOf({ data }: Received, event: CosmosEvent): boolean {
  const said = data && jsonObject(data.toString('utf8'))
  if (said === undefined) return true
  return ['amount', 'denom', 'receiver'].every((name) => said[name] === attributeOf(event, name))
}

interface Payment {
  readonly currency: string
  readonly amount: string
}

function outcomeOf(
  { packet, event }: Receipt,
  { currencies }: CosmosTransfers,
  registry: Registry,
): Payment | Omit<Listed, 'place'> {
  const [denom, atoms] = [attributeOf(event, 'denom'), attributeOf(event, 'amount')]
  if (!denom || atoms === undefined || !amountPattern.test(atoms))
    return { kind: 'transferMalformed', what: 'A receipt has no denomination, or no amount.' }
  const local = denomHere(denom, packet)
  const code = currencies[local]
  const currency = code === undefined ? undefined : registry.currencies.get(code as never)
  if (currency === undefined) {
    const name =
      code === undefined ? `${local} is of no currency in the chains file` : `${code} is not registered`
    return { kind: 'tokenUnknown', what: `${atoms} of ${denom} came in, and ${name}.` }
  }
  return { currency: currency.code, amount: scaledText(BigInt(atoms), currency.decimals) }
}

/** The name of a token on the receiving chain: what comes back loses its last step, everything else gets one more. */
function denomHere(denom: string, { sourcePort, sourceEnd, port, end }: Received): string {
  const back = `${sourcePort}/${sourceEnd}/`
  const path = denom.startsWith(back) ? denom.slice(back.length) : `${port}/${end}/${denom}`
  const isCoin = denom.startsWith(back) && !isTraced(path)
  return isCoin ? path : `ibc/${createHash('sha256').update(path).digest('hex').toUpperCase()}`
}

/** A coin of the chain itself may have slashes (`factory/…`); a traced one begins with a port and a channel or client. */
function isTraced(path: string): boolean {
  return /^[^/]+\/(?:channel-[0-9]+|[a-z0-9]+(?:-[a-z0-9]+)*-[0-9]+)\//.test(path)
}

function callOf(
  block: CosmosBlock,
  settings: CosmosTransfers,
  { packet, event }: Receipt,
  { currency, amount }: Payment,
): ChainEvent {
  const { receiver, memo: field, asset } = settings
  const fallback = asset ?? `tool:undescribed/${receiver}`
  const sender = attributeOf(event, 'sender')
  const caller = sender && Buffer.byteLength(sender) <= 1_024 ? { caller: sender } : {}
  const named = namedIn(attributeOf(event, 'memo') ?? '', field) ?? { asset: fallback }
  const data = { ...named, currency, amount, ...caller }
  return cosmosEvent(block, receiver, { id: packet.identity, type: 'call.metered', data })
}

/** `{"headwater": {"asset": …, "version"?: …}}`, or the asset alone. Undefined where the memo names no asset. */
function namedIn(memo: string, field: string): { asset: string; version?: string } | undefined {
  if (Buffer.byteLength(memo) > memoBytesMax) return undefined
  const value = jsonObject(memo)?.[field]
  const { asset, version } =
    typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : { asset: value }
  if (typeof asset !== 'string' || !assetPattern.test(asset)) return undefined
  return { asset, ...(typeof version === 'string' && versionPattern.test(version) && { version }) }
}

function jsonObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as never) : undefined
  } catch {
    return undefined
  }
}
