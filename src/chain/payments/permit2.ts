/**
 * Payments through the Permit2 proxies of x402. Their logs have no argument, so owner and nonce are read from the calldata
 * of the transaction. That counts only where the transaction calls the proxy itself: what a contract in between was
 * given, anyone could write.
 */
import type { ChainLog, Hex } from '../source/decoder.ts'

/** The same addresses on every chain. */
const exactProxy: Hex = '0x402085c248eea27d92e8b30b2c58ed07f9e20001'
const uptoProxy: Hex = '0x4020a4f3b7b90cca423b9fabcc0ce57c6c240002'

/** Places of the values among the words of the arguments; those of settleWithPermit come after a permit of 5 words. */
interface Layout {
  readonly settle: Hex
  readonly settleWithPermit: Hex
  readonly owner: number
  readonly to: number
}

const [tokenAt, nonceAt, permitWords] = [0, 2, 5]

const layouts: Readonly<Record<string, Layout>> = {
  // permit (token, amount, nonce, deadline), owner, witness (to, validAfter), signature
  [exactProxy]: { settle: '0x13cd3b53', settleWithPermit: '0xfa340378', owner: 4, to: 5 },
  // permit (token, amount, nonce, deadline), amount, owner, witness (to, facilitator, validAfter), signature
  [uptoProxy]: { settle: '0xff11e7b4', settleWithPermit: '0x016c1748', owner: 5, to: 6 },
}

interface ProxyPayment {
  readonly token: Hex
  readonly owner: Hex
  readonly to: Hex
  /** Decimal digits. */
  readonly nonce: string
}

/** What the transaction pays through a proxy; undefined where it calls none. */
export function proxyPayment({ to, input }: Pick<ChainLog, 'to' | 'input'>): ProxyPayment | undefined {
  const layout = to === undefined ? undefined : layouts[to]
  if (layout === undefined || input === undefined) return undefined
  const selector = input.slice(0, 10)
  if (selector !== layout.settle && selector !== layout.settleWithPermit) return undefined
  const first = selector === layout.settle ? 0 : permitWords
  const word = (at: number) => input.slice(10 + (first + at) * 64, 10 + (first + at + 1) * 64)
  if (word(layout.to).length < 64) return undefined
  const address = (at: number): Hex => `0x${word(at).slice(24)}`
  return {
    token: address(tokenAt),
    owner: address(layout.owner),
    to: address(layout.to),
    nonce: BigInt(`0x${word(nonceAt)}`).toString(),
  }
}
