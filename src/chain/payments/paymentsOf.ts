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
    for (const { log, payer, to, value, nonce } of transfersIn(ofTransaction, address)) {
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
function transfersIn(logs: readonly ChainLog[], address: Hex): Transfer[] {
  const transfers: Transfer[] = []
  const byPayer = new Map<string, Step[]>()
  const add = (log: ChainLog, payer: Hex, step: Step) => {
    const of = `${log.address} ${payer}`
    const steps = byPayer.get(of)
    if (steps) steps.push(step)
    else byPayer.set(of, [step])
  }
  for (const log of logs) {
    const used = readUsed(log)
    if (used) add(log, used.payer, used.nonce)
    const transfer = readTransfer(log)
    if (transfer === undefined) continue
    add(log, transfer.payer, transfer)
    transfers.push(transfer)
  }
  for (const steps of byPayer.values()) nameAuthorized(steps, address)
  nameProxyPayment(transfers, logs[0])
  return transfers
}

/** What one payer does with one token in a transaction: the nonce of an authorization, or a transfer. */
type Step = string | Transfer

/**
 * The log of an authorization comes before those of its transfers: a token may take a fee for itself first. A token may
 * write them in the other order; then the last log is that of an authorization and the first is not.
 */
function nameAuthorized(steps: readonly Step[], address: Hex): void {
  const isAfter = typeof steps[0] !== 'string' && typeof steps.at(-1) === 'string'
  let nonces: string[] = []
  let made: Transfer[] = []
  for (const step of isAfter ? steps.toReversed() : steps) {
    if (typeof step !== 'string') {
      made.push(step)
      continue
    }
    if (made.length > 0) {
      pair(nonces, made, address)
      nonces = []
      made = []
    }
    nonces.push(step)
  }
  pair(nonces, made, address)
}

/** In their order: with the transfers to the address where each nonce gets one, else with all. */
function pair(nonces: readonly string[], made: readonly Transfer[], address: Hex): void {
  const toAddress = made.filter(({ to }) => to === address)
  const named = toAddress.length < nonces.length ? made : toAddress
  for (const [index, nonce] of nonces.entries()) {
    const transfer = named[index]
    if (transfer) transfer.nonce = nonce
  }
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
