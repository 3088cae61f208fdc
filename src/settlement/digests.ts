/**
 * Digests of the books that a manifest commits to. Made to be recomputed with a dozen lines of any language: each line
 * is a JSON array of strings (RFC 8785) followed by a newline, lines ascending by their leading fields as UTF-8 bytes,
 * SHA-256 over all of it.
 */
import { createHash, type Hash } from 'node:crypto'
import type { BalanceStanding, PayoutLine } from './ports.ts'
import { compareUtf8 } from './utf8.ts'

/** Lines `["payee","currency","balance"]`, balance in ledger units, above zero only, by payee, then currency. */
export function digestBalances(balances: readonly BalanceStanding[]): string {
  const lines = balances.filter((line) => line.balance > 0n).sort(byPayeeAndCurrency)
  return digestLines(lines, (line) => [line.payee, line.currency, line.balance.toString()])
}

/** Lines `["chain","account","token","cumulative"]`, cumulative in atoms, above zero only, in that order of fields. */
export function digestPayouts(payouts: readonly PayoutLine[]): string {
  const lines = payouts.filter((line) => line.cumulative > 0n).sort(byChainAccountAndToken)
  return digestLines(lines, (line) => [line.chain, line.account, line.token, line.cumulative.toString()])
}

export function byPayeeAndCurrency(
  left: { readonly payee: string; readonly currency: string },
  right: { readonly payee: string; readonly currency: string },
): number {
  return compareUtf8(left.payee, right.payee) || compareUtf8(left.currency, right.currency)
}

export function byChainAccountAndToken(left: PayoutLine, right: PayoutLine): number {
  return (
    compareUtf8(left.chain, right.chain) ||
    compareUtf8(left.account, right.account) ||
    compareUtf8(left.token, right.token)
  )
}

const blockLines = 1_000

function digestLines<Line>(lines: readonly Line[], fields: (line: Line) => string[]): string {
  const hash: Hash = createHash('sha256')
  for (let start = 0; start < lines.length; start += blockLines) {
    let block = ''
    // JSON.stringify of strings without lone surrogates is RFC 8785.
    for (const line of lines.slice(start, start + blockLines)) block += `${JSON.stringify(fields(line))}\n`
    hash.update(block, 'utf8')
  }
  return hash.digest('hex')
}
