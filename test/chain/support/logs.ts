/** Logs as a node would give them, made of events and their arguments. */
import { type Abi, encodeAbiParameters, encodeEventTopics, type Hex } from 'viem'
import type { ChainBlock, ChainLog } from '../../../src/chain/source/decoder.ts'

/** What a contract emits: its address, the event and its arguments. */
export interface Emitted {
  readonly address: string
  readonly abi: Abi
  readonly name: string
  readonly args: Readonly<Record<string, unknown>>
}

/** Address, topics and data of a log. */
export function encodeLog({ address, abi, name, args }: Emitted): { address: Hex; topics: Hex[]; data: Hex } {
  const item = abi.find((each) => each.type === 'event' && each.name === name)
  if (item?.type !== 'event') throw new Error(`no event ${name}`)
  const topics = encodeEventTopics({ abi: [item], eventName: name, args } as never) as Hex[]
  const inData = item.inputs.filter(({ indexed }) => indexed !== true)
  const values = inData.map((input) => args[input.name!])
  return { address: address.toLowerCase() as Hex, topics, data: encodeAbiParameters(inData, values) }
}

export interface BlockOfLogs {
  readonly block: ChainBlock
  readonly logs: readonly ChainLog[]
}

/** A block of transactions, each a list of what it emits. */
export function blockOf(
  { chain, number, time }: Pick<ChainBlock, 'chain' | 'number' | 'time'>,
  transactions: readonly (readonly Emitted[])[],
): BlockOfLogs {
  const hex = (value: number) => value.toString(16).padStart(64, '0')
  const logs = transactions.flatMap((emitted, transactionIndex) =>
    emitted.map((each, placeInTransaction) => ({
      ...encodeLog(each),
      transactionHash: `0x${hex(number * 1_000 + transactionIndex)}` as Hex,
      transactionIndex,
      placeInTransaction,
    })),
  )
  return {
    block: { chain, number, time, hash: `0x${hex(number)}` },
    logs: logs.map((log, logIndex) => ({ ...log, logIndex })),
  }
}

export function address(digit: string | number): Hex {
  return `0x${String(digit).padStart(40, '0')}`
}
