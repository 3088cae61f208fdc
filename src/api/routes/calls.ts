/** Calls: who gets what of the revenue of one call. */
import { z } from 'zod'
import { explanation, payeeExplanation } from '../../service/schemas/index.ts'
import { requireOwnPayee } from '../access.ts'
import { failures, payeeParams, plain, type Routes, reads, readsOwn } from './common.ts'

const callId = z.string().min(1).max(1_024).describe("The event's id, percent-encoded")
const sourceQuery = z.strictObject({
  source: z.string().min(1).max(1_024).optional().describe('Needed only if the id alone is not unique'),
})

export const callRoutes: Routes = async (app, { context: { headwater } }) => {
  app.get(
    '/v1/calls/:id/explanation',
    {
      config: { access: reads },
      schema: {
        summary: 'What each payee gets from one call, and by which paths',
        tags: ['payees'],
        params: z.strictObject({ id: callId }),
        querystring: sourceQuery,
        response: { 200: explanation, ...failures },
      },
    },
    async (request) => plain(await headwater.explain(request.params.id, request.query.source)),
  )
  app.get(
    '/v1/payees/:payee/calls/:id/explanation',
    {
      config: { access: readsOwn },
      schema: {
        summary: 'What one payee gets from one call, and nothing of others',
        tags: ['payees'],
        params: payeeParams.extend({ id: callId }),
        querystring: sourceQuery,
        response: { 200: payeeExplanation, ...failures },
      },
    },
    async (request) => {
      const { payee, id } = request.params
      requireOwnPayee(request, payee)
      return plain(await headwater.explainTo(payee, id, request.query.source))
    },
  )
}
