/** Balances of all payees. */

import { z } from 'zod'
import { balanceTable } from '../../documents/tables/books.ts'
import { balancePage } from '../../service/schemas/index.ts'
import { pageQuery } from '../paging.ts'
import { answerList, orFile } from '../tables.ts'
import { failures, type Routes, reads } from './common.ts'

const balanceQuery = pageQuery.extend({
  payee: z.string().min(1).max(1_024).optional().describe('Only balances of this payee'),
  currency: z.string().min(1).max(64).optional().describe('Only balances in this currency'),
})

export const balanceRoutes: Routes = async (app, { context: { headwater } }) => {
  app.get(
    '/v1/balances',
    {
      config: { access: reads },
      schema: {
        summary: 'Balances of all payees after the last epoch, sorted by payee and currency',
        tags: ['payees'],
        querystring: balanceQuery,
        response: { 200: orFile(balancePage), ...failures },
      },
    },
    async (request, reply) =>
      answerList(reply, request.query, {
        headwater,
        table: balanceTable,
        read: (query) => headwater.balanceList(query),
      }),
  )
}
