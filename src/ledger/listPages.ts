/**
 * Pages of calls, balances, contracts and refused events: the store continues after a place, and the caller keeps it as an opaque
 * cursor.
 */
import { z } from 'zod'
import { fail } from '../errors.ts'
import { parseAccount } from '../events/account.ts'
import { payeeNamed, type Registry } from '../registry/index.ts'
import { decodeCursor, encodeCursor } from '../service/cursor.ts'
import {
  type AdvancePage,
  type BalanceListQuery,
  type BalancePage,
  type CallGroupPage,
  type CallPage,
  type CallQuery,
  type ClausePage,
  type ContractQuery,
  type DisputePage,
  type DoublePaymentPage,
  type Headwater,
  type OwedPage,
  type PageOptions,
  type PayeeCallListQuery,
  type PayeeCallPage,
  type PaymentListQuery,
  type PaymentPage,
  pageItemsDefault,
  type RefundListQuery,
  type RefundPage,
  type RefusedPage,
  type ReservePage,
  type SuspenseListQuery,
  type SuspensePage,
} from '../service/headwater.ts'
import type { ClaimPage, ClaimQuery } from '../service/publishing.ts'
import type { Settlement } from '../settlement/index.ts'
import type { RefusedStore } from '../usage/refused.ts'

const whole = z.number().int().nonnegative()
const groupPlace = z.strictObject({
  asset: z.string(),
  day: z.string(),
  currency: z.string(),
  state: z.string(),
})
const callPlace = z.strictObject({ time: whole, partition: z.string(), revision: whole, row: whole })
const doublePlace = z.strictObject({ time: whole, source: z.string(), id: z.string() })
const unknownPlace = z.strictObject({ asset: z.string(), version: z.string(), currency: z.string() })
const balancePlace = z.strictObject({ payee: z.string(), currency: z.string() })
const clausePlace = z.strictObject({ revision: whole })
const claimPlace = z.strictObject({ publication: z.string(), leaf: whole })
const lotPlace = balancePlace.extend({ epoch: whole })

/** @throws HeadwaterError `cursor.malformed`, `time.*` */
export function pageOfGroups(
  settlement: Settlement,
  query: Omit<CallQuery, 'version' | 'epoch'> = {},
): Promise<CallGroupPage> {
  return pageOf(groupPlace, query, (filter, part) => settlement.callGroups(filter, part))
}

/** @throws HeadwaterError `cursor.malformed`, `time.*`, `epoch.none`, `epoch.unknown`, `request.malformed` */
export function pageOfCalls(settlement: Settlement, query: CallQuery = {}): Promise<CallPage> {
  return pageOf(callPlace, query, (filter, part) => settlement.calls(filter, part))
}

/** @throws HeadwaterError `cursor.malformed`, `payee.unknown`, `epoch.none`, `epoch.unknown` */
export function pageOfPayeeCalls(
  settlement: Settlement,
  payee: string,
  query: PayeeCallListQuery = {},
): Promise<PayeeCallPage> {
  return pageOf(callPlace, query, (filter, part) => settlement.payeeCalls(payee, filter, part))
}

/** @throws HeadwaterError `cursor.malformed` */
export function pageOfSuspense(settlement: Settlement, query: SuspenseListQuery = {}): Promise<SuspensePage> {
  return pageOf(unknownPlace, query, (filter, part) => settlement.suspense(filter, part))
}

/** @throws HeadwaterError `cursor.malformed` */
export function pageOfBalances(settlement: Settlement, query: BalanceListQuery = {}): Promise<BalancePage> {
  return pageOf(balancePlace, query, (filter, part) => settlement.balanceList(filter, part))
}

/** @throws HeadwaterError `cursor.malformed` */
export function pageOfClauses(settlement: Settlement, query: ContractQuery = {}): Promise<ClausePage> {
  return pageOf(clausePlace, query, (filter, part) => settlement.clauses(filter, part))
}

/** @throws HeadwaterError `cursor.malformed` */
export function pageOfAdvances(settlement: Settlement, query: ContractQuery = {}): Promise<AdvancePage> {
  return pageOf(clausePlace, query, (filter, part) => settlement.advances(filter, part))
}

/** @throws HeadwaterError `cursor.malformed` */
export function pageOfReserves(settlement: Settlement, query: ContractQuery = {}): Promise<ReservePage> {
  return pageOf(lotPlace, query, (filter, part) => settlement.reserves(filter, part))
}

