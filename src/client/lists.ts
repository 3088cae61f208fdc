/** The lists of a ledger over HTTP. */
import type { Headwater, RateQuery } from '../service/headwater.ts'
import type { Query } from './transport.ts'
import type { Get } from './wire.ts'

type Lists = Pick<
  Headwater,
  | 'payees'
  | 'assets'
  | 'rates'
  | 'fees'
  | 'balanceList'
  | 'clauses'
  | 'advances'
  | 'reserves'
  | 'owed'
  | 'disputes'
  | 'refunds'
  | 'payments'
  | 'doublePayments'
  | 'callGroups'
  | 'calls'
  | 'suspense'
  | 'revenue'
  | 'held'
>

export function remoteLists(get: Get): Lists {
  return {
    advances: (query = {}) => get('advancePage', '/v1/advances', { ...query }),
    assets: (query = {}) => get('assetPage', '/v1/assets', { ...query }),
    balanceList: (query = {}) => get('balancePage', '/v1/balances', { ...query }),
    callGroups: (query = {}) => get('callGroupPage', '/v1/call-groups', { ...query }),
    calls: (query = {}) => get('callPage', '/v1/calls', { ...query }),
    clauses: (query = {}) => get('clausePage', '/v1/clauses', { ...query }),
    disputes: (query = {}) => get('disputePage', '/v1/disputes', { ...query }),
    fees: (query = {}) => get('feePage', '/v1/fees', inForce(query)),
    doublePayments: (query = {}) => get('doublePaymentPage', '/v1/payments/double', { ...query }),
    held: () => get('heldReport', '/v1/held'),
    owed: (query = {}) => get('owedPage', '/v1/owed', { ...query }),
    payments: (query = {}) => get('paymentPage', '/v1/payments', { ...query }),
    payees: (query = {}) => get('payeePage', '/v1/payees', { ...query }),
    rates: (query = {}) => get('ratePage', '/v1/rates', inForce(query)),
    refunds: (query = {}) => get('refundPage', '/v1/refunds', { ...query }),
    revenue: (query = {}) => get('revenueReport', '/v1/revenue', { ...query }),
    reserves: (query = {}) => get('reservePage', '/v1/reserves', { ...query }),
    suspense: (query = {}) => get('suspensePage', '/v1/suspense', { ...query }),
  }
}

function inForce({ history, ...query }: RateQuery): Query {
  return { ...query, ...(history !== undefined && { history: String(history) }) }
}
