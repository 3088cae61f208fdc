/** Sums of a whole ledger. */
import { z } from 'zod'
import { defined } from '../../base/defined.ts'
import { heldReport, revenueReport } from '../../service/schemas/index.ts'
import { wholeNumberText } from '../paging.ts'
import { failures, plain, type Routes, reads } from './common.ts'

const daysMax = 366
const assetsMax = 1_000

const revenueQuery = z.strictObject({
  days: wholeNumberText
    .pipe(z.number().min(1).max(daysMax))
    .optional()
    .describe(`Days up to that of the newest call: default 92, at most ${daysMax}`),
  assets: wholeNumberText
    .pipe(z.number().min(1).max(assetsMax))
    .optional()
    .describe(`Assets of each currency: default 10, at most ${assetsMax}`),
})

export const summaryRoutes: Routes = async (app, { context: { headwater } }) => {
  app.get(
    '/v1/revenue',
    {
      config: { access: reads },
      schema: {
        summary:
          'Number and amount of calls by day, currency and state, and the assets with the highest revenue',
        tags: ['calls'],
        querystring: revenueQuery,
        response: { 200: revenueReport, ...failures },
      },
    },
    async (request) => plain(await headwater.revenue(defined(request.query))),
  )
  app.get(
    '/v1/held',
    {
      config: { access: reads },
      schema: {
        summary: 'Balances after the last epoch by why a close now would not pay them',
        tags: ['payees'],
        response: { 200: heldReport, ...failures },
      },
    },
    async () => plain(await headwater.held()),
  )
}
