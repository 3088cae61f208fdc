/**
 * Keccak-256 of many messages of any lengths. Each of the two lanes works on a message of its own and takes the next
 * one as soon as it is done, so both stay busy at any mix of lengths.
 */
import { emit, permute, state } from './permutation'

/** Bytes absorbed between permutations. */
const rate: i32 = 136
const rateWords: i32 = 17

/** What a lane works on, 16 bytes a lane: where it reads next (u32), bytes left (i32), where its digest goes (u32). */
const lanes: usize = memory.data(2 * 16, 16)
/** The padded last block of each lane. */
const padded: usize = memory.data(2 * 136, 16)

/** `left` of a lane whose last block has been absorbed. */
const finished: i32 = -1

/** Message i is `bytes` from offset i to offset i + 1 of `offsets` (u32 each); its digest goes to `out + 32·i`. */
export function hashMany(bytes: usize, offsets: usize, count: i32, out: usize): void {
  let next = 0
  let working = 0
  for (let lane = 0; lane < 2; lane++) {
    if (next < count) {
      take(lane, bytes, offsets, next++, out)
      working++
    } else {
      rest(lane)
    }
  }
  let keep = i64x2.splat(0)
  while (working > 0) {
    absorb(nextBlock(0), nextBlock(1), keep)
    permute()
    keep = i64x2.splat(-1)
    for (let lane = 0; lane < 2; lane++) {
      if (left(lane) != finished || digestAt(lane) == 0) continue
      emit(lane, digestAt(lane))
      // The next message starts from zero; the other lane goes on.
      keep = lane == 0 ? i64x2.replace_lane(keep, 0, 0) : i64x2.replace_lane(keep, 1, 0)
      if (next < count) {
        take(lane, bytes, offsets, next++, out)
      } else {
        rest(lane)
        working--
      }
    }
  }
}

/** One message in pieces: `begin`, `update` with whole blocks, `finish` with what is left, below 136 bytes. */
export function begin(): void {
  memory.fill(state, 0, 25 * 16)
}

export function update(at: usize, blocks: i32): void {
  for (let i = 0; i < blocks; i++, at += rate) {
    absorb(at, at, i64x2.splat(-1))
    permute()
  }
}

export function finish(at: usize, length: i32, out: usize): void {
  pad(padded, at, length)
  update(padded, 1)
  emit(0, out)
}

function take(lane: i32, bytes: usize, offsets: usize, item: i32, out: usize): void {
  const record = lanes + lane * 16
  const from = load<u32>(offsets + item * 4)
  store<u32>(record, bytes + from)
  store<i32>(record, load<u32>(offsets + item * 4, 4) - from, 4)
  store<u32>(record, out + item * 32, 8)
}

/** The lane has no message left. It goes on permuting its state, and nothing reads the result. */
function rest(lane: i32): void {
  store<i32>(lanes + lane * 16, finished, 4)
  store<u32>(lanes + lane * 16, 0, 8)
}

// @ts-ignore: decorator
@inline
function left(lane: i32): i32 {
  return load<i32>(lanes + lane * 16, 4)
}

// @ts-ignore: decorator
@inline
function digestAt(lane: i32): usize {
  return load<u32>(lanes + lane * 16, 8)
}

/** Where the lane's next block of 136 bytes is: in its message, or the padded end of it. */
function nextBlock(lane: i32): usize {
  const record = lanes + lane * 16
  const last = padded + lane * rate
  const length = left(lane)
  if (length == finished) return last
  const at: usize = load<u32>(record)
  if (length >= rate) {
    store<u32>(record, at + rate)
    store<i32>(record, length - rate, 4)
    return at
  }
  pad(last, at, length)
  store<i32>(record, finished, 4)
  return last
}

/** Copies the last `length` (< 136) bytes of a message and pads them. Reads up to 8 bytes beyond, and drops them. */
function pad(to: usize, from: usize, length: i32): void {
  const words = length >> 3
  for (let i = 0; i < words; i++) store<u64>(to + i * 8, load<u64>(from + i * 8))
  const first: u64 = (1 as u64) << (((length & 7) << 3) as u64)
  store<u64>(to + words * 8, (load<u64>(from + words * 8) & (first - 1)) | first)
  for (let i = words + 1; i < rateWords; i++) store<u64>(to + i * 8, 0)
  store<u64>(to, load<u64>(to, 128) | 0x8000000000000000, 128)
}

/** One block into each lane. `keep` is all ones in a lane that goes on and zero in one that starts a message. */
function absorb(block0: usize, block1: usize, keep: v128): void {
  for (let i = 0; i < rateWords; i++) {
    const words = v128.load64_lane(block1 + i * 8, v128.load64_zero(block0 + i * 8), 1)
    v128.store(state + i * 16, v128.xor(v128.and(v128.load(state + i * 16), keep), words))
  }
  for (let i = rateWords; i < 25; i++) v128.store(state + i * 16, v128.and(v128.load(state + i * 16), keep))
}
