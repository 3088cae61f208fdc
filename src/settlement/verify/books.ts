/** The stored books of an epoch against those computed again. */
import { sha256Hex } from '../../base/sha256.ts'
import type { ClosedEpoch } from '../../log/epochClosed.ts'
import type { EpochKey } from '../../log/keys.ts'
import type {
  BalanceLine,
  BooksStore,
  CallSumLine,
  EarningLine,
  EpochLines,
  PayoutLine,
  VersionFlowLine,
} from '../books.ts'
import { compareKeys } from '../close/checkpoint.ts'
import { digestStanding, type StandingTaker } from '../close/record.ts'
import { byChainAccountAndToken, byPayeeAndCurrency } from '../digests.ts'
import type { CheckName, Findings } from './findings.ts'

/** @param closed keys of the epochs up to and with this one */
export async function checkBooks(
  findings: Findings,
  books: BooksStore,
  { closed, epoch, lines }: { closed: readonly EpochKey[]; epoch: ClosedEpoch; lines: EpochLines },
): Promise<void> {
  await checkLines(findings, books, epoch.key, lines)
  await findings.check('standing', 'What stands after the epoch is what the manifest committed to.', () =>
    checkStanding(findings, books, { closed, epoch }),
  )
}

/** Every line that is stored under the key against those computed. */
export async function checkLines(
  findings: Findings,
  books: BooksStore,
  key: EpochKey,
  lines: EpochLines,
): Promise<void> {
  const about = (line: { payee: string; currency: string }): string =>
    `${JSON.stringify(line.payee)} in ${line.currency}`
  const of = <Line extends object>(name: CheckName, describe: (line: Line) => string): Side<Line> => ({
    findings,
    name,
    describe,
  })
  await findings.check('balances', 'Every balance line is as computed.', () =>
    compareSorted(
      of('balances', (line: BalanceLine) => `The balance of ${about(line)}`),
      books.epochBalances(key),
      lines.balances,
      byPayeeAndCurrency,
    ),
  )
  await findings.check('payouts', 'Every payout line is as computed.', () =>
    compareSorted(
      of(
        'payouts',
        ({ account, token, chain }: PayoutLine) => `The payout of ${account} in ${token} on ${chain}`,
      ),
      books.epochPayouts(key),
      lines.payouts,
      byChainAccountAndToken,
    ),
  )
  await findings.check('earnings', 'Every earning line is as computed.', () =>
    compareUnsorted(
      of(
        'earnings',
        (line: EarningLine) => `What ${about(line)} earned as ${line.role} of ${line.asset}@${line.version}`,
      ),
      () => books.epochEarnings(key),
      lines.earnings,
      ['payee', 'currency', 'asset', 'version', 'role'],
    ),
  )
  await findings.check('flows', 'Every version’s flow is as computed.', () =>
    compareUnsorted(
      of('flows', (line: VersionFlowLine) => `The ${line.currency} flow of ${line.asset}@${line.version}`),
      () => books.epochFlows(key),
      lines.flows,
      ['asset', 'version', 'currency'],
    ),
  )
  const leavesNone = lines.callSums[Symbol.iterator]().next().done === true
  if (leavesNone) return
  await findings.check('callSums', 'Every sum of calls that the epoch leaves is as computed.', () =>
    compareSorted(
      of(
        'callSums',
        ({ asset, version, currency }: CallSumLine) => `The sum of ${currency} calls of ${asset}@${version}`,
      ),
      books.epochCallSums(key),
      lines.callSums,
      compareKeys,
    ),
  )
}

export async function checkStanding(
  findings: Findings,
  books: BooksStore,
  { closed, epoch }: { readonly closed: readonly EpochKey[]; readonly epoch: ClosedEpoch },
  taker?: StandingTaker,
): Promise<void> {
  const found = await digestStanding(books, closed, taker)
  for (const name of ['balances', 'payouts'] as const) {
    if (found[name] === epoch.manifest.digests[name]) continue
    findings.differs(
      'standing',
      `The stored ${name} after epoch ${epoch.epoch} do not have the digest in its manifest.`,
    )
  }
}

/** What a comparison of lines reports to, and how it names a line. */
interface Side<Line> {
  readonly findings: Findings
  readonly name: CheckName
  readonly describe: (line: Line) => string
}

/** Both sides have the same order: one walk, and nothing is kept. */
async function compareSorted<Line extends object>(
  side: Side<Line>,
  stored: AsyncIterable<Line>,
  expected: Iterable<Line>,
  order: (a: Line, b: Line) => number,
): Promise<void> {
  const { findings, name, describe } = side
  const right = expected[Symbol.iterator]()
  let due = right.next()
  let last: Line | undefined
  for await (const line of stored) {
    if (last && order(last, line) >= 0)
      findings.differs(name, `${describe(line)} is there twice or out of order.`)
    last = line
    while (!due.done && order(due.value, line) < 0) {
      findings.differs(name, `${describe(due.value)} is missing.`)
      due = right.next()
    }
    if (due.done || order(due.value, line) !== 0) {
      findings.differs(name, `${describe(line)} is there and should not be.`)
      continue
    }
    compareLine(side, line, due.value)
    due = right.next()
  }
  for (; !due.done; due = right.next()) findings.differs(name, `${describe(due.value)} is missing.`)
}

function compareLine<Line extends object>(
  { findings, name, describe }: Side<Line>,
  stored: Line,
  expected: Line,
): void {
  for (const field of Object.keys(expected) as (keyof Line & string)[]) {
    if (stored[field] !== expected[field]) {
      findings.differs(
        name,
        `${describe(stored)}: ${field} is ${String(stored[field])} and should be ${String(expected[field])}.`,
      )
    }
  }
}

/**
 * Lines in no order, perhaps millions: sums of hashes are compared first, which needs no memory. The lines are
 * compared one by one only where the sums differ.
 */
async function compareUnsorted<Line extends object>(
  side: Side<Line>,
  stored: () => AsyncIterable<Line>,
  expected: Iterable<Line>,
  fields: readonly (keyof Line & string)[],
): Promise<void> {
  const { findings, name, describe } = side
  const keyOf = (line: Line): string => JSON.stringify(fields.map((field) => line[field]))
  const there = new SetDigest()
  for await (const line of stored()) there.add(textOf(line))
  const due = new SetDigest()
  for (const line of expected) due.add(textOf(line))
  if (there.equals(due)) return
  const open = new Map<string, Line>()
  for (const line of expected) open.set(keyOf(line), line)
  for await (const line of stored()) {
    const match = open.get(keyOf(line))
    open.delete(keyOf(line))
    if (match) compareLine(side, line, match)
    else findings.differs(name, `${describe(line)} is there and should not be.`)
  }
  for (const line of open.values()) findings.differs(name, `${describe(line)} is missing.`)
}

function textOf(line: object): string {
  const fields = Object.entries(line).sort(([a], [b]) => (a < b ? -1 : 1))
  return JSON.stringify(fields.map(([name, value]) => [name, String(value)]))
}

/** A digest of a collection in no order: number of items and the sum of their SHA-256 modulo 2^256. */
class SetDigest {
  private count = 0
  private sum = 0n

  add(text: string): void {
    this.count++
    this.sum = BigInt.asUintN(256, this.sum + BigInt(`0x${sha256Hex(text)}`))
  }

  equals(other: SetDigest): boolean {
    return this.count === other.count && this.sum === other.sum
  }
}
