/** The audit: who did what to the ledger. */

import { auditTable } from '../../documents/tables/operations.ts'
import { auditPage } from '../../service/schemas/index.ts'
import type { Access } from '../access.ts'
import { pageQuery, timeText, utc } from '../paging.ts'
import { answerList, orFile } from '../tables.ts'
import { failures, type Routes } from './common.ts'

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
        response: { 200: orFile(auditPage), ...failures },
      },
    },
    async (request, reply) =>
      answerList(reply, utc(request.query, 'since'), {
        headwater,
        table: auditTable,
        read: (query) => headwater.audit(query),
      }),
  )
}
