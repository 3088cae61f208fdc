/** Hashes of what makes two calls one. They find calls in memory, and are never stored. */
import type { TextColumn } from '../../usage/columns.ts'
import type { CallColumns } from '../../usage/kinds/call.ts'

/** Of some rows of a batch, 32 bits each. */
export interface HashedCalls {
  readonly assetHash: Int32Array
  /** Of id, asset, time and amount. */
  readonly callHash: Int32Array
  /** Two hashes of the provider's id, because the ids themselves are not compared. */
  readonly providerHash: Int32Array
  readonly providerCheck: Int32Array
}

export function newHashedCalls(rows: number): HashedCalls {
  return {
    assetHash: new Int32Array(rows),
    callHash: new Int32Array(rows),
    providerHash: new Int32Array(rows),
    providerCheck: new Int32Array(rows),
  }
}

/** Fills `out` from rows `from` to `to`. Returns whether one of them has a provider's id. */
export function hashCalls(calls: CallColumns, from: number, to: number, out: HashedCalls): boolean {
  const { assetHash, callHash, providerHash, providerCheck } = out
  const times = new Int32Array(calls.time.buffer, calls.time.byteOffset, calls.length * 2)
  const amounts = new Int32Array(calls.amount.buffer, calls.amount.byteOffset, calls.length * 8)
  const [assets, ids] = [viewOf(calls.asset), viewOf(calls.id)]
  const assetOffsets = calls.asset.offsets
  const idOffsets = calls.id.offsets
  for (let row = from; row < to; row++) {
    const asset = hashText(assets, assetOffsets[row]!, assetOffsets[row + 1]!, 1)
    assetHash[row - from] = asset
    let hash = mixed(asset, times[row * 2]!)
    hash = mixed(hash, times[row * 2 + 1]!)
    hash = mixed(hash, amounts[row * 8]!)
    hash = mixed(hash, amounts[row * 8 + 1]!)
    callHash[row - from] = hashText(ids, idOffsets[row]!, idOffsets[row + 1]!, hash)
  }
  const { offsets } = calls.providerCallId
  if (offsets[from] === offsets[to]) return false
  const providerIds = viewOf(calls.providerCallId)
  for (let row = from; row < to; row++) {
    providerHash[row - from] = hashText(providerIds, offsets[row]!, offsets[row + 1]!, 2)
    providerCheck[row - from] = otherHash(providerIds, offsets[row]!, offsets[row + 1]!)
  }
  return true
}

function viewOf({ bytes }: TextColumn): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

function mixed(hash: number, word: number): number {
  const product = Math.imul(hash ^ word, 0x9e3779b1)
  return product ^ (product >>> 15)
}

/** Adds a text to a hash: eight bytes at a time, in two halves that the processor works on together. */
function hashText(view: DataView, start: number, end: number, seed: number): number {
  let at = start
  let one = (seed + end - start) | 0
  let other = ~seed
  for (; at + 8 <= end; at += 8) {
    one = (Math.imul(one, 0x9e3779b1) + view.getInt32(at, true)) | 0
    other = (Math.imul(other, 0x85ebca77) + view.getInt32(at + 4, true)) | 0
  }
  for (; at < end; at++) one = (Math.imul(one, 0x01000193) + view.getUint8(at)) | 0
  return mixed(mixed(one, other), other >>> 16)
}

/** With other factors than `hashText`: texts that are alike there differ here. */
function otherHash(view: DataView, start: number, end: number): number {
  let at = start
  let hash = end - start
  for (; at + 4 <= end; at += 4) hash = (Math.imul(hash, 0xc2b2ae3d) + view.getInt32(at, true)) | 0
  for (; at < end; at++) hash = (Math.imul(hash, 0x27d4eb2f) + view.getUint8(at)) | 0
  return mixed(hash, 0)
}
