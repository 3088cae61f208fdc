/** The root over the receipts of a block, which its header commits to. */
import { hex } from '../../base/hex.ts'
import { keccak256 } from '../../keccak/index.ts'
import type { RawBlock, RawReceipt } from '../rpc/answers.ts'
import { failRequest } from '../rpc/failure.ts'
import { encodeRlp, quantity, type RlpItem } from './rlp.ts'
import { trieRoot } from './trieRoot.ts'

/**
 * How receipts of a transaction's type are encoded. `plain`: status, gas, bloom, logs. `typed`: the same behind the type.
 * `deposit`: typed, and with two fields more where the receipt has a version. A form that is not that of the chain gives
 * another root, so no chain has to be told apart here.
 */
const forms: ReadonlyMap<number, 'plain' | 'typed' | 'deposit'> = new Map([
  [0x00, 'plain'],
  // EIP-2930, EIP-1559, EIP-4844, EIP-7702.
  [0x01, 'typed'],
  [0x02, 'typed'],
  [0x03, 'typed'],
  [0x04, 'typed'],
  // Arbitrum: deposit, unsigned, contract, retry, submitted retryable, internal; and its transactions before Nitro.
  [0x64, 'typed'],
  [0x65, 'typed'],
  [0x66, 'typed'],
  [0x68, 'typed'],
  [0x69, 'typed'],
  [0x6a, 'typed'],
  [0x78, 'plain'],
  // Chains of the OP stack: a deposit. Scroll: a message of the chain below, without a version.
  [0x7e, 'deposit'],
  // Polygon since Madhugiri: a state sync that is in the block.
  [0x7f, 'typed'],
])

/** Receipts in the order of their transactions. @throws EndpointFailure `unprovable` */
export function receiptsRoot(receipts: readonly RawReceipt[]): string {
  return `0x${hex(trieRoot(receipts.map(encodeReceipt)))}`
}

function encodeReceipt(receipt: RawReceipt): Uint8Array {
  const { status, root, cumulativeGasUsed, logsBloom, logs } = receipt
  const type = receipt.type ?? '0x0'
  const form = forms.get(Number(type))
  if (form === undefined)
    failRequest(
      'unprovable',
      `a transaction has the type ${type.slice(0, 10)}, and the encoding of such receipts is not known; set \`proof: bloom\` or \`proof: peers\` for this chain`,
    )
  const items: RlpItem[] = [
    status == null ? (root ?? '0x') : quantity(status),
    quantity(cumulativeGasUsed),
    logsBloom,
    logs.map(({ address, topics, data }) => [address, topics, data]),
  ]
  // Between Regolith and Canyon the answer has the nonce, and the root does not.
  if (form === 'deposit' && receipt.depositReceiptVersion != null)
    items.push(quantity(receipt.depositNonce ?? '0x0'), quantity(receipt.depositReceiptVersion))
  const body = encodeRlp(items)
  return form === 'plain' ? body : Buffer.concat([Uint8Array.of(Number(type)), body])
}

const stateSyncPrefix = Buffer.from('matic-bor-receipt-')

/**
 * The hash under which nodes of Polygon show what was synchronized from the chain below, until Madhugiri: as a last
 * transaction, which is in no root and no bloom of the header.
 */
export function stateSyncHash({ number, hash }: Pick<RawBlock, 'number' | 'hash'>): string {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64BE(BigInt(number))
  return `0x${hex(keccak256(Buffer.concat([stateSyncPrefix, bytes, Buffer.from(hash.slice(2), 'hex')])))}`
}
