/** What makes a root safe to publish, checked over its leaves. Pure. */

import type { PayoutLine } from '../../books/port.ts'
import { fail } from '../../errors.ts'

type Leaf = Pick<PayoutLine, 'account' | 'token' | 'cumulative'>

/** Sums by token. */
export type Sums = Map<string, bigint>

/**
 * The leaves as they come, each above the one before.
 * @throws HeadwaterError `publish.leafRepeated`
 */
export function createLeafSums(): {
  readonly sums: Sums
  readonly leaves: () => number
  add(leaf: Leaf): void
} {
  const sums: Sums = new Map()
  let count = 0
  let last = ''
  return {
    sums,
    leaves: () => count,
    add({ account, token, cumulative }) {
      const key = keyOf({ account, token })
      if (key <= last)
        fail('publish.leafRepeated', `The books have ${account} and ${token} twice, or out of order.`)
      last = key
      count++
      sums.set(token, (sums.get(token) ?? 0n) + cumulative)
    },
  }
}

/**
 * Every leaf that was published is there again, and has not fallen: what an account has claimed stays below its leaf.
 * @param before @param now sorted by account and token
 * @throws HeadwaterError `publish.leafFell`
 */
export function requireNoneFell(before: Iterable<Leaf>, now: Iterable<Leaf>): void {
  const later = now[Symbol.iterator]()
  let next = later.next()
  for (const leaf of before) {
    const key = keyOf(leaf)
    while (next.done !== true && keyOf(next.value) < key) next = later.next()
    const there = next.done !== true && keyOf(next.value) === key ? next.value.cumulative : 0n
    if (there >= leaf.cumulative) continue
    fail(
      'publish.leafFell',
      `${leaf.account} had ${leaf.cumulative} atoms of ${leaf.token} in the last root, and has ${there} in this one.`,
      { data: { account: leaf.account, token: leaf.token } },
    )
  }
}

/** @throws HeadwaterError `publish.sumDiffers` */
export function requireSums(
  sums: ReadonlyMap<string, bigint>,
  totals: readonly { readonly token: string; readonly cumulative: string }[],
): void {
  for (const token of new Set([...sums.keys(), ...totals.map((one) => one.token)])) {
    const total = totals.find((one) => one.token === token)?.cumulative ?? '0'
    const sum = sums.get(token) ?? 0n
    if (sum === BigInt(total)) continue
    fail(
      'publish.sumDiffers',
      `The leaves of ${token} add up to ${sum} atoms, and the manifest declares ${total}.`,
      { data: { token } },
    )
  }
}

/** Both parts are in lower case and of one length, so texts compare as their bytes do. */
function keyOf({ account, token }: Pick<Leaf, 'account' | 'token'>): string {
  return `${account}${token}`
}
