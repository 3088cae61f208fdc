/** The stored books of an epoch against those computed again. */
import { compareUtf8 } from '../../base/utf8.ts'
import { byChainAccountAndToken, byPayeeAndCurrency } from '../../books/digests.ts'
import type {
  BalanceLine,
  BooksStore,
  CallSumLine,
  EarningLine,
  EpochLines,
  PayoutLine,
  TakeLine,
  VersionFlowLine,
} from '../../books/port.ts'
import type { StateLine } from '../../books/stateLine.ts'
import { compareStates } from '../../books/states.ts'
import type { ClosedEpoch } from '../../log/epochClosed.ts'
import type { EpochKey } from '../../log/keys.ts'
import { isContracted, standingDigestsOf } from '../../log/manifest.ts'
import { compareKeys } from '../close/checkpoint.ts'
import { differingDigests, digestStanding, type StandingTaker } from '../close/record.ts'
import type { SettledEpoch } from '../close/settle.ts'
import type { CheckName, Findings } from './findings.ts'
import { sortedEarnings } from './sortedEarnings.ts'

/** @param closed keys of the epochs up to and with this one */
export async function checkBooks(
  findings: Findings,
  books: BooksStore,
  { closed, epoch, settled }: { closed: readonly EpochKey[]; epoch: ClosedEpoch; settled: SettledEpoch },
): Promise<void> {
  await checkLines(findings, books, epoch.key, settled)
  await findings.check('standing', 'What stands after the epoch is what the manifest committed to.', () =>
    checkStanding(findings, books, { closed, epoch }),
  )
}

/** Every line that is stored under the key against those computed. */
export async function checkLines(
  findings: Findings,
  books: BooksStore,
  key: EpochKey,
  { lines, sealed }: SettledEpoch,
): Promise<void> {
  await checkMoney(findings, books, key, lines)
  if (isContracted(sealed.manifest)) await checkState(findings, books, key, lines)
  const leavesNone = lines.callSums[Symbol.iterator]().next().done === true
  if (leavesNone) return
  await findings.check('callSums', 'Every sum of calls that the epoch leaves is as computed.', () =>
    compareSorted(
      side(
        findings,
        'callSums',
        ({ asset, version, currency }: CallSumLine) => `The sum of ${currency} calls of ${asset}@${version}`,
      ),
      books.epochCallSums(key),
      lines.callSums,
      compareKeys,
    ),
  )
}

async function checkMoney(
  findings: Findings,
  books: BooksStore,
  key: EpochKey,
  lines: EpochLines,
): Promise<void> {
  const about = (line: { payee: string; currency: string }): string =>
    `${JSON.stringify(line.payee)} in ${line.currency}`
  const of = <Line extends object>(name: CheckName, describe: (line: Line) => string) =>
    side(findings, name, describe)
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
    compareSorted(
      of(
        'earnings',
        (line: EarningLine) => `What ${about(line)} earned as ${line.role} of ${line.asset}@${line.version}`,
      ),
      books.epochEarnings(key),
      sortedEarnings(lines.earnings),
      byFields<EarningLine>('payee', 'currency', 'asset', 'version', 'role'),
    ),
  )
  await findings.check('flows', 'Every version’s flow is as computed.', () =>
    compareSorted(
      of('flows', (line: VersionFlowLine) => `The ${line.currency} flow of ${line.asset}@${line.version}`),
      books.epochFlows(key),
      // As many as the division itself holds.
      [...lines.flows].sort(byVersion),
      byVersion,
    ),
  )
}

async function checkState(
  findings: Findings,
  books: BooksStore,
  key: EpochKey,
  lines: EpochLines,
): Promise<void> {
  await findings.check('states', 'Every line of state to date is as computed.', () =>
    compareSorted(
      side(findings, 'states', describeState),
      books.epochStates(key),
      lines.states,
      compareStates,
    ),
  )
  await findings.check('takes', 'Everything that a clause took is as computed.', () =>
    compareSorted(
      side(
        findings,
        'takes',
        ({ clause, asset, role }: TakeLine) => `What the clause ${clause} took of ${role} ${asset}`,
      ),
      books.epochTakes(key),
      lines.takes,
      byFields<TakeLine>('clause', 'asset', 'role'),
    ),
  )
}

export async function checkStanding(
  findings: Findings,
  books: BooksStore,
  { closed, epoch }: { readonly closed: readonly EpochKey[]; readonly epoch: ClosedEpoch },
  taker?: StandingTaker,
): Promise<void> {
  const digests = standingDigestsOf(epoch.manifest)
  const found = await digestStanding(books, closed, digests, taker)
  for (const name of differingDigests(found, digests)) {
    findings.differs(
      'standing',
      `The stored ${name} after epoch ${epoch.epoch} do not have the digest in its manifest.`,
    )
  }
}

function describeState({ kind, subject, currency, object }: StateLine): string {
  const edge = () => `${subject.replace(' ', '@')} → ${object.replace(' ', '@')}`
  if (kind === 'clause') return `The clause ${JSON.stringify(subject)}`
  if (kind === 'edge') return `The capped edge ${edge()} in ${currency}`
  return `The lot of ${JSON.stringify(subject)} in ${currency} of epoch ${Number(object)}`
}

/** What a comparison of lines reports to, and how it names a line. */
interface Side<Line> {
  readonly findings: Findings
  readonly name: CheckName
  readonly describe: (line: Line) => string
}

function side<Line>(findings: Findings, name: CheckName, describe: (line: Line) => string): Side<Line> {
  return { findings, name, describe }
}

function byFields<Line>(...names: readonly (keyof Line & string)[]): (left: Line, right: Line) => number {
  return (left, right) => {
    for (const name of names) {
      const order = compareUtf8(left[name] as string, right[name] as string)
      if (order !== 0) return order
    }
    return 0
  }
}

const byVersion = byFields<VersionFlowLine>('asset', 'version', 'currency')

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
