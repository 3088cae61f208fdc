/**
 * Notices a call that is sent a second time under another name. Of the last calls of this process it remembers what
 * makes two of them one: id, asset, time and amount together, or the id that the provider gave the call. It only
 * reports: two gateways may number their calls alike. A dry run of a close looks at all calls.
 *
 * Every accepted call passes through here, so the memory is typed arrays, and no text is made unless a call is
 * suspected. Calls are hashed a piece at a time and looked up after that: then the processor fetches what several calls
 * need at once. As long as all calls came from one source, none can be of another: then hashes are only kept.
 */
import { identitySeen } from '../../identities/port.ts'
import type { TextColumn } from '../../usage/columns.ts'
import type { CallColumns } from '../../usage/kinds/call.ts'
import type { LikeCall } from '../answers.ts'
import { suspectedWindow } from '../limits.ts'
import { type HashedCalls, hashCalls, newHashedCalls } from './hashCalls.ts'
import { RecentKeys } from './recentKeys.ts'
import { RecentTexts } from './recentTexts.ts'

/** Sources and ids take about 20 and 40 bytes, at most 1,024. */
const textBytesEach = 64
const textBytesMax = 1_024
/** Rows that are hashed at once. Their texts fit into the memory of texts. */
const pieceRows = 4_096
/** Serials are kept in 32 bits. */
const serialMax = 2 ** 30
/** Calls of one source with one provider's id that are looked at: a call of an agent and of its model may share one. */
const providerTriesMax = 8

/** Suspected rows of a batch, by row, with the call that each is like. */
export type SuspectedRows = ReadonlyMap<number, LikeCall>

const none: SuspectedRows = new Map()

/** Made with the first batch: it takes some megabytes. */
class Memory {
  readonly placeMask: number
  readonly byCall: RecentKeys
  /** Whether the calls are in `byCall`. */
  isIndexed = false
  /** The source of all calls so far. */
  onlySource: Buffer | undefined
  /** Hashes of the calls, and whether each was accepted. */
  readonly hashes: Int32Array
  readonly accepted: Uint8Array
  /** Made with the first call that has such an id. */
  byProviderId: RecentKeys | undefined
  readonly sources: RecentTexts
  readonly ids: RecentTexts
  /** Hashes of the calls' assets. */
  readonly assets: Int32Array
  readonly piece: HashedCalls = newHashedCalls(pieceRows)

  constructor(window: number) {
    const textBytes = Math.max(window * textBytesEach, pieceRows * textBytesMax)
    this.placeMask = window - 1
    this.byCall = new RecentKeys(window)
    this.sources = new RecentTexts(window, textBytes)
    this.ids = new RecentTexts(window, textBytes)
    this.assets = new Int32Array(window)
    this.hashes = new Int32Array(window)
    this.accepted = new Uint8Array(window)
  }
}

/** Rows of a batch that are looked up together. The first has the serial number `serial`. */
interface Piece {
  readonly calls: CallColumns
  readonly from: number
  readonly to: number
  readonly seen: Uint8Array
  readonly serial: number
  readonly found: Map<number, LikeCall>
}

export class RecentCalls {
  readonly #window: number
  #memory: Memory | undefined
  #serial = 1

  /** @param window calls that are remembered, a power of two and at least 4,096 */
  constructor(window = suspectedWindow) {
    this.#window = window
  }

