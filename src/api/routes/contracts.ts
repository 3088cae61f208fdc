/** What people agreed and corrected, as it stands: clauses, advances, reserves, who owes, disputes, refunds. */
import { z } from 'zod'
import { defined } from '../../base/defined.ts'
import { type ClausePage, refundStates } from '../../service/headwater.ts'
import {
  advancePage,
  clausePage,
  disputePage,
  owedPage,
  refundPage,
  reservePage,
} from '../../service/schemas/index.ts'
import { ownPayees, requireOwnList } from '../access.ts'
import { pageQuery } from '../paging.ts'
import { failures, plain, type Routes, reads, readsOwn } from './common.ts'

const contractQuery = pageQuery.extend({
  payee: z
    .string()
    .min(1)
    .max(1_024)
    .optional()
    .describe('Only what concerns this payee. A key with the scope payee must name one of its own'),
  currency: z.string().min(1).max(64).optional().describe('Only in this currency'),
})

export const contractRoutes: Routes = async (app, { context: { headwater } }) => {
  app.get(
    '/v1/clauses',
    {
      config: { access: readsOwn },
      schema: {
        summary: 'Clauses that divert earnings, with what each took to date, in the order recorded',
        tags: ['contracts'],
        querystring: contractQuery,
        response: { 200: clausePage, ...failures },
      },
    },
    async (request) => {
      requireOwnList(request, request.query.payee)
      const { items, next } = await headwater.clauses(defined(request.query))
      return plain({ items: items.map(onlyOwn(ownPayees(request))), next })
    },
  )
  app.get(
    '/v1/advances',
    {
      config: { access: readsOwn },
      schema: {
        summary: 'Clauses with a cap: what is recouped, what is left, and until when at the present pace',
        tags: ['contracts'],
        querystring: contractQuery,
        response: { 200: advancePage, ...failures },
      },
    },
    async (request) => {
      requireOwnList(request, request.query.payee)
      return plain(await headwater.advances(defined(request.query)))
    },
  )
  app.get(
    '/v1/reserves',
    {
      config: { access: readsOwn },
      schema: {
        summary: 'What reserves hold back, of which epoch and until when; by payee, currency and epoch',
        tags: ['contracts'],
        querystring: contractQuery,
        response: { 200: reservePage, ...failures },
      },
    },
    async (request) => {
      requireOwnList(request, request.query.payee)
      return plain(await headwater.reserves(defined(request.query)))
    },
  )
  app.get(
    '/v1/owed',
    {
      config: { access: readsOwn },
      schema: {
        summary: 'Payees that owe: balances below 0 after the last epoch, by payee and currency',
        tags: ['contracts'],
        querystring: contractQuery,
        response: { 200: owedPage, ...failures },
      },
    },
    async (request) => {
      requireOwnList(request, request.query.payee)
      return plain(await headwater.owed(defined(request.query)))
    },
  )
  app.get(
    '/v1/disputes',
    {
      config: { access: reads },
      schema: {
        summary: 'Open disputes, the oldest first, with the amounts that they hold',
        tags: ['contracts'],
        querystring: pageQuery,
        response: { 200: disputePage, ...failures },
      },
    },
    async (request) => plain(await headwater.disputes(defined(request.query))),
  )
  app.get(
    '/v1/refunds',
    {
      config: { access: reads },
      schema: {
        summary: 'Refunds, the oldest first: those that count, wait, do not match or are too much',
        tags: ['contracts'],
        querystring: pageQuery.extend({ state: z.enum(refundStates).optional() }),
        response: { 200: refundPage, ...failures },
      },
    },
    async (request) => plain(await headwater.refunds(defined(request.query))),
  )
}

/** To whom a clause gives does not see what the other earned. @param own undefined for who reads everything */
function onlyOwn(own: readonly string[] | undefined) {
  return (item: ClausePage['items'][number]): ClausePage['items'][number] =>
    own === undefined || own.includes(item.payee) ? item : { ...item, base: null }
}
