/** Exact decimal numbers: whole numbers of a power of ten. Sums of templates need no division and no rounding. */
export interface Exact {
  readonly digits: bigint
  /** How many of the digits are after the point. */
  readonly scale: number
}

/** @param text digits, perhaps with a point, perhaps with an exponent of at most three digits */
export function exact(text: string): Exact {
  const exponentAt = text.search(/e/i)
  const number = exponentAt < 0 ? text : text.slice(0, exponentAt)
  const exponent = exponentAt < 0 ? 0 : Number(text.slice(exponentAt + 1))
  const point = number.indexOf('.')
  const digits = BigInt(point < 0 ? number : number.slice(0, point) + number.slice(point + 1))
  const scale = (point < 0 ? 0 : number.length - point - 1) - exponent
  return scale < 0 ? { digits: digits * 10n ** BigInt(-scale), scale: 0 } : { digits, scale }
}

export function product(one: Exact, other: Exact): Exact {
  return { digits: one.digits * other.digits, scale: one.scale + other.scale }
}

/** @param sign of the second: 1n or -1n */
export function sum(one: Exact, other: Exact, sign: 1n | -1n): Exact {
  const scale = Math.max(one.scale, other.scale)
  return { digits: scaled(one, scale) + sign * scaled(other, scale), scale }
}

function scaled({ digits, scale }: Exact, to: number): bigint {
  return scale === to ? digits : digits * 10n ** BigInt(to - scale)
}

/** Without zeros at the end of the fraction. */
export function exactText({ digits, scale }: Exact): string {
  const sign = digits < 0n ? '-' : ''
  const text = String(digits < 0n ? -digits : digits).padStart(scale + 1, '0')
  const point = text.length - scale
  const fraction = text.slice(point).replace(/0+$/, '')
  return sign + text.slice(0, point) + (fraction === '' ? '' : `.${fraction}`)
}
