/** Refusals of leaves, which all formats share. */
import { fail } from './fail.ts'

export function refuseAddress(given: unknown, path: string): never {
  fail('address.malformed', `${shown(given)} is not an EVM address: 0x and 40 hex digits.`, { path })
}

/** Where an amount stands: the kind of leaf, and its JSON pointer. */
interface AmountPlace {
  readonly of: 'cumulative' | 'amount'
  readonly path: string
}

/** @throws HeadwaterError `tree.cumulativeOutOfRange` unless the amount fits so many bits */
export function requireAmount(
  given: unknown,
  bits: number,
  { of, path }: AmountPlace,
): asserts given is bigint {
  if (typeof given === 'bigint' && given >= 0n && given >> BigInt(bits) === 0n) return
  const wrong = typeof given === 'bigint' ? `does not fit uint${bits}` : `is a ${typeof given}, not a bigint`
  const name = of === 'cumulative' ? 'cumulative amount' : 'amount'
  fail('tree.cumulativeOutOfRange', `The ${name} ${shown(given)} ${wrong}.`, { path: `${path}/${of}` })
}

/** @throws HeadwaterError `tree.indexWrong` */
export function requireIndex(given: unknown, path: string): asserts given is number {
  if (Number.isInteger(given) && (given as number) >= 0 && (given as number) < 2 ** 32) return
  fail('tree.indexWrong', `${shown(given)} is not the place of a leaf.`, { path: `${path}/index` })
}

export function shown(given: unknown): string {
  const text = typeof given === 'string' ? JSON.stringify(given) : String(given)
  return text.length > 100 ? `${text.slice(0, 100)}…` : text
}
