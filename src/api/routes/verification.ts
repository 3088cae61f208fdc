/** Verification: recomputes an epoch and reports what differs. */
import { z } from 'zod'
import { invariant } from '../../invariant.ts'
import { verifyReport } from '../../service/schemas/index.ts'
import { epochParams, failures, liftIdleLimit, plain, type Routes, reads } from './common.ts'

const verifyQuery = z.object({
  full: z
    .stringbool()
    .optional()
    .describe(
      'Whether to sum all calls ever recorded again, in place of the checkpoint of the epoch before.',
    ),
})

export const verificationRoutes: Routes = async (app, { context: { headwater } }) => {
  app.post(
    '/v1/epochs/:epoch/verify',
    {
      config: { access: reads },
      schema: {
        summary: 'Recompute an epoch from the logs and compare',
        tags: ['settlement'],
        params: epochParams,
        querystring: verifyQuery,
        response: { 200: verifyReport, ...failures },
      },
    },
    async (request) => {
      liftIdleLimit(request)
      const { full } = request.query
      for await (const report of headwater.verify(request.params.epoch, { full })) return plain(report)
      return invariant(false, 'verifying one epoch gives one report')
    },
  )
}
