/** Digests of lines whose fields stand in columns, byte for byte those of digests.ts. */
import { createHash, type Hash } from 'node:crypto'
import { writeDigits } from '../columns/unitDigits.ts'
import type { AmountOf, LineRows, TextOf } from './lineRows.ts'
import type { BalanceStanding, PayoutLine } from './port.ts'

const blockLength = 1 << 16
/** JSON writes a byte as so many at most. */
const escapedBytes = 6
/** Signs of a text beside it, and digits with a sign: an amount has up to 256 bits. */
const [signs, amountBytes] = [3, 80]
const [quote, backslash, comma, space] = [0x22, 0x5c, 0x2c, 0x20]

/** `balancesDigest` of digests.ts. */
export function balanceRowsDigest(): RowsDigest<BalanceStanding> {
  return new RowsDigest(['payee', 'currency'], 'balance')
}

/** `payoutsDigest` of digests.ts. */
export function payoutRowsDigest(): RowsDigest<PayoutLine> {
  return new RowsDigest(['chain', 'account', 'token'], 'cumulative')
}

/** Takes lines in the order of the digest; those whose amount is 0 are left out. */
class RowsDigest<Line> {
  readonly #texts: readonly TextOf<Line>[]
  readonly #amount: AmountOf<Line>
  readonly #hash: Hash = createHash('sha256')
  #block = Buffer.allocUnsafe(blockLength)
  #at = 0

  constructor(texts: readonly TextOf<Line>[], amount: AmountOf<Line>) {
    this.#texts = texts
    this.#amount = amount
  }

  /** @returns how many lines there were */
  addAll(lines: LineRows<Line>): number {
    let count = 0
    for (const rows of lines.rows()) {
      for (let place = 0; place < rows.length; place++) this.add(lines, rows[place]!)
      count += rows.length
    }
    return count
  }

  add({ texts, amounts }: Pick<LineRows<Line>, 'texts' | 'amounts'>, row: number): void {
    const sums = amounts[this.#amount]
    if (sums === undefined || sums.isZero(row)) return
    let most = signs + amountBytes
    for (const name of this.#texts) most += signs + texts[name].length(row) * escapedBytes
    if (this.#at + most > this.#block.length) this.#flush(most)
    const block = this.#block
    let at = this.#at
    block[at++] = 0x5b
    for (const name of this.#texts) {
      const from = at + 1
      at = from + texts[name].length(row)
      texts[name].copy(row, block, from)
      block[from - 1] = quote
      if (needsEscape(block, from, at))
        at = from - 1 + block.write(JSON.stringify(block.toString('utf8', from, at)), from - 1) - 1
      block[at] = quote
      block[at + 1] = comma
      at += 2
    }
    block[at] = quote
    at = writeDigits(block, at + 1, sums, row)
    block[at] = quote
    block[at + 1] = 0x5d
    block[at + 2] = 0x0a
    this.#at = at + 3
  }

  hex(): string {
    this.#flush()
    return this.#hash.digest('hex')
  }

  #flush(room = 0): void {
    this.#hash.update(this.#block.subarray(0, this.#at))
    this.#at = 0
    if (room > this.#block.length) this.#block = Buffer.allocUnsafe(room)
  }
}

/** Whether JSON writes a byte of the text in another way. In UTF-8 that is so of ASCII alone. */
function needsEscape(bytes: Uint8Array, from: number, end: number): boolean {
  for (let at = from; at < end; at++) {
    const byte = bytes[at]!
    if (byte < space || byte === quote || byte === backslash) return true
  }
  return false
}
