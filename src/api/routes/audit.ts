/** The audit: who did what to the ledger. */
import { z } from 'zod'
import { auditPage } from '../../service/schemas/index.ts'
import type { Access } from '../access.ts'
import { given, pageQuery } from '../paging.ts'
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
          since: z.string().max(64).optional().describe('Only entries from this time on, RFC 3339'),
        }),
        response: { 200: auditPage, ...failures },
      },
    },
    async (request) => plain(await headwater.audit(given(request.query))),
  )
}
