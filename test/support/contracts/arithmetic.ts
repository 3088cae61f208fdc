/** Numbers of the contract reference: bigints and nothing of src/. */

export const B = 1_000_000_000n
export const atom = 1_000_000_000_000n

/** a/b, down to −∞. `b` is above 0 or the quotient's sign is that of a·b. */
export function floor(a: bigint, b: bigint): bigint {
  if (b < 0n) return floor(-a, -b)
  const quotient = a / b
  return a % b < 0n ? quotient - 1n : quotient
}

export function ceil(a: bigint, b: bigint): bigint {
  return -floor(-a, b)
}

export function min(a: bigint, b: bigint): bigint {
  return a < b ? a : b
}

export function max(a: bigint, b: bigint): bigint {
  return a > b ? a : b
}

export function sum(amounts: Iterable<bigint>): bigint {
  let total = 0n
  for (const amount of amounts) total += amount
  return total
}

/** A decimal fraction in parts per billion. */
export function parts(share: string): bigint {
  return scaled(share, 9)
}

export function scaled(amount: string, digits: number): bigint {
  const [whole, fraction = ''] = amount.split('.')
  return BigInt(whole! + fraction.padEnd(digits, '0'))
}

/** Whole seconds in UTC are all that simulations use. */
export function micros(time: string): bigint {
  return BigInt(Date.parse(time)) * 1000n
}

export function decimal(units: bigint, digits: number): string {
  if (units < 0n) return `-${decimal(-units, digits)}`
  const text = units.toString().padStart(digits + 1, '0')
  const fraction = text.slice(-digits).replace(/0+$/, '')
  return text.slice(0, -digits) + (fraction && `.${fraction}`)
}

export function utf8(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b))
}

/** Adds to an entry of a map that is 0 where it is missing. */
export function grow(map: Map<string, bigint>, key: string, amount: bigint): void {
  map.set(key, (map.get(key) ?? 0n) + amount)
}
