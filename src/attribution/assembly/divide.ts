/**
 * The division of revenue (docs/semantics.md) over flat arrays, derived-first. Twin of referenceFlow.ts: same names
 * of steps, same rounding; a test holds the two together.
 *
 * One record of three numbers a version at `records`: relative in, absolute in, inherited claim (Σ L of versions that
 * lead here by an absolute edge). When a version is done, its record becomes relative in, absolute in, relative out,
 * and moves to the far end of the array, behind those of the versions before it: what is handed out is one block.
 */
import { carry } from './caps'
import { add, addProduct, ceilOfRest, divideByWhole, floorOfRest, isZero, significant, subtract } from './limbs'
import {
  absoluteOut, base, baseQuotient, cappedOut, claim, claimQuotient, directQuotient, fee, received, receivedQuotient,
  relativeOut,
} from './scratch'

/** In place of the policy of a capped edge, which is relative. The others have 0, relative, or 1, absolute. */
const capped: u8 = 2

/** Of revenue that is not below zero, over edges that are not capped. */
export function divide(
  versionCount: u32, words: u32, edgeStart: usize, edgeSource: usize, edgeShare: usize, edgeKind: usize,
  stack: usize, directVersions: usize, directAmounts: usize, directCount: u32, feeShare: u64, records: usize,
  emitted: usize, totals: usize,
): i32 {
  return divideAs<u32>(
    versionCount, words, edgeStart, edgeSource, edgeShare, edgeKind, stack, directVersions, directAmounts, directCount,
    feeShare, records, emitted, totals,
  )
}

/** Of revenue of any sign, in two's complement, over edges of all kinds. */
export function divideSigned(
  versionCount: u32, words: u32, edgeStart: usize, edgeSource: usize, edgeShare: usize, edgeKind: usize,
  stack: usize, directVersions: usize, directAmounts: usize, directCount: u32, feeShare: u64, records: usize,
  emitted: usize, totals: usize,
): i32 {
  return divideAs<i32>(
    versionCount, words, edgeStart, edgeSource, edgeShare, edgeKind, stack, directVersions, directAmounts, directCount,
    feeShare, records, emitted, totals,
  )
}

/**
 * `totals` receives Σ fee, Σ retained, Σ absolute out, Σ absolute in. `emitted` receives the versions that something
 * flowed through, those with direct revenue among them, from its end downwards. Returns their number, or −1 where a
 * version would retain less than nothing, which only signed revenue may bring about.
 */
// @ts-ignore: decorator
@inline
function divideAs<T>(
  versionCount: u32, words: u32, edgeStart: usize, edgeSource: usize, edgeShare: usize, edgeKind: usize,
  stack: usize, directVersions: usize, directAmounts: usize, directCount: u32, feeShare: u64, records: usize,
  emitted: usize, totals: usize,
): i32 {
  const size: usize = (<usize>words) << 2
  const recordSize = size * 3
  let left = directCount
  let count: u32 = 0
  for (let n = versionCount; n > 0; ) {
    n--
    const record = records + <usize>n * recordSize
    const absoluteIn = record + size
    const inherited = absoluteIn + size
    const earns = left > 0 && load<u32>(directVersions + ((<usize>left - 1) << 2)) == n
    if (!earns && isZero(record, words * 3)) continue

    memory.copy(base, record, size)
    if (earns) {
      left--
      addDirect<T>(directAmounts + <usize>left * size, words, feeShare, totals)
    }
    memory.copy(claim, base, size)
    add<T>(claim, inherited, significant<T>(inherited, words))
    memory.copy(received, base, size)
    add<T>(received, absoluteIn, significant<T>(absoluteIn, words))
    memory.fill(relativeOut, 0, size)

    const first = load<u32>(edgeStart + ((<usize>n) << 2))
    const end = load<u32>(edgeStart + ((<usize>n + 1) << 2))
    if (first < end) passOn<T>(first, end, words, edgeSource, edgeShare, edgeKind, records)

    // retained = received − relative out − absolute out
    const receives = isSigned<T>() ? !isZero(record, words * 2) : !isZero(received, words)
    memory.fill(absoluteOut, 0, size)
    const stacked = <u64>load<u32>(stack + ((<usize>n) << 2))
    if (stacked > 0) {
      const rest = divideByWhole<T>(base, baseQuotient, words)
      addProduct<T>(absoluteOut, baseQuotient, significant<T>(baseQuotient, words), stacked, ceilOfRest(rest, stacked))
      add<T>(totals + 2 * size, absoluteOut, words)
    }
    if (subtract(received, relativeOut, words) != 0 && !isSigned<T>()) return -1
    if (subtract(received, absoluteOut, words) != 0 && !isSigned<T>()) return -1
    add<T>(totals + size, received, words)
    add<T>(totals + 3 * size, absoluteIn, significant<T>(absoluteIn, words))

    if (!earns && !receives) continue
    count++
    const place = <usize>(versionCount - count)
    store<u32>(emitted + (place << 2), n)
    const target = records + place * recordSize
    memory.copy(target, record, size * 2)
    memory.copy(target + size * 2, relativeOut, size)
  }
  return count
}

/** base += direct − fee. */
function addDirect<T>(direct: usize, words: u32, feeShare: u64, totals: usize): void {
  const used = significant<T>(direct, words)
  add<T>(base, direct, used)
  if (feeShare > 0) {
    memory.fill(fee, 0, (<usize>words) << 2)
    const rest = divideByWhole<T>(direct, directQuotient, words)
    addProduct<T>(fee, directQuotient, significant<T>(directQuotient, words), feeShare, floorOfRest(rest, feeShare))
    subtract(base, fee, words)
    add<T>(totals, fee, words)
  }
}

/** Gives every source of the version its part, and sums up what goes out over relative edges. */
function passOn<T>(
  first: u32, end: u32, words: u32, edgeSource: usize, edgeShare: usize, edgeKind: usize, records: usize,
): void {
  const size: usize = (<usize>words) << 2
  const recordSize = size * 3
  const receivedRest = divideByWhole<T>(received, receivedQuotient, words)
  const receivedUsed = significant<T>(receivedQuotient, words)
  const claimRest = divideByWhole<T>(claim, claimQuotient, words)
  const claimQuotientUsed = significant<T>(claimQuotient, words)
  const claimUsed = significant<T>(claim, words)
  let relativeShares: u64 = 0
  let relativeRests: u64 = 0
  for (let edge: usize = first; edge < <usize>end; edge++) {
    const source = records + <usize>load<u32>(edgeSource + (edge << 2)) * recordSize
    const share = <u64>load<u32>(edgeShare + (edge << 2))
    const policy = load<u8>(edgeKind + edge)
    if (isSigned<T>() && policy == capped) {
      carry(<u32>edge, received, cappedOut)
      add<T>(source, cappedOut, words)
      add<T>(relativeOut, cappedOut, words)
    } else if (policy != 0) {
      addProduct<T>(source + size, claimQuotient, claimQuotientUsed, share, floorOfRest(claimRest, share))
      add<T>(source + size * 2, claim, claimUsed)
    } else {
      const rest = floorOfRest(receivedRest, share)
      addProduct<T>(source, receivedQuotient, receivedUsed, share, rest)
      relativeShares += share
      relativeRests += rest
    }
  }
  addProduct<T>(relativeOut, receivedQuotient, receivedUsed, relativeShares, relativeRests)
}
