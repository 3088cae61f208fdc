/** Tables of closed epochs: what was settled, earned, paid and owed. */
import type {
  BalancePage,
  DuePayment,
  EpochReport,
  Statement,
  StatementLine,
  StatementToDate,
  TreeLeaf,
  TreeReport,
} from '../../service/headwater.ts'
import type { Column, Table } from './table.ts'

const contractAmounts = ['adjusted', 'received', 'diverted', 'posted', 'withheld', 'reserved'] as const

type EpochTotals = EpochReport['totals'][string]
/** An epoch in one currency; without any, an epoch alone. */
type EpochLine = EpochReport & { readonly currency: string | null; readonly of?: EpochTotals | undefined }

/** What a ledger with corrections, postings or contracts adds. */
export const contractTotals = [
  ...(['adjusted', 'reduced', 'disputed', 'deposits'] as const),
  ...(['payments', 'reserved', 'withheld', 'owed'] as const),
]

const amountOf = (name: keyof EpochTotals): Column<EpochLine> => ({
  head: name,
  of: (line) => line.of?.[name] ?? null,
  kind: 'amount',
})

/** A line for each currency. */
export const epochTable: Table<EpochReport, EpochLine> = {
  name: 'epochs',
  columns: [
    { head: 'epoch', of: ({ epoch }) => epoch, kind: 'number' },
    { head: 'until', of: ({ until }) => until, kind: 'time' },
    { head: 'settledCalls', of: ({ counts }) => counts.settled, kind: 'number' },
    { head: 'lateCalls', of: ({ counts }) => counts.late, kind: 'number' },
    { head: 'suspenseCalls', of: ({ counts }) => counts.suspense, kind: 'number' },
    { head: 'pendingCalls', of: ({ counts }) => counts.pending, kind: 'number' },
    { head: 'manifestHash', of: ({ manifestHash }) => manifestHash },
    { head: 'currency', of: ({ currency }) => currency },
    ...(['gross', 'fee', 'earned', 'rounding', 'paid', 'carried', 'suspense', 'pending'] as const).map(
      amountOf,
    ),
    { head: 'repeatedCalls', of: ({ repeats }) => repeats, kind: 'number' },
    ...contractTotals.map(amountOf),
  ],
  lines(report) {
    const totals = Object.entries(report.totals)
    if (totals.length === 0) return [{ ...report, currency: null }]
    return totals.map(([currency, of]) => ({ ...report, currency, of }))
  },
}

export const statementTable: Table<StatementLine> = {
  name: 'statements',
  columns: [
    { head: 'payee', of: (line) => line.payee, kind: 'name' },
    { head: 'currency', of: (line) => line.currency },
    { head: 'earned', of: (line) => line.earned, kind: 'amount' },
    { head: 'late', of: (line) => line.late, kind: 'amount' },
    { head: 'paid', of: (line) => line.paid, kind: 'amount' },
    { head: 'carried', of: (line) => line.carried, kind: 'amount' },
  ],
}

/** Of an epoch of a ledger with corrections, postings or contracts. */
export const contractedStatementTable: Table<StatementLine> = {
  ...statementTable,
  columns: [
    ...statementTable.columns,
    ...contractAmounts.map(
      (name): Column<StatementLine> => ({ head: name, of: (line) => line[name] ?? null, kind: 'amount' }),
    ),
  ],
}

/** What the payee earned in one currency as holder, contributor or fee payee of one version. */
type EarnedLine = Statement['currencies'][number]['lines'][number] & {
  readonly payee: string
  readonly epoch: number
  readonly currency: string
}

/** A line for each source of one payee's earnings in an epoch. */
export const earningsTable: Table<Statement, EarnedLine> = {
  name: 'earnings',
  columns: [
    { head: 'payee', of: ({ payee }) => payee, kind: 'name' },
    { head: 'epoch', of: ({ epoch }) => epoch, kind: 'number' },
    { head: 'currency', of: ({ currency }) => currency },
    { head: 'role', of: ({ role }) => role },
    { head: 'asset', of: ({ asset }) => asset, kind: 'name' },
    { head: 'version', of: ({ version }) => version },
    { head: 'earned', of: ({ earned }) => earned, kind: 'amount' },
    ...(['direct', 'fee', 'relativeIn', 'absoluteIn', 'relativeOut', 'absoluteOut', 'retained'] as const).map(
      (name): Column<EarnedLine> => ({ head: name, of: ({ flow }) => flow?.[name] ?? null, kind: 'amount' }),
    ),
    { head: 'cost', of: ({ flow }) => flow?.cost ?? null, kind: 'amount' },
  ],
  lines: ({ payee, epoch, currencies }) =>
    currencies.flatMap(({ currency, lines }) => lines.map((line) => ({ ...line, payee, epoch, currency }))),
}

