/** Merkle proofs: what an account needs to be paid on chain. */
import { z } from 'zod'
import { proofReport } from '../../service/schemas/index.ts'
import { epochQuery, failures, plain, type Routes, reads } from './common.ts'

export const proofRoutes: Routes = async (app, { context: { headwater } }) => {
  app.get(
    '/v1/proofs/:account',
    {
      config: { access: reads },
      schema: {
        summary: 'Merkle proofs of an account, over all chains and tokens',
        tags: ['settlement'],
        params: z.strictObject({ account: z.string().min(1).max(300).describe('0x address or CAIP-10') }),
        querystring: epochQuery,
        response: { 200: proofReport, ...failures },
      },
    },
    async (request) => plain(await headwater.proof(request.params.account, request.query.epoch)),
  )
}
