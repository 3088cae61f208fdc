/** Tables of what payees agreed and of what was corrected. */
import type {
  AdvancePage,
  ClausePage,
  DisputePage,
  OwedPage,
  RefundPage,
  ReservePage,
} from '../../service/headwater.ts'
import { describeTiers } from '../tiers.ts'
import type { Table } from './table.ts'

export const clauseTable: Table<ClausePage['items'][number]> = {
  name: 'clauses',
  ofEpoch: true,
  columns: [
    { head: 'clause', of: (line) => line.clause, kind: 'name' },
    { head: 'state', of: (line) => line.state },
    { head: 'payee', of: (line) => line.payee, kind: 'name' },
    { head: 'to', of: (line) => line.to, kind: 'name' },
    { head: 'currency', of: (line) => line.currency },
    { head: 'share', of: ({ tiers }) => describeTiers(tiers) },
    { head: 'cap', of: (line) => line.cap, kind: 'amount' },
    { head: 'base', of: (line) => line.base, kind: 'amount' },
    { head: 'taken', of: (line) => line.taken, kind: 'amount' },
    { head: 'left', of: (line) => line.left, kind: 'amount' },
    { head: 'of', of: ({ assets, roles }) => [...(assets ?? []), ...(roles ?? [])].join(' ') || null },
    { head: 'from', of: (line) => line.effectiveFrom, kind: 'time' },
    { head: 'until', of: (line) => line.until, kind: 'time' },
  ],
}

export const advanceTable: Table<AdvancePage['items'][number]> = {
  name: 'advances',
  ofEpoch: true,
  columns: [
    { head: 'clause', of: (line) => line.clause, kind: 'name' },
    { head: 'payee', of: (line) => line.payee, kind: 'name' },
    { head: 'to', of: (line) => line.to, kind: 'name' },
    { head: 'currency', of: (line) => line.currency },
    { head: 'cap', of: (line) => line.cap, kind: 'amount' },
    { head: 'taken', of: (line) => line.taken, kind: 'amount' },
    { head: 'left', of: (line) => line.left, kind: 'amount' },
    { head: 'pace', of: ({ pace }) => pace?.taken ?? null, kind: 'amount' },
    { head: 'pace from', of: ({ pace }) => pace?.from ?? null, kind: 'time' },
    { head: 'pace until', of: ({ pace }) => pace?.until ?? null, kind: 'time' },
    { head: 'recouped by', of: (line) => line.recoupedBy, kind: 'time' },
    { head: 'recouped in', of: ({ recoupedIn }) => recoupedIn, kind: 'number' },
  ],
}

export const reserveTable: Table<ReservePage['items'][number]> = {
  name: 'reserves',
  ofEpoch: true,
  columns: [
    { head: 'payee', of: (line) => line.payee, kind: 'name' },
    { head: 'currency', of: (line) => line.currency },
    { head: 'epoch', of: (line) => line.epoch, kind: 'number' },
    { head: 'due', of: (line) => line.due, kind: 'time' },
    { head: 'left', of: (line) => line.left, kind: 'amount' },
  ],
}

export const owedTable: Table<OwedPage['items'][number]> = {
  name: 'owed',
  ofEpoch: true,
  columns: [
    { head: 'payee', of: (line) => line.payee, kind: 'name' },
    { head: 'currency', of: (line) => line.currency },
    { head: 'owed', of: (line) => line.owed, kind: 'amount' },
  ],
}

export const disputeTable: Table<DisputePage['items'][number]> = {
  name: 'disputes',
  ofEpoch: true,
  columns: [
    { head: 'call', of: ({ call }) => call.id, kind: 'name' },
    { head: 'source', of: ({ call }) => call.source, kind: 'name' },
    { head: 'asset', of: (line) => line.asset, kind: 'name' },
    { head: 'call is', of: (line) => line.callState },
    { head: 'currency', of: (line) => line.currency },
    { head: 'amount', of: (line) => line.amount, kind: 'amount' },
    { head: 'held', of: (line) => line.held, kind: 'amount' },
    { head: 'since', of: (line) => line.time, kind: 'time' },
    { head: 'days', of: (line) => line.days, kind: 'number' },
    { head: 'dispute', of: (line) => line.id, kind: 'name' },
    { head: 'reason', of: (line) => line.reason },
  ],
}

export const refundTable: Table<RefundPage['items'][number]> = {
  name: 'refunds',
  ofEpoch: true,
  columns: [
    { head: 'state', of: (line) => line.state },
    { head: 'call', of: ({ call }) => call.id, kind: 'name' },
    { head: 'source', of: ({ call }) => call.source, kind: 'name' },
    { head: 'asset', of: (line) => line.asset, kind: 'name' },
    { head: 'call is', of: (line) => line.callState },
    { head: 'currency', of: (line) => line.currency },
    { head: 'amount', of: (line) => line.amount, kind: 'amount' },
    { head: 'time', of: (line) => line.time, kind: 'time' },
    { head: 'refund', of: (line) => line.id, kind: 'name' },
    { head: 'reason', of: (line) => line.reason },
  ],
}
