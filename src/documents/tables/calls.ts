/** Tables of calls, of payments for them, and of what payees get of one call. */
import type {
  CallGroupPage,
  CallPage,
  DoublePaymentPage,
  Explanation,
  PayeeCallPage,
  PayeeExplanation,
  PaymentPage,
  SuspensePage,
} from '../../service/headwater.ts'
import type { Table } from './table.ts'

export const callGroupTable: Table<CallGroupPage['items'][number]> = {
  name: 'call-groups',
  ofEpoch: true,
  columns: [
    { head: 'asset', of: (group) => group.asset, kind: 'name' },
    { head: 'day', of: (group) => group.day },
    { head: 'currency', of: (group) => group.currency },
    { head: 'state', of: (group) => group.state },
    { head: 'calls', of: (group) => group.calls, kind: 'number' },
    { head: 'amount', of: (group) => group.amount, kind: 'amount' },
  ],
}

export const callTable: Table<CallPage['items'][number]> = {
  name: 'calls',
  ofEpoch: true,
  columns: [
    { head: 'id', of: (call) => call.id, kind: 'name' },
    { head: 'source', of: (call) => call.source, kind: 'name' },
    { head: 'time', of: (call) => call.time, kind: 'time' },
    { head: 'asset', of: (call) => call.asset, kind: 'name' },
    { head: 'version', of: (call) => call.version },
    { head: 'currency', of: (call) => call.currency },
    { head: 'amount', of: (call) => call.amount, kind: 'amount' },
    { head: 'priced', of: (call) => call.priced, kind: 'flag' },
    { head: 'state', of: (call) => call.state },
  ],
}

export const suspenseTable: Table<SuspensePage['items'][number]> = {
  name: 'suspense',
  ofEpoch: true,
  columns: [
    { head: 'asset', of: (line) => line.asset, kind: 'name' },
    { head: 'version', of: (line) => line.version },
    { head: 'currency', of: (line) => line.currency },
    { head: 'calls', of: (line) => line.calls, kind: 'number' },
    { head: 'amount', of: (line) => line.amount, kind: 'amount' },
    { head: 'oldest', of: (line) => line.oldest, kind: 'time' },
    { head: 'newest', of: (line) => line.newest, kind: 'time' },
    { head: 'waits', of: (line) => line.waits },
    { head: 'near', of: ({ near }) => near.join(' ') },
  ],
}

export const paymentTable: Table<PaymentPage['items'][number]> = {
  name: 'payments',
  columns: [
    { head: 'state', of: (line) => line.state },
    { head: 'asset', of: (line) => line.asset, kind: 'name' },
    { head: 'currency', of: ({ call }) => call?.currency ?? null },
    { head: 'paid', of: ({ call }) => call?.amount ?? null, kind: 'amount' },
    { head: 'described', of: (line) => line.time, kind: 'time' },
    { head: 'valid before', of: (line) => line.validBefore, kind: 'time' },
    { head: 'chain', of: ({ payment }) => payment.chain },
    { head: 'payer', of: ({ payment }) => payment.payer, kind: 'name' },
    { head: 'nonce', of: ({ payment }) => payment.nonce, kind: 'name' },
  ],
}

export const doublePaymentTable: Table<DoublePaymentPage['items'][number]> = {
  name: 'double-payments',
  columns: [
    { head: 'purchase', of: (line) => line.purchase, kind: 'name' },
    { head: 'asset', of: (line) => line.asset, kind: 'name' },
    { head: 'currency', of: (line) => line.currency },
    { head: 'amount', of: (line) => line.amount, kind: 'amount' },
    { head: 'time', of: (line) => line.time, kind: 'time' },
    { head: 'paid again', of: ({ call }) => call.id, kind: 'name' },
    { head: 'paid first', of: ({ first }) => first.id, kind: 'name' },
  ],
}

type CallPart = Explanation['payees'][number]['parts'][number] & {
  readonly id: string
  readonly currency: string
  readonly payee: string
}

/** A line for each part that a payee gets of the call. */
export const explanationTable: Table<Pick<Explanation, 'id' | 'currency' | 'payees'>, CallPart> = {
  name: 'explanation',
  columns: [
    { head: 'id', of: ({ id }) => id, kind: 'name' },
    { head: 'payee', of: ({ payee }) => payee, kind: 'name' },
    { head: 'currency', of: ({ currency }) => currency },
    { head: 'amount', of: ({ amount }) => amount, kind: 'amount' },
    { head: 'role', of: ({ role }) => role },
    { head: 'asset', of: ({ asset }) => asset, kind: 'name' },
    { head: 'version', of: ({ version }) => version },
  ],
  lines: ({ id, currency, payees }) =>
    payees.flatMap(({ payee, parts }) => parts.map((part) => ({ ...part, id, currency, payee }))),
}

type PayeeCall = PayeeCallPage['items'][number]

/** A line for each part that a payee got of a call. */
export const payeeCallTable: Table<PayeeCall, PayeeCall & PayeeCall['parts'][number]> = {
  name: 'calls',
  columns: [
    { head: 'id', of: ({ id }) => id, kind: 'name' },
    { head: 'source', of: ({ source }) => source, kind: 'name' },
    { head: 'time', of: ({ time }) => time, kind: 'time' },
    { head: 'epoch', of: ({ epoch }) => epoch, kind: 'number' },
    { head: 'late', of: ({ late }) => late, kind: 'flag' },
    { head: 'currency', of: ({ currency }) => currency },
    { head: 'amount', of: ({ amount }) => amount, kind: 'amount' },
    { head: 'role', of: ({ role }) => role },
    { head: 'asset', of: ({ asset }) => asset, kind: 'name' },
    { head: 'version', of: ({ version }) => version },
  ],
  lines: (call) => call.parts.map((part) => ({ ...call, ...part })),
}

/** What one payee gets of a call. */
export const partTable: Table<PayeeExplanation, CallPart> = {
  name: 'explanation',
  columns: explanationTable.columns,
  lines: ({ id, currency, payee, parts }) => parts.map((part) => ({ ...part, id, currency, payee })),
}