  /**
   * Looks for earlier calls like those of a batch, in the batch itself too, and remembers the batch.
   * @param seen `identitySeen` of each row: only new calls are accepted
   */
  look(calls: CallColumns, seen: Uint8Array): SuspectedRows {
    if (calls.length === 0) return none
    if (this.#serial > serialMax) this.clear()
    this.#memory ??= new Memory(this.#window)
    const found = new Map<number, LikeCall>()
    for (let from = 0; from < calls.length; from += pieceRows) {
      const to = Math.min(from + pieceRows, calls.length)
      const serial = this.#serial
      this.#memory.sources.add(calls.source, from, to, serial)
      this.#memory.ids.add(calls.id, from, to, serial)
      const hasProviderIds = hashCalls(calls, from, to, this.#memory.piece)
      const piece = { calls, from, to, seen, serial, found }
      if (isOfOnlySource(this.#memory, calls.source, from, to)) keepCalls(this.#memory, piece)
      else lookUpCalls(this.#memory, piece)
      if (hasProviderIds) lookUpProviderIds(this.#memory, piece)
      this.#serial += to - from
    }
    return found.size === 0 ? none : found
  }

  /** Forgets everything: a batch that was remembered may not be recorded. */
  clear(): void {
    this.#serial = 1
    if (this.#memory === undefined) return
    this.#memory.byCall.clear()
    this.#memory.isIndexed = false
    this.#memory.onlySource = undefined
    this.#memory.byProviderId = undefined
  }
}

/** Whether these calls and all before have one source. */
function isOfOnlySource(memory: Memory, column: TextColumn, from: number, to: number): boolean {
  if (memory.isIndexed) return false
  const source = sourceOfAll(column, from, to)
  memory.onlySource ??= source && Buffer.from(source)
  return source !== undefined && memory.onlySource?.equals(source) === true
}

/** The text of these rows, if they have one. It repeats itself, which shows when it is compared with itself one text later. */
function sourceOfAll({ offsets, bytes }: TextColumn, from: number, to: number): Buffer | undefined {
  const start = offsets[from]!
  const length = offsets[from + 1]! - start
  for (let row = from + 1; row < to; row++) if (offsets[row + 1]! - offsets[row]! !== length) return undefined
  const all = Buffer.from(bytes.buffer, bytes.byteOffset + start, (to - from) * length)
  return all.subarray(length).equals(all.subarray(0, all.length - length))
    ? all.subarray(0, length)
    : undefined
}

function keepCalls(memory: Memory, { from, to, seen, serial: first }: Piece): void {
  const { hashes, accepted, assets, piece, placeMask } = memory
  for (let row = from; row < to; row++) {
    const place = (first + row - from) & placeMask
    hashes[place] = piece.callHash[row - from]!
    assets[place] = piece.assetHash[row - from]!
    accepted[place] = seen[row] === identitySeen.new ? 1 : 0
  }
}

/** Calls before `end` that were only kept. */
function indexKept({ byCall, hashes, accepted, placeMask }: Memory, end: number): void {
  for (let serial = Math.max(1, end - placeMask - 1); serial < end; serial++) {
    const hash = hashes[serial & placeMask]!
    if (accepted[serial & placeMask] === 1) byCall.add(hash, hash, serial)
  }
}

function lookUpCalls(memory: Memory, { calls, from, to, seen, serial: first, found }: Piece): void {
  if (!memory.isIndexed) indexKept(memory, first)
  memory.isIndexed = true
  const { byCall, assets, ids, piece, placeMask } = memory
  const { callHash, assetHash } = piece
  for (let row = from; row < to; row++) {
    if (seen[row] !== identitySeen.new) continue
    const serial = first + row - from
    const hash = callHash[row - from]!
    assets[serial & placeMask] = assetHash[row - from]!
    const like = byCall.find(hash, hash, serial, serial)
    if (like > 0 && isOfOtherSource(memory, calls, like, row) && ids.equals(like, calls.id, row))
      found.set(row, likeCall(memory, like, 'call'))
    byCall.add(hash, hash, serial)
  }
}

/**
 * A call of another source is suspected, whatever its asset: sources may name it differently. One of the same source is
 * if it has the same asset.
 */
function lookUpProviderIds(memory: Memory, { calls, from, to, seen, serial: first, found }: Piece): void {
  memory.byProviderId ??= new RecentKeys(memory.placeMask + 1)
  const { byProviderId, assets, sources, piece, placeMask } = memory
  const { providerHash, providerCheck, assetHash } = piece
  const { offsets } = calls.providerCallId
  for (let row = from; row < to; row++) {
    if (seen[row] !== identitySeen.new || offsets[row + 1] === offsets[row]) continue
    const serial = first + row - from
    const hash = providerHash[row - from]!
    const check = providerCheck[row - from]!
    let like = found.has(row) ? 0 : byProviderId.find(hash, check, serial, serial)
    for (let tries = 0; like > 0 && tries < providerTriesMax; tries++) {
      const sameAsset = assets[like & placeMask] === assetHash[row - from] && sources.has(like)
      if (sameAsset || isOfOtherSource(memory, calls, like, row)) {
        found.set(row, likeCall(memory, like, 'providerCallId'))
        break
      }
      like = byProviderId.find(hash, check, serial, like)
    }
    byProviderId.add(hash, check, serial)
  }
}

function isOfOtherSource({ sources }: Memory, calls: CallColumns, serial: number, row: number): boolean {
  return sources.has(serial) && !sources.equals(serial, calls.source, row)
}

function likeCall({ sources, ids }: Memory, serial: number, by: LikeCall['by']): LikeCall {
  return { source: sources.text(serial), id: ids.has(serial) ? ids.text(serial) : '', by }
}
