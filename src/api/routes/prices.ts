/** Rates and fees: what is in force at a moment, and all that was ever set. */

import { z } from 'zod'
import { defined } from '../../base/defined.ts'
import { feeTable, rateTable } from '../../documents/tables/registry.ts'
import { feePage, ratePage } from '../../service/schemas/index.ts'
import { pageQuery, timeText, utc } from '../paging.ts'
import { answerList, orFile } from '../tables.ts'
import { failures, type Routes, reads } from './common.ts'

const inForceQuery = pageQuery.extend({
  at: timeText.optional().describe(`What is in force at this time: ${timeText.description}; default: now`),
  history: z.enum(['true', 'false']).optional().describe('true: all that was ever set'),
})
const rateQuery = inForceQuery.extend({
  asset: z.string().min(1).max(300).optional().describe('Only rates of this asset'),
})

export const priceRoutes: Routes = async (app, { context: { headwater } }) => {
  app.get(
    '/v1/rates',
    {
      config: { access: reads },
      schema: {
        summary: 'Rates in force, or all that were ever set, by asset',
        tags: ['registry'],
        querystring: rateQuery,
        response: { 200: orFile(ratePage), ...failures },
      },
    },
    async (request, reply) =>
      answerList(reply, read(request.query), {
        headwater,
        table: rateTable,
        read: (query) => headwater.rates(query),
      }),
  )
  app.get(
    '/v1/fees',
    {
      config: { access: reads },
      schema: {
        summary: 'The platform fee in force, or all that were ever set',
        tags: ['registry'],
        querystring: inForceQuery,
        response: { 200: orFile(feePage), ...failures },
      },
    },
    async (request, reply) =>
      answerList(reply, read(request.query), {
        headwater,
        table: feeTable,
        read: (query) => headwater.fees(query),
      }),
  )
}

function read<Query extends z.infer<typeof inForceQuery>>(query: Query) {
  const { history, ...rest } = defined(utc<Query, 'at'>(query, 'at'))
  return { ...rest, ...(history !== undefined && { history: history === 'true' }) }
}
