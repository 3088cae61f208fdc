/** The thinnest decoder: each transfer to an address is a call, and a log of the address names a payee. */
import type { ChainEvent, Decoder, Hex, Listed } from '../../../src/chain/source/decoder.ts'
import { hashOf, type ScriptedTransaction, topicOf } from './scriptedChain.ts'

const transferTopic = '0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef'
const payeeTopic = `0x${'7a'.repeat(32)}` as const
const oddTopic = `0x${'0d'.repeat(32)}` as const

const paidAddress = `0x${'aa'.repeat(20)}` as Hex
const token = `0x${'cc'.repeat(20)}` as Hex
const payer = `0x${'bb'.repeat(20)}` as Hex

/** @param chain CAIP-2 */
export function transfers(chain: string, from = 0, watched: Hex = paidAddress): Decoder {
  const source = `chain:${chain}/${watched}`
  return {
    watched,
    from,
    filters: () => [
      { topics: [[transferTopic], undefined, [topicOf(watched) as Hex]] },
      { addresses: [watched], topics: [[payeeTopic, oddTopic]] },
    ],
    decode(block, logs) {
      const events: ChainEvent[] = []
      const listed: Listed[] = []
      const time = new Date(block.time * 1_000).toISOString()
      for (const { topics, data, transactionHash, placeInTransaction } of logs) {
        const place = `${transactionHash}/${placeInTransaction}`
        const common = { specversion: '1.0', source, time } as const
        if (topics[0] === transferTopic) {
          const amount = String(BigInt(data))
          const call = { asset: 'model:meta/llama', amount, currency: 'USDC' }
          events.push({ ...common, id: `${chain}/${place}`, type: 'io.headwater.call.metered', data: call })
        } else if (topics[0] === payeeTopic) {
          const payee = { payee: `payee-${transactionHash.slice(2, 10)}` }
          events.push({ ...common, id: place, type: 'io.headwater.payee.registered', data: payee })
        } else listed.push({ kind: 'odd', place, what: 'An odd log.' })
      }
      return { events, listed }
    },
  }
}

/** A transaction that pays the address. @param amount in major units */
export function payment(name: string, amount = 1, to: Hex = paidAddress): ScriptedTransaction {
  const topics = [transferTopic, topicOf(payer), topicOf(to)]
  return { name, logs: [{ address: token, topics, data: `0x${amount.toString(16).padStart(64, '0')}` }] }
}

export function registration(name: string, to: Hex = paidAddress): ScriptedTransaction {
  return { name, logs: [{ address: to, topics: [payeeTopic] }] }
}

export function oddity(name: string, to: Hex = paidAddress): ScriptedTransaction {
  return { name, logs: [{ address: to, topics: [oddTopic] }] }
}

/** The id of the call that a payment becomes. */
export function idOf(chain: string, name: string): string {
  return `${chain}/${hashOf(name)}/0`
}
