/** What one payee earned, was paid and has standing; and where one call's money went. */
import { z } from 'zod'
import { explanation, payeeBalances, statement } from '../../service/schemas/index.ts'
import { epochQuery, failures, payeeParams, plain, type Routes, reads } from './common.ts'

export const payeeRoutes: Routes = async (app, { context: { headwater } }) => {
  app.get(
    '/v1/payees/:payee/statements',
    {
      config: { access: reads },
      schema: {
        summary: "A payee's statement for an epoch, with where each part came from",
        tags: ['payees'],
        params: payeeParams,
        querystring: epochQuery,
        response: { 200: statement, ...failures },
      },
    },
    async (request) => plain(await headwater.statement(request.params.payee, request.query.epoch)),
  )
  app.get(
    '/v1/payees/:payee/balances',
    {
      config: { access: reads },
      schema: {
        summary: "A payee's standing, and why it is not paid yet",
        tags: ['payees'],
        params: payeeParams,
        response: { 200: payeeBalances, ...failures },
      },
    },
    async (request) => plain(await headwater.balances(request.params.payee)),
  )
  app.get(
    '/v1/calls/:id/explanation',
    {
      config: { access: reads },
      schema: {
        summary: 'Who gets what of one call, by which paths',
        tags: ['payees'],
        params: z.strictObject({
          id: z.string().min(1).max(1_024).describe("The event's id, percent-encoded"),
        }),
        querystring: z.strictObject({
          source: z.string().min(1).max(1_024).optional().describe('Where the id alone is not unique'),
        }),
        response: { 200: explanation, ...failures },
      },
    },
    async (request) => plain(await headwater.explain(request.params.id, request.query.source)),
  )
}
