/** A chain in memory, with headers and receipts that prove themselves, that can be reorganized at any depth. */
import { hex } from '../../../src/base/hex.ts'
import { bloomOf } from '../../../src/chain/proof/bloom.ts'
import { headerHash } from '../../../src/chain/proof/header.ts'
import { receiptsRoot } from '../../../src/chain/proof/receipts.ts'
import type { RawBlock, RawLog, RawReceipt } from '../../../src/chain/rpc/answers.ts'
import { keccak256 } from '../../../src/keccak/index.ts'

interface ScriptedLog {
  readonly address: string
  readonly topics: readonly string[]
  readonly data?: string
}

/** The logs of its transactions, in order. A transaction has the same hash in whatever block it is mined. */
export interface ScriptedTransaction {
  readonly name: string
  readonly logs: readonly ScriptedLog[]
}

export interface ScriptedBlock {
  readonly header: RawBlock
  readonly receipts: readonly RawReceipt[]
  readonly transactions: readonly ScriptedTransaction[]
}

const word = (value: number | string) => `0x${hex(keccak256(Buffer.from(String(value))))}`
const zero = `0x${'0'.repeat(64)}`

export const hexOf = (value: number) => `0x${value.toString(16)}`
export const hashOf = (name: string) => word(`transaction ${name}`)
/** An address as a topic. */
export const topicOf = (address: string) => `0x${address.slice(2).padStart(64, '0')}`

/** Seconds since 1970 of block 0. */
const genesisTime = 1_767_225_600

export class ScriptedChain {
  readonly id: number
  blocks: ScriptedBlock[] = []
  /** Seconds between the next block and the one before it. */
  blockSeconds: () => number = () => 2
  /** What a contract answers by these blocks. */
  contract: ((blocks: readonly ScriptedBlock[], to: string, data: string) => string) | undefined
  #salt = 0

  constructor(id = 31_337) {
    this.id = id
    this.mine()
  }

  get chain(): string {
    return `eip155:${this.id}`
  }

  get head(): number {
    return this.blocks.length - 1
  }

  mine(transactions: readonly ScriptedTransaction[] = []): ScriptedBlock {
    const number = this.blocks.length
    const parent = this.blocks.at(-1)?.header
    const parentHash = parent?.hash ?? zero
    const time = parent === undefined ? genesisTime : Number(parent.timestamp) + this.blockSeconds()
    const parts = transactions.map((transaction, index) => receiptOf(transaction, index))
    const draft = {
      number: hexOf(number),
      parentHash,
      timestamp: hexOf(time),
      logsBloom: `0x${bloomOf(transactions.flatMap(({ logs }) => logs)).toString('hex')}`,
      receiptsRoot: receiptsRoot(parts),
      transactions: transactions.map(({ name }) => hashOf(name)),
      sha3Uncles: zero,
      miner: `0x${'0'.repeat(40)}`,
      stateRoot: zero,
      transactionsRoot: zero,
      difficulty: '0x0',
      gasLimit: '0x1c9c380',
      gasUsed: '0x5208',
      extraData: hexOf(this.#salt).length % 2 === 0 ? hexOf(this.#salt) : `0x0${this.#salt.toString(16)}`,
      mixHash: zero,
      nonce: '0x0000000000000000',
      baseFeePerGas: '0x1',
      hash: '',
    }
    const header: RawBlock = { ...draft, hash: headerHash(draft)! }
    const block: ScriptedBlock = { header, transactions, receipts: placed(parts, header) }
    this.blocks.push(block)
    return block
  }

  /** Replaces the last `depth` blocks. Their hashes differ, whatever they hold. */
  reorg(depth: number, contents: readonly (readonly ScriptedTransaction[])[]): void {
    this.#salt++
    this.blocks.length -= depth
    for (const transactions of contents) this.mine(transactions)
  }

  /** A chain of its own with the same blocks so far. */
  branch(salt: number): ScriptedChain {
    const other = new ScriptedChain(this.id)
    other.blocks = [...this.blocks]
    other.#salt = salt
    return other
  }
}

function receiptOf({ name, logs }: ScriptedTransaction, index: number): RawReceipt {
  return {
    type: '0x2',
    status: '0x1',
    cumulativeGasUsed: hexOf(21_000 * (index + 1)),
    logsBloom: `0x${bloomOf(logs).toString('hex')}`,
    logs: logs.map(({ address, topics, data = '0x' }) => ({ address, topics, data }) as RawLog),
    blockHash: '',
    transactionHash: hashOf(name),
    transactionIndex: hexOf(index),
    from: `0x${'11'.repeat(20)}`,
    to: `0x${'22'.repeat(20)}`,
  }
}

function placed(receipts: readonly RawReceipt[], { hash, number }: RawBlock): RawReceipt[] {
  let logIndex = 0
  return receipts.map((receipt) => ({
    ...receipt,
    blockHash: hash,
    logs: receipt.logs.map((log) => ({
      ...log,
      blockHash: hash,
      blockNumber: number,
      transactionHash: receipt.transactionHash,
      transactionIndex: receipt.transactionIndex,
      logIndex: hexOf(logIndex++),
      removed: false,
    })),
  }))
}
