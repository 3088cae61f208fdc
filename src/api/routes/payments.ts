/** Payments on a chain that gateways described, and those that were made twice. */

import { z } from 'zod'
import { doublePaymentTable, paymentTable } from '../../documents/tables/calls.ts'
import { paymentStates } from '../../service/headwater.ts'
import { doublePaymentPage, paymentPage } from '../../service/schemas/index.ts'
import { pageQuery } from '../paging.ts'
import { answerList, orFile } from '../tables.ts'
import { failures, type Routes, reads } from './common.ts'

export const paymentRoutes: Routes = async (app, { context: { headwater } }) => {
  app.get(
    '/v1/payments',
    {
      config: { access: reads },
      schema: {
        summary: 'Payments on a chain that gateways described, with what became of each, the oldest first',
        tags: ['payments'],
        querystring: pageQuery.extend({ state: z.enum(paymentStates).optional() }),
        response: { 200: orFile(paymentPage), ...failures },
      },
    },
    async (request, reply) =>
      answerList(reply, request.query, {
        headwater,
        table: paymentTable,
        read: (query) => headwater.payments(query),
      }),
  )
  app.get(
    '/v1/payments/double',
    {
      config: { access: reads },
      schema: {
        summary: 'Payments that were made twice for one purchase, each with the event that refunds it',
        tags: ['payments'],
        querystring: pageQuery,
        response: { 200: orFile(doublePaymentPage), ...failures },
      },
    },
    async (request, reply) =>
      answerList(reply, request.query, {
        headwater,
        table: doublePaymentTable,
        read: (query) => headwater.doublePayments(query),
      }),
  )
}
