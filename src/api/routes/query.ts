/** SQL of users over the stored tables. */
import { z } from 'zod'
import { queryAnswer } from '../../service/schemas/index.ts'
import type { Access } from '../access.ts'
import { failures, liftIdleLimit, plain, type Routes } from './common.ts'

/** A scope of its own: the tables have callers and refused records as they came, which `read` does not see. */
const queries: Access = { any: ['query'] }

export const queryRoutes: Routes = async (app, { context: { headwater } }) => {
  app.post(
    '/v1/query',
    {
      config: { access: queries },
      schema: {
        summary: 'Answer one SELECT over the stored tables: read only, within limits',
        tags: ['operation'],
        body: z.strictObject({ sql: z.string().min(1).max(32_768) }),
        response: { 200: queryAnswer, ...failures },
      },
    },
    async (request) => {
      liftIdleLimit(request)
      return plain(await headwater.query(request.body.sql))
    },
  )
}
