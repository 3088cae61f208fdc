/** The lists of a ledger over HTTP. */
import type { z } from 'zod'
import type { Headwater, RateQuery } from '../service/headwater.ts'
import * as schemas from '../service/schemas/index.ts'
import type { Query } from './http.ts'

type Get = <Schema extends z.ZodType>(schema: Schema, path: string, query: Query) => Promise<z.output<Schema>>

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
>

export function remoteLists(get: Get): Lists {
  return {
    advances: (query = {}) => get(schemas.advancePage, '/v1/advances', { ...query }),
    assets: (query = {}) => get(schemas.assetPage, '/v1/assets', { ...query }),
    balanceList: (query = {}) => get(schemas.balancePage, '/v1/balances', { ...query }),
    callGroups: (query = {}) => get(schemas.callGroupPage, '/v1/call-groups', { ...query }),
    calls: (query = {}) => get(schemas.callPage, '/v1/calls', { ...query }),
    clauses: (query = {}) => get(schemas.clausePage, '/v1/clauses', { ...query }),
    disputes: (query = {}) => get(schemas.disputePage, '/v1/disputes', { ...query }),
    fees: (query = {}) => get(schemas.feePage, '/v1/fees', inForce(query)),
    doublePayments: (query = {}) => get(schemas.doublePaymentPage, '/v1/payments/double', { ...query }),
    owed: (query = {}) => get(schemas.owedPage, '/v1/owed', { ...query }),
    payments: (query = {}) => get(schemas.paymentPage, '/v1/payments', { ...query }),
    payees: (query = {}) => get(schemas.payeePage, '/v1/payees', { ...query }),
    rates: (query = {}) => get(schemas.ratePage, '/v1/rates', inForce(query)),
    refunds: (query = {}) => get(schemas.refundPage, '/v1/refunds', { ...query }),
    reserves: (query = {}) => get(schemas.reservePage, '/v1/reserves', { ...query }),
    suspense: (query = {}) => get(schemas.suspensePage, '/v1/suspense', { ...query }),
  }
}

function inForce({ history, ...query }: RateQuery): Query {
  return { ...query, ...(history !== undefined && { history: String(history) }) }
}
