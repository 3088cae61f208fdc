/** Verification: recomputes an epoch and reports what differs. */
import { invariant } from '../../invariant.ts'
import { verifyReport } from '../../service/schemas/index.ts'
import { epochParams, failures, liftIdleLimit, plain, type Routes, reads } from './common.ts'

export const verificationRoutes: Routes = async (app, { context: { headwater } }) => {
  app.post(
    '/v1/epochs/:epoch/verify',
    {
      config: { access: reads },
      schema: {
        summary: 'Recompute an epoch from the logs and compare',
        tags: ['settlement'],
        params: epochParams,
        response: { 200: verifyReport, ...failures },
      },
    },
    async (request) => {
      liftIdleLimit(request)
      for await (const report of headwater.verify(request.params.epoch)) return plain(report)
      return invariant(false, 'verifying one epoch gives one report')
    },
  )
}
