/** Webhooks that notices are sent to, with what became of them. */

import { z } from 'zod'
import { webhookTable } from '../../documents/tables/operations.ts'
import { rewoundWebhook, webhookList } from '../../service/schemas/index.ts'
import { actorOf } from '../access.ts'
import { fileQuery } from '../paging.ts'
import { answerList, orFile } from '../tables.ts'
import { failures, type Routes, reads, settles } from './common.ts'

const tags = ['notices']

export const noticeRoutes: Routes = async (app, { context: { headwater } }) => {
  app.get(
    '/v1/webhooks',
    {
      config: { access: reads },
      schema: {
        summary: 'Webhooks, with the last notice that each took, and those that were given up',
        tags,
        querystring: fileQuery,
        response: { 200: orFile(webhookList), ...failures },
      },
    },
    async (request, reply) =>
      answerList(reply, request.query, { headwater, table: webhookTable, read: () => headwater.webhooks() }),
  )
  app.post(
    '/v1/webhooks/:webhook/rewind',
    {
      config: { access: settles },
      schema: {
        summary: 'Send the notices of an epoch, and of all that happened since, once more',
        tags,
        params: z.strictObject({ webhook: z.string().min(1).max(64) }),
        body: z.strictObject({ epoch: z.number().int().positive() }),
        response: { 200: rewoundWebhook, ...failures },
      },
    },
    async (request) => {
      const { epoch } = request.body
      return headwater.rewindWebhook(request.params.webhook, { epoch, actor: actorOf(request) })
    },
  )
}