/** @throws HeadwaterError `cursor.malformed` */
export function pageOfOwed(settlement: Settlement, query: ContractQuery = {}): Promise<OwedPage> {
  return pageOf(balancePlace, query, (filter, part) => settlement.owed(filter, part))
}

/** @throws HeadwaterError `cursor.malformed` */
export function pageOfDisputes(settlement: Settlement, query: PageOptions = {}): Promise<DisputePage> {
  return pageOf(callPlace, query, (_, part) => settlement.disputes(part))
}

/** @throws HeadwaterError `cursor.malformed` */
export function pageOfRefunds(settlement: Settlement, query: RefundListQuery = {}): Promise<RefundPage> {
  return pageOf(callPlace, query, (filter, part) => settlement.refunds(filter, part))
}

/** @throws HeadwaterError `cursor.malformed` */
export function pageOfPayments(settlement: Settlement, query: PaymentListQuery = {}): Promise<PaymentPage> {
  return pageOf(callPlace, query, (filter, part) => settlement.payments(filter, part))
}

/** @throws HeadwaterError `cursor.malformed` */
export function pageOfDoublePayments(
  settlement: Settlement,
  query: PageOptions = {},
): Promise<DoublePaymentPage> {
  return pageOf(doublePlace, query, (_, part) => settlement.doublePayments(part))
}

/** @throws HeadwaterError `cursor.malformed`, `payee.unknown`, `account.malformed` */
export function pageOfClaims(
  settlement: Settlement,
  registry: Registry,
  query: ClaimQuery = {},
): Promise<ClaimPage> {
  return pageOf(claimPlace, query, ({ chain, account, payee }, part) =>
    settlement.claims({ chain, accounts: accountsOf(registry, account, payee) }, part),
  )
}

/** With both, the account counts only where it is one of the payee's: a payee sees no others. */
function accountsOf(registry: Registry, account: string | undefined, payee: string | undefined) {
  const own = payee === undefined ? undefined : accountsOfPayee(registry, payee)
  if (account === undefined) return own
  const { chain, address } = parseAccount(account)
  const asked = [{ chain, account: address }]
  return own === undefined ? asked : own.filter((one) => one.chain === chain && one.account === address)
}

function accountsOfPayee(registry: Registry, payee: string) {
  const named = payeeNamed(registry, payee)
  if (named === undefined) fail('payee.unknown', `No event names the payee ${JSON.stringify(payee)}.`)
  return [...named.accounts].map(([chain, address]) => ({ chain, account: address }))
}

async function pageOf<Place, Query extends PageOptions, Item>(
  schema: z.ZodType<Place>,
  { cursor, limit = pageItemsDefault, ...filter }: Query,
  read: (
    filter: Omit<Query, keyof PageOptions>,
    part: { limit: number; after?: Place },
  ) => Promise<{ items: readonly Item[]; next: unknown }>,
): Promise<{ items: readonly Item[]; next: string | null }> {
  const after = cursor === undefined ? undefined : decodeCursor(cursor, schema)
  const { items, next } = await read(filter, { limit, ...(after !== undefined && { after }) })
  return { items, next: next === null ? null : encodeCursor(next) }
}

/** Bytes of events on a page. */
const pageBytesMax = 8 << 20

const refusedKey = z.strictObject({
  at: z.int().min(0),
  number: z.int().min(0),
  line: z.int().min(0),
  id: z.string().regex(/^[0-9a-f]{32}$/),
})

/** @throws HeadwaterError `cursor.malformed` */
export async function pageOfRefused(
  refused: RefusedStore,
  { limit = pageItemsDefault, cursor, code }: Parameters<Headwater['refused']>[0] = {},
): Promise<RefusedPage> {
  const { entries, next } = await refused.list({
    limit,
    bytesMax: pageBytesMax,
    ...(cursor !== undefined && { after: decodeCursor(cursor, refusedKey) }),
    ...(code !== undefined && { code }),
  })
  const items = entries.map(({ identity: _, ...entry }) => entry)
  const total = await refused.count(code)
  const codes = cursor === undefined && {
    codes: [...(await refused.codes())].map(([name, events]) => ({ code: name, events })),
  }
  return { items, total, lost: await refused.losses(), ...codes, next: next ? encodeCursor(next) : null }
}
