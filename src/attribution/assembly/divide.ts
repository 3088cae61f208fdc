/**
 * The division of revenue (docs/semantics.md) over flat arrays, derived-first. Twin of referenceFlow.ts: same names
 * of steps, same rounding; a test holds the two together.
 *
 * One record of three numbers a version at `records`: relative in, absolute in, inherited claim (Σ L of versions that
 * lead here by an absolute edge). When a version is done, its record becomes relative in, absolute in, relative out,
 * and moves to the far end of the array, behind those of the versions before it: what is handed out is one block.
 */
import { add, addProduct, ceilOfRest, divideByWhole, floorOfRest, isZero, significant, subtract } from './limbs'
import {
  absoluteOut, base, baseQuotient, claim, claimQuotient, directQuotient, fee, received, receivedQuotient, relativeOut,
} from './scratch'

/**
 * `totals` receives Σ fee, Σ retained, Σ absolute out, Σ absolute in. `emitted` receives the versions that something
 * flowed through, from its end downwards. Returns their number, or −1 where a version would retain less than nothing.
 */
export function divide(
  versionCount: u32, words: u32, edgeStart: usize, edgeSource: usize, edgeShare: usize, edgeAbsolute: usize,
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
    let hasDirect = false
    if (earns) {
      left--
      hasDirect = addDirect(directAmounts + <usize>left * size, words, feeShare, totals)
    }
    memory.copy(claim, base, size)
    add(claim, inherited, significant(inherited, words))
    memory.copy(received, base, size)
    add(received, absoluteIn, significant(absoluteIn, words))
    memory.fill(relativeOut, 0, size)

    const first = load<u32>(edgeStart + ((<usize>n) << 2))
    const end = load<u32>(edgeStart + ((<usize>n + 1) << 2))
    if (first < end) passOn(first, end, words, edgeSource, edgeShare, edgeAbsolute, records)

    // retained = received − relative out − absolute out
    const receives = !isZero(received, words)
    memory.fill(absoluteOut, 0, size)
    const stacked = <u64>load<u32>(stack + ((<usize>n) << 2))
    if (stacked > 0) {
      const rest = divideByWhole(base, baseQuotient, words)
      addProduct(absoluteOut, baseQuotient, significant(baseQuotient, words), stacked, ceilOfRest(rest, stacked))
      add(totals + 2 * size, absoluteOut, words)
    }
    if (subtract(received, relativeOut, words) != 0) return -1
    if (subtract(received, absoluteOut, words) != 0) return -1
    add(totals + size, received, words)
    add(totals + 3 * size, absoluteIn, significant(absoluteIn, words))

    if (!hasDirect && !receives) continue
    count++
    const place = <usize>(versionCount - count)
    store<u32>(emitted + (place << 2), n)
    const target = records + place * recordSize
    memory.copy(target, record, size * 2)
    memory.copy(target + size * 2, relativeOut, size)
  }
  return count
}

/** base += direct − fee; whether direct is not zero. */
function addDirect(direct: usize, words: u32, feeShare: u64, totals: usize): bool {
  const used = significant(direct, words)
  add(base, direct, used)
  if (feeShare > 0) {
    memory.fill(fee, 0, (<usize>words) << 2)
    const rest = divideByWhole(direct, directQuotient, words)
    addProduct(fee, directQuotient, significant(directQuotient, words), feeShare, floorOfRest(rest, feeShare))
    subtract(base, fee, words)
    add(totals, fee, words)
  }
  return used > 0
}

/** Gives every source of the version its part, and sums up what goes out over relative edges. */
function passOn(
  first: u32, end: u32, words: u32, edgeSource: usize, edgeShare: usize, edgeAbsolute: usize, records: usize,
): void {
  const size: usize = (<usize>words) << 2
  const recordSize = size * 3
  const receivedRest = divideByWhole(received, receivedQuotient, words)
  const receivedUsed = significant(receivedQuotient, words)
  const claimRest = divideByWhole(claim, claimQuotient, words)
  const claimQuotientUsed = significant(claimQuotient, words)
  const claimUsed = significant(claim, words)
  let relativeShares: u64 = 0
  let relativeRests: u64 = 0
  for (let edge: usize = first; edge < <usize>end; edge++) {
    const source = records + <usize>load<u32>(edgeSource + (edge << 2)) * recordSize
    const share = <u64>load<u32>(edgeShare + (edge << 2))
    if (load<u8>(edgeAbsolute + edge) != 0) {
      addProduct(source + size, claimQuotient, claimQuotientUsed, share, floorOfRest(claimRest, share))
      add(source + size * 2, claim, claimUsed)
    } else {
      const rest = floorOfRest(receivedRest, share)
      addProduct(source, receivedQuotient, receivedUsed, share, rest)
      relativeShares += share
      relativeRests += rest
    }
  }
  addProduct(relativeOut, receivedQuotient, receivedUsed, relativeShares, relativeRests)
}
