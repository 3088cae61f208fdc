/** Payees: what a payee earned, was paid, and is still owed. */
import { z } from 'zod'
import { defined } from '../../base/defined.ts'
import { payeeBalances, payeePage, statement, statementToDate } from '../../service/schemas/index.ts'
import { requireOwnPayee } from '../access.ts'
import { notModified } from '../entityTags.ts'
import { pageQuery } from '../paging.ts'
import { epochQuery, failures, payeeParams, plain, type Routes, reads, readsOwn } from './common.ts'

const payeeQuery = pageQuery.extend({
  prefix: z.string().max(1_024).optional().describe('Only ids that begin with it'),
  account: z
    .string()
    .max(128)
    .optional()
    .describe('CAIP-10: only payees that this account of an eip155 chain is bound to'),
})

export const payeeRoutes: Routes = async (app, { context: { headwater } }) => {
  app.get(
    '/v1/payees',
    {
      config: { access: reads },
      schema: {
        summary: 'Payees with their names and accounts, in the order recorded',
        tags: ['payees'],
        querystring: payeeQuery,
        response: { 200: payeePage, ...failures },
      },
    },
    async (request) => plain(await headwater.payees(defined(request.query))),
  )
  app.get(
    '/v1/payees/:payee/statements',
    {
      config: { access: readsOwn, tag: 'answer' },
      schema: {
        summary: "A payee's statement for an epoch, with the source of each part",
        tags: ['payees'],
        params: payeeParams,
        querystring: epochQuery,
        response: { 200: statement, ...notModified, ...failures },
      },
    },
    async (request) => {
      requireOwnPayee(request, request.params.payee)
      return plain(await headwater.statement(request.params.payee, request.query.epoch))
    },
  )
  app.get(
    '/v1/payees/:payee/statements/to-date',
    {
      config: { access: readsOwn, tag: 'answer' },
      schema: {
        summary: "A payee's statement over all epochs: from what, by which paths, what waits and why",
        tags: ['payees'],
        params: payeeParams,
        response: { 200: statementToDate, ...notModified, ...failures },
      },
    },
    async (request) => {
      requireOwnPayee(request, request.params.payee)
      return plain(await headwater.statementToDate(request.params.payee))
    },
  )
  app.get(
    '/v1/payees/:payee/balances',
    {
      config: { access: readsOwn, tag: 'answer' },
      schema: {
        summary: "A payee's balances, and why they are not paid yet",
        tags: ['payees'],
        params: payeeParams,
        response: { 200: payeeBalances, ...notModified, ...failures },
      },
    },
    async (request) => {
      requireOwnPayee(request, request.params.payee)
      return plain(await headwater.balances(request.params.payee))
    },
  )
}
