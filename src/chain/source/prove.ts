/**
 * All logs of one block, proven as its chain allows. An endpoint may leave a log out under a right block hash, or answer
 * with the receipts of another block: each proof finds that.
 */
import { bloomOf } from '../proof/bloom.ts'
import { receiptsRoot, stateSyncHash } from '../proof/receipts.ts'
import {
  type RawBlock,
  type RawLog,
  type RawReceipt,
  readLogs,
  readNumber,
  readReceipts,
} from '../rpc/answers.ts'
import type { RpcCall } from '../rpc/endpoint.ts'
import { failRequest } from '../rpc/failure.ts'

/** By receipts: the header commits to them. By bloom: the header's bloom is exactly that of the logs. */
export type Proof = 'receipts' | 'bloom' | 'peers'

/** What to ask for the logs of a block. */
export function logsCall(proof: Proof, { hash }: RawBlock): RpcCall {
  return proof === 'receipts'
    ? { method: 'eth_getBlockReceipts', params: [hash] }
    : { method: 'eth_getLogs', params: [{ blockHash: hash }] }
}

/**
 * All logs to which the header commits. Those of Polygon's state syncs are none of them, where it does not.
 * @throws EndpointFailure where the answer can't be all logs of the block
 */
export function provenLogs(proof: Proof, answered: RawBlock, answer: unknown): readonly RawLog[] {
  const what = `${Number(answered.number)}`
  const block = proof === 'peers' ? answered : withoutStateSync(answered)
  const logs =
    proof === 'receipts'
      ? logsOfReceipts(block, readReceipts(answer, what), what)
      : ofBlock(readLogs(answer, `block ${what}`), block)
  for (const [i, log] of logs.entries()) {
    if (log.blockHash !== block.hash) failRequest('wrong', `a log of block ${what} is of another block`)
    if (Number(log.logIndex) !== i) failRequest('wrong', `log ${i} of block ${what} is missing`)
    if (block.transactions[readNumber(log.transactionIndex, 'a place')] !== log.transactionHash)
      failRequest('wrong', `a log of block ${what} is of a transaction that the block does not have there`)
  }
  if (proof === 'bloom' && `0x${bloomOf(logs).toString('hex')}` !== block.logsBloom.toLowerCase())
    failRequest('wrong', `the logs of block ${what} do not have the bloom of its header`)
  return logs
}

function withoutStateSync(block: RawBlock): RawBlock {
  const last = block.transactions.at(-1)
  if (last === undefined || last !== stateSyncHash(block)) return block
  return { ...block, transactions: block.transactions.slice(0, -1) }
}

/** Without what comes after the transactions of the block. */
function ofBlock<Item extends { readonly transactionHash: string }>(
  items: readonly Item[],
  block: RawBlock,
): readonly Item[] {
  const last = items.at(-1)?.transactionHash
  if (last === undefined || block.transactions.includes(last) || last !== stateSyncHash(block)) return items
  return items.filter(({ transactionHash }) => transactionHash !== last)
}

function logsOfReceipts(block: RawBlock, answered: readonly RawReceipt[], what: string): readonly RawLog[] {
  const receipts = ofBlock(answered, block)
  if (receipts.length !== block.transactions.length)
    failRequest(
      'wrong',
      `block ${what} has ${block.transactions.length} transactions, and ${receipts.length} receipts`,
    )
  for (const [i, receipt] of receipts.entries()) {
    const isHere = receipt.blockHash === block.hash && receipt.transactionHash === block.transactions[i]
    if (!isHere) failRequest('wrong', `a receipt of block ${what} is of another block or transaction`)
  }
  if (receiptsRoot(receipts) !== block.receiptsRoot)
    failRequest('wrong', `the receipts of block ${what} do not have the root of its header`)
  return receipts.flatMap(({ logs }) => logs)
}

/** Whether two endpoints say the same of all logs of a block. */
export function sameLogs(one: readonly RawLog[], other: readonly RawLog[]): boolean {
  return textOf(one) === textOf(other)
}

function textOf(logs: readonly RawLog[]): string {
  return logs
    .map(({ address, topics, data, transactionHash, transactionIndex }) =>
      [address, ...topics, data, transactionHash, Number(transactionIndex)].join(' ').toLowerCase(),
    )
    .join('\n')
}
