/** The root over the receipts of a block, which its header commits to. */
import { hex } from '../../base/hex.ts'
import type { RawReceipt } from '../rpc/answers.ts'
import { encodeRlp, quantity, type RlpItem } from './rlp.ts'
import { trieRoot } from './trieRoot.ts'

/** A deposit on an OP chain: its receipt has two fields more. */
const depositType = 0x7e

/** Receipts in the order of their transactions. */
export function receiptsRoot(receipts: readonly RawReceipt[]): string {
  return `0x${hex(trieRoot(receipts.map(encodeReceipt)))}`
}

function encodeReceipt(receipt: RawReceipt): Uint8Array {
  const { type, status, root, cumulativeGasUsed, logsBloom, logs } = receipt
  const kind = type === undefined ? 0 : Number(type)
  const items: RlpItem[] = [
    status === undefined ? (root ?? '0x') : quantity(status),
    quantity(cumulativeGasUsed),
    logsBloom,
    logs.map(({ address, topics, data }) => [address, topics, data]),
  ]
  if (kind === depositType && receipt.depositNonce !== undefined) {
    items.push(quantity(receipt.depositNonce))
    if (receipt.depositReceiptVersion !== undefined) items.push(quantity(receipt.depositReceiptVersion))
  }
  const body = encodeRlp(items)
  return kind === 0 ? body : Buffer.concat([Uint8Array.of(kind), body])
}
