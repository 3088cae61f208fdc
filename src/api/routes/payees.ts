/** Payees: what a payee earned, was paid, and is still owed. */

import { z } from 'zod'
import { earningsTable, toDateTable } from '../../documents/tables/books.ts'
import { payeeTable } from '../../documents/tables/registry.ts'
import { payeeBalances, payeePage, statement, statementToDate } from '../../service/schemas/index.ts'
import { requireOwnPayee } from '../access.ts'
import { notModified } from '../entityTags.ts'
import { fileQuery, pageQuery } from '../paging.ts'
import { answerList, answerReport, orFile } from '../tables.ts'
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
        response: { 200: orFile(payeePage), ...failures },
      },
    },
    async (request, reply) =>
      answerList(reply, request.query, {
        headwater,
        table: payeeTable,
        read: (query) => headwater.payees(query),
      }),
  )
  app.get(
    '/v1/payees/:payee/statements',
    {
      config: { access: readsOwn, tag: 'answer' },
      schema: {
        summary: "A payee's statement for an epoch, with the source of each part",
        tags: ['payees'],
        params: payeeParams,
        querystring: epochQuery.extend(fileQuery.shape),
        response: { 200: orFile(statement), ...notModified, ...failures },
      },
    },
    async (request, reply) => {
      const { payee } = request.params
      requireOwnPayee(request, payee)
      const { epoch, format } = request.query
      return answerReport(reply, format, earningsTable, await headwater.statement(payee, epoch))
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
        querystring: fileQuery,
        response: { 200: orFile(statementToDate), ...notModified, ...failures },
      },
    },
    async (request, reply) => {
      const { payee } = request.params
      requireOwnPayee(request, payee)
      return answerReport(reply, request.query.format, toDateTable, await headwater.statementToDate(payee))
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
