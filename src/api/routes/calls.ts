/** Calls: who gets what of the revenue of one call. */
import { z } from 'zod'
import { explanation } from '../../service/schemas/index.ts'
import { failures, plain, type Routes, reads } from './common.ts'

export const callRoutes: Routes = async (app, { context: { headwater } }) => {
  app.get(
    '/v1/calls/:id/explanation',
    {
      config: { access: reads },
      schema: {
        summary: 'What each payee gets from one call, and by which paths',
        tags: ['payees'],
        params: z.strictObject({
          id: z.string().min(1).max(1_024).describe("The event's id, percent-encoded"),
        }),
        querystring: z.strictObject({
          source: z
            .string()
            .min(1)
            .max(1_024)
            .optional()
            .describe('Needed only if the id alone is not unique'),
        }),
        response: { 200: explanation, ...failures },
      },
    },
    async (request) => plain(await headwater.explain(request.params.id, request.query.source)),
  )
}