type EpochToDate = StatementToDate['currencies'][number]['byEpoch'][number] & {
  readonly payee: string
  readonly currency: string
}

/** A line for each epoch of one payee, the first one first. */
export const toDateTable: Table<StatementToDate, EpochToDate> = {
  name: 'statement',
  columns: [
    { head: 'payee', of: ({ payee }) => payee, kind: 'name' },
    { head: 'currency', of: ({ currency }) => currency },
    { head: 'epoch', of: ({ epoch }) => epoch, kind: 'number' },
    { head: 'until', of: ({ until }) => until, kind: 'time' },
    ...(['earned', 'late', 'paid', 'carried'] as const).map(
      (name): Column<EpochToDate> => ({ head: name, of: (line) => line[name], kind: 'amount' }),
    ),
    ...contractAmounts.map(
      (name): Column<EpochToDate> => ({ head: name, of: (line) => line[name] ?? null, kind: 'amount' }),
    ),
  ],
  lines: ({ payee, currencies }) =>
    currencies.flatMap(({ currency, byEpoch }) =>
      byEpoch.map((line) => ({ ...line, payee, currency })).reverse(),
    ),
}

export const balanceTable: Table<BalancePage['items'][number]> = {
  name: 'balances',
  ofEpoch: true,
  columns: [
    { head: 'payee', of: (line) => line.payee, kind: 'name' },
    { head: 'currency', of: (line) => line.currency },
    { head: 'balance', of: (line) => line.balance, kind: 'amount' },
    { head: 'held', of: (line) => line.held },
  ],
}

type Leaf = TreeLeaf & Pick<TreeReport, 'chain' | 'root' | 'format'>

export const leafTable: Table<Leaf> = {
  name: 'leaves',
  columns: [
    { head: 'chain', of: ({ chain }) => chain },
    { head: 'root', of: ({ root }) => root },
    { head: 'account', of: ({ account }) => account },
    { head: 'token', of: ({ token }) => token },
    { head: 'cumulative', of: ({ cumulative }) => cumulative ?? null, kind: 'amount' },
    { head: 'proof', of: ({ proof }) => proof.join(' ') },
    { head: 'format', of: ({ format }) => format ?? null },
    { head: 'index', of: ({ index }) => index ?? null, kind: 'number' },
    { head: 'amount', of: ({ amount }) => amount ?? null, kind: 'amount' },
    { head: 'tokenIndex', of: ({ tokenIndex }) => tokenIndex ?? null, kind: 'number' },
    { head: 'tokenRoot', of: ({ tokenRoot }) => tokenRoot ?? null },
    { head: 'earnerIndex', of: ({ earnerIndex }) => earnerIndex ?? null, kind: 'number' },
    { head: 'earnerProof', of: ({ earnerProof }) => earnerProof?.join(' ') ?? null },
  ],
}

/** The leaves of all trees. */
export async function* leavesOf(trees: AsyncIterable<TreeReport>): AsyncGenerator<Leaf> {
  for await (const { leaves, leafCount: _, ...tree } of trees) {
    for await (const leaf of leaves) yield { ...leaf, ...tree }
  }
}

export const dueTable: Table<DuePayment> = {
  name: 'due',
  columns: [
    { head: 'payee', of: ({ payee }) => payee, kind: 'name' },
    { head: 'account', of: ({ account }) => account },
    { head: 'amount', of: ({ amount }) => amount, kind: 'amount' },
    { head: 'atoms', of: ({ atoms }) => atoms, kind: 'amount' },
    { head: 'withheld', of: ({ withheld }) => withheld, kind: 'amount' },
    { head: 'withheldFor', of: ({ withheldFor }) => withheldFor ?? null, kind: 'name' },
  ],
}
