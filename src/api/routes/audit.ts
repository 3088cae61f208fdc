/** The audit: who did what to the ledger. */
import { defined } from '../../base/defined.ts'
import { auditPage } from '../../service/schemas/index.ts'
import type { Access } from '../access.ts'
import { pageQuery, timeText, utc } from '../paging.ts'
import { failures, plain, type Routes } from './common.ts'

const audits: Access = { any: ['audit'] }

export const auditRoutes: Routes = async (app, { context: { headwater } }) => {
  app.get(
    '/v1/audit',
    {
      config: { access: audits },
      schema: {
        summary: 'Who recorded registry events, closed epochs, replayed refused events and changed keys',
        tags: ['operations'],
        querystring: pageQuery.extend({
          since: timeText.optional().describe(`Only entries from this time on: ${timeText.description}`),
        }),
        response: { 200: auditPage, ...failures },
      },
    },
    async (request) => plain(await headwater.audit(defined(utc(request.query, 'since')))),
  )
}
