/** A block's header as an endpoint gives it, and the hash that it must have. */
import { hex } from '../../base/hex.ts'
import { keccak256 } from '../../keccak/index.ts'
import type { RawBlock } from '../rpc/answers.ts'
import { encodeRlp, quantity, type RlpItem } from './rlp.ts'

/** The fields that every header has, in the order of its encoding. `true`: a quantity. */
const fields = [
  ['parentHash', false],
  ['sha3Uncles', false],
  ['miner', false],
  ['stateRoot', false],
  ['transactionsRoot', false],
  ['receiptsRoot', false],
  ['logsBloom', false],
  ['difficulty', true],
  ['number', true],
  ['gasLimit', true],
  ['gasUsed', true],
  ['timestamp', true],
  ['extraData', false],
  ['mixHash', false],
  ['nonce', false],
] as const
/** Those that forks added at the end, each only together with all before it. */
const laterFields = [
  ['baseFeePerGas', true],
  ['withdrawalsRoot', false],
  ['blobGasUsed', true],
  ['excessBlobGas', true],
  ['parentBeaconBlockRoot', false],
  ['requestsHash', false],
] as const

/** @returns undefined where a field is missing: the chain's header is of another kind */
export function headerHash(block: RawBlock): string | undefined {
  const raw = block as unknown as Readonly<Record<string, unknown>>
  const items: RlpItem[] = []
  for (const [name, isQuantity] of fields) {
    const value = raw[name]
    if (!isHex(value)) return undefined
    items.push(isQuantity ? quantity(value) : value)
  }
  for (const [name, isQuantity] of laterFields) {
    const value = raw[name]
    if (!isHex(value)) break
    items.push(isQuantity ? quantity(value) : value)
  }
  return `0x${hex(keccak256(encodeRlp(items)))}`
}

function isHex(value: unknown): value is string {
  return typeof value === 'string' && /^0x[0-9a-fA-F]*$/.test(value)
}
