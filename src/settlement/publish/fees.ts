/** What a transaction pays for gas, and what a second version of it must pay so that nodes take it. Pure. */

/** In wei for each unit of gas. A chain without a base fee has both equal. */
export interface Fees {
  readonly maxFeePerGas: bigint
  readonly maxPriorityFeePerGas: bigint
}

/** Nodes ask for 10 % more in both; 12.5 % has room for their rounding. */
const bumpNumerator = 9n
const bumpDenominator = 8n

/** Fees of the next version: enough for now, and enough more than the last one. */
export function bumped(last: Fees, now: Fees): Fees {
  const maxPriorityFeePerGas = larger(more(last.maxPriorityFeePerGas), now.maxPriorityFeePerGas)
  const maxFeePerGas = larger(more(last.maxFeePerGas), now.maxFeePerGas)
  return { maxFeePerGas: larger(maxFeePerGas, maxPriorityFeePerGas), maxPriorityFeePerGas }
}

/** Rounded up, and never the same. */
function more(fee: bigint): bigint {
  return (fee * bumpNumerator + bumpDenominator - 1n) / bumpDenominator + 1n
}

function larger(a: bigint, b: bigint): bigint {
  return a > b ? a : b
}
