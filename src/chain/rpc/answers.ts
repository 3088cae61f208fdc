/**
 * Blocks, receipts and logs as endpoints give them, checked as far as the source relies on them. Checks are plain code:
 * a block may have tens of thousands of logs.
 */
import { failRequest } from './failure.ts'

export interface RawBlock {
  readonly number: string
  readonly hash: string
  readonly parentHash: string
  readonly timestamp: string
  readonly logsBloom: string
  readonly receiptsRoot: string
  readonly transactions: readonly string[]
}

export interface RawLog {
  readonly address: string
  readonly topics: readonly string[]
  readonly data: string
  readonly blockHash: string
  readonly blockNumber: string
  readonly transactionHash: string
  readonly transactionIndex: string
  readonly logIndex: string
  readonly removed?: boolean
}

export interface RawReceipt {
  readonly type?: string | null
  readonly status?: string | null
  readonly root?: string | null
  readonly cumulativeGasUsed: string
  readonly logsBloom: string
  readonly logs: readonly RawLog[]
  readonly blockHash: string
  readonly transactionHash: string
  readonly transactionIndex: string
  readonly from?: string
  readonly to?: string | null
  readonly depositNonce?: string | null
  readonly depositReceiptVersion?: string | null
}

const hash = /^0x[0-9a-f]{64}$/
const number = /^0x(?:0|[1-9a-f][0-9a-f]{0,13})$/
const hexText = /^0x[0-9a-fA-F]*$/
const hexBytes = /^0x(?:[0-9a-fA-F]{2})*$/

/** A safe integer. @throws EndpointFailure */
export function readNumber(value: unknown, what: string): number {
  if (typeof value !== 'string' || !number.test(value)) failRequest('wrong', `${what} is no number`)
  const read = Number(value)
  if (!Number.isSafeInteger(read)) failRequest('wrong', `${what} is too large`)
  return read
}

/** @throws EndpointFailure: `behind` where there is no such block */
export function readBlock(value: unknown, what: string): RawBlock {
  if (value === null) failRequest('behind', `it has no block ${what}`)
  const block = value as Partial<RawBlock>
  const sound =
    typeof value === 'object' &&
    isHash(block.hash) &&
    isHash(block.parentHash) &&
    isHash(block.receiptsRoot) &&
    typeof block.logsBloom === 'string' &&
    block.logsBloom.length === 514 &&
    hexBytes.test(block.logsBloom) &&
    Array.isArray(block.transactions)
  if (!sound) failRequest('wrong', `block ${what} is malformed`)
  readNumber(block.number, `the number of block ${what}`)
  readNumber(block.timestamp, `the time of block ${what}`)
  return block as RawBlock
}

/** Some nodes answer null for what a receipt lacks. */
const receiptTexts = ['type', 'status', 'root', 'depositNonce', 'depositReceiptVersion'] as const

/** @throws EndpointFailure */
export function readReceipts(value: unknown, what: string): readonly RawReceipt[] {
  if (value === null) failRequest('behind', `it has no receipts of block ${what}`)
  if (!Array.isArray(value)) failRequest('wrong', `the receipts of block ${what} are no list`)
  for (const receipt of value as Partial<RawReceipt>[]) {
    const sound =
      typeof receipt === 'object' &&
      receipt !== null &&
      isHash(receipt.transactionHash) &&
      typeof receipt.cumulativeGasUsed === 'string' &&
      typeof receipt.logsBloom === 'string' &&
      hexBytes.test(receipt.logsBloom) &&
      receiptTexts.every((name) => receipt[name] == null || hexText.test(receipt[name])) &&
      Array.isArray(receipt.logs) &&
      receipt.logs.every(isLog)
    if (!sound) failRequest('wrong', `a receipt of block ${what} is malformed`)
  }
  return value as readonly RawReceipt[]
}

/** @throws EndpointFailure where a log is malformed, or one that a reorg removed */
export function readLogs(value: unknown, what: string): readonly RawLog[] {
  if (value === null) failRequest('behind', `it has no logs of ${what}`)
  if (!Array.isArray(value)) failRequest('wrong', `the logs of ${what} are no list`)
  if (!value.every(isLog)) failRequest('wrong', `a log of ${what} is malformed`)
  return value as readonly RawLog[]
}

function isHash(value: unknown): value is string {
  return typeof value === 'string' && hash.test(value)
}

function isLog(value: unknown): value is RawLog {
  const log = value as Partial<RawLog> | null
  return (
    typeof log === 'object' &&
    log !== null &&
    log.removed !== true &&
    typeof log.address === 'string' &&
    log.address.length === 42 &&
    hexText.test(log.address) &&
    Array.isArray(log.topics) &&
    log.topics.length <= 4 &&
    log.topics.every(isHash) &&
    typeof log.data === 'string' &&
    log.data.length % 2 === 0 &&
    hexText.test(log.data) &&
    isHash(log.blockHash) &&
    isHash(log.transactionHash) &&
    typeof log.logIndex === 'string' &&
    typeof log.transactionIndex === 'string'
  )
}
