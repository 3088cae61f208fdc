/** Logs of payments, as a chain has them, and a ledger to look up descriptions in. */
import { encodeFunctionData, getAddress } from 'viem'
import type { PaymentPorts } from '../../../src/chain/payments/decoder.ts'
import { canceledTopic, topicOf, transferTopic, usedTopic } from '../../../src/chain/payments/logs.ts'
import type { ChainLog, Hex } from '../../../src/chain/source/decoder.ts'
import { parseEvent } from '../../../src/events/index.ts'
import { createRegistry, decide, evolve, type Registry } from '../../../src/registry/index.ts'
import type { StoredDescription } from '../../../src/usage/kinds/description.ts'
import { eventText } from '../../support/memoryIngest.ts'

export const chain = 'eip155:8453'
export const shop: Hex = `0x${'aa'.repeat(20)}`
export const stranger: Hex = `0x${'bb'.repeat(20)}`
export const payer: Hex = `0x${'cc'.repeat(20)}`
export const otherPayer: Hex = `0x${'dd'.repeat(20)}`
export const usdc: Hex = `0x${'11'.repeat(20)}`
export const unknownToken: Hex = `0x${'22'.repeat(20)}`

export const nonceOf = (number: number): Hex => `0x${number.toString(16).padStart(64, '0')}`
export const hashOf = (number: number): Hex => `0x${number.toString(16).padStart(64, 'f')}`
const word = (value: bigint): Hex => `0x${value.toString(16).padStart(64, '0')}`

type PlainLog = Pick<ChainLog, 'address' | 'topics' | 'data'>

export const transfer = (from: Hex, to: Hex, value: bigint, token: Hex = usdc): PlainLog => ({
  address: token,
  topics: [transferTopic, topicOf(from), topicOf(to)],
  data: word(value),
})
export const used = (authorizer: Hex, nonce: Hex, token: Hex = usdc): PlainLog => ({
  address: token,
  topics: [usedTopic, topicOf(authorizer), nonce],
  data: '0x',
})
export const canceled = (authorizer: Hex, nonce: Hex, token: Hex = usdc): PlainLog => ({
  address: token,
  topics: [canceledTopic, topicOf(authorizer), nonce],
  data: '0x',
})

/** The logs of a transaction in their places. @param first the place in the block of its first log */
export function transaction(
  hash: Hex,
  logs: readonly PlainLog[],
  call: Pick<ChainLog, 'to' | 'input'> = {},
  first = 0,
): ChainLog[] {
  return logs.map((log, at) => ({
    ...log,
    transactionHash: hash,
    transactionIndex: 0,
    logIndex: first + at,
    placeInTransaction: at,
    from: stranger,
    ...call,
  }))
}

export const proxies = {
  exact: '0x402085c248eea27d92e8b30b2c58ed07f9e20001',
  upto: '0x4020a4f3b7b90cca423b9fabcc0ce57c6c240002',
} as const

/** What a facilitator sends to a proxy of Permit2, encoded by the interfaces of @x402/evm. */
export async function proxyCall(
  scheme: keyof typeof proxies,
  { withPermit = false, owner = payer, nonce = 7n, amount = 5n, to = shop } = {},
): Promise<{ to: Hex; input: Hex }> {
  const { x402ExactPermit2ProxyABI, x402UptoPermit2ProxyABI } = await import('@x402/evm')
  const permit = { permitted: { token: usdc, amount: 10n }, nonce, deadline: 99n }
  const sized = { value: 1n, deadline: 2n, r: nonceOf(3), s: nonceOf(4), v: 27 }
  const witness =
    scheme === 'exact'
      ? { to: getAddress(to), validAfter: 1n }
      : { to: getAddress(to), facilitator: getAddress(stranger), validAfter: 1n }
  const rest = [...(scheme === 'exact' ? [] : [amount]), getAddress(owner), witness, '0xabcd']
  const input = encodeFunctionData({
    abi: (scheme === 'exact' ? x402ExactPermit2ProxyABI : x402UptoPermit2ProxyABI) as never,
    functionName: (withPermit ? 'settleWithPermit' : 'settle') as never,
    args: [...(withPermit ? [sized] : []), permit, ...rest] as never,
  } as never) as Hex
  return { to: proxies[scheme], input }
}

export function registryWithUsdc(decimals = 6): Registry {
  const registry = createRegistry()
  const data = { currency: 'USDC', decimals, chain, token: usdc }
  const event = parseEvent(JSON.parse(eventText('currency.registered', 'usdc', data)))
  evolve(registry, decide(event as never, registry), registry.count)
  return registry
}

/** A ledger with these descriptions, by payment, and calls. */
export class Ledger implements PaymentPorts {
  readonly described = new Map<string, StoredDescription>()
  readonly calls = new Map<string, Set<string>>()
  decimals: number | undefined = 6
  asked = 0

  describe(payment: string, more: Partial<StoredDescription> = {}): void {
    this.described.set(payment, {
      ...{ payment, asset: 'tool:lab/search', version: '', caller: '', traceId: '', providerCallId: '' },
      ...{ inputTokens: -1, outputTokens: -1, cacheReadTokens: -1, cacheWriteTokens: -1, validBefore: -1 },
      ...more,
    } as StoredDescription)
  }

  record(events: readonly { readonly source: string; readonly id: string }[]): void {
    for (const { source, id } of events)
      this.calls.set(source, (this.calls.get(source) ?? new Set<string>()).add(id))
  }

  async descriptions(payments: readonly string[]) {
    this.asked++
    return new Map(
      payments.flatMap((key) => (this.described.has(key) ? [[key, this.described.get(key)!]] : [])),
    )
  }

  async recorded(source: string, ids: readonly string[]) {
    return new Set(ids.filter((id) => this.calls.get(source)?.has(id)))
  }

  async decimalsOf() {
    return this.decimals
  }
}
