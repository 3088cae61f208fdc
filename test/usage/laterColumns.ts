import type { Column } from '../../src/usage/columns.ts'

/** A kind of its own: one column of each type, two of which came later. */
export const first = [
  { name: 'name', type: 'text' },
  { name: 'key', type: 'key16' },
  { name: 'time', type: 'moment' },
  { name: 'amount', type: 'units' },
  { name: 'priced', type: 'flag' },
  { name: 'tokens', type: 'count' },
] as const satisfies readonly Column[]
export const later = [
  ...first,
  { name: 'region', type: 'text', later: true },
  { name: 'images', type: 'count', later: true },
] as const satisfies readonly Column[]

const texts = (...values: string[]) => ({
  offsets: Int32Array.from([0, ...values.map((_, index) => values.slice(0, index + 1).join('').length)]),
  bytes: Buffer.from(values.join('')),
})
export const rows = {
  length: 4,
  name: texts('a', '', 'b', 'c'),
  key: new Uint8Array(64).map((_, index) => index),
  time: BigInt64Array.from([1n, 2n, 3n, 4n]),
  amount: new Uint8Array(128).fill(7, 0, 20),
  priced: Uint8Array.from([0, 1, 0, 1]),
  tokens: BigInt64Array.from([-1n, 0n, 5n, 10n ** 15n]),
  region: texts('', 'eu', '', 'us'),
  images: BigInt64Array.from([-1n, -1n, 0n, 9n]),
}
export const leftOut = { ...rows, region: texts('', '', '', ''), images: new BigInt64Array(4).fill(-1n) }
