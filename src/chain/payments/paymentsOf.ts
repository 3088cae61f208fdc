/** Finds the payments to an address among the logs of a block, and what identifies each. */
import type { ChainLog, Hex } from '../source/decoder.ts'
import { addressOf, transferTopic, usedTopic } from './logs.ts'
import { proxyPayment } from './permit2.ts'

export interface Payment {
  /** `<chain>/<token>/<payer>/<nonce>`, or of a bare transfer `<chain>/<tx>/<place of the log in it>`. */
  readonly key: string
  readonly token: Hex
  /** What the recipient received, in the token's smallest unit. */
  readonly value: bigint
  /** Whether an authorization with a nonce paid: only then can it be described. */
  readonly authorized: boolean
  /** `<tx>/<place of the log in it>`. */
  readonly place: string
}

/**
 * @param logs of one block in order, with all logs of every transaction that pays
 * @param address who is paid
 */
export function paymentsOf(chain: string, address: Hex, logs: readonly ChainLog[]): Payment[] {
  const payments: Payment[] = []
  for (const ofTransaction of Map.groupBy(logs, ({ transactionHash }) => transactionHash).values()) {
    for (const { log, payer, to, value, nonce } of transfersIn(ofTransaction)) {
      // Anyone can make a transfer of nothing, from anybody.
      if (to !== address || payer === address || (value === 0n && nonce === undefined)) continue
      const place = `${log.transactionHash}/${log.placeInTransaction}`
      const key = nonce === undefined ? `${chain}/${place}` : `${chain}/${log.address}/${payer}/${nonce}`
      payments.push({ key, token: log.address, value, authorized: nonce !== undefined, place })
    }
  }
  return payments
}

interface Transfer {
  readonly log: ChainLog
  readonly payer: Hex
  readonly to: Hex
  readonly value: bigint
  nonce: string | undefined
}

/** All transfers of tokens in a transaction, each with the nonce of the authorization that made it. */
function transfersIn(logs: readonly ChainLog[]): Transfer[] {
  const transfers: Transfer[] = []
  /** By token and payer: the authorizations that made no transfer so far. */
  const unused = new Map<string, { readonly nonce: string; readonly at: number }>()
  for (const log of logs) {
    const used = readUsed(log)
    if (used) unused.set(ofPayer(log, used.payer), { nonce: used.nonce, at: transfers.length })
    const transfer = readTransfer(log)
    if (transfer === undefined) continue
    // The log of the authorization comes before that of its transfer, whichever payee it has.
    const of = ofPayer(log, transfer.payer)
    transfer.nonce = unused.get(of)?.nonce
    unused.delete(of)
    transfers.push(transfer)
  }
  // A token may write the two in the other order.
  for (const [of, { nonce, at }] of unused) {
    const before = transfers
      .slice(0, at)
      .findLast(({ log, payer, nonce }) => nonce === undefined && ofPayer(log, payer) === of)
    if (before) before.nonce = nonce
  }
  nameProxyPayment(transfers, logs[0])
  return transfers
}

function nameProxyPayment(transfers: readonly Transfer[], log: ChainLog | undefined): void {
  const proxy = log && proxyPayment(log)
  if (proxy === undefined) return
  // One call of a proxy makes one transfer.
  const made = transfers.find(
    ({ log, payer, to, nonce }) =>
      nonce === undefined && log.address === proxy.token && payer === proxy.owner && to === proxy.to,
  )
  if (made) made.nonce = proxy.nonce
}

const ofPayer = ({ address }: ChainLog, payer: Hex): string => `${address} ${payer}`

function readUsed({ topics: [topic, first, nonce] }: ChainLog): { payer: Hex; nonce: string } | undefined {
  const payer = addressOf(first)
  return topic === usedTopic && payer !== undefined && nonce !== undefined ? { payer, nonce } : undefined
}

/** A transfer of an ERC-20 token: that of an ERC-721 has the same topic, and its fourth names what was moved. */
function readTransfer(log: ChainLog): Transfer | undefined {
  const [topic, from, to, more] = log.topics
  if (topic !== transferTopic || more !== undefined || log.data.length !== 66) return undefined
  const payer = addressOf(from)
  const payee = addressOf(to)
  if (payer === undefined || payee === undefined) return undefined
  return { log, payer, to: payee, value: BigInt(log.data), nonce: undefined }
}
