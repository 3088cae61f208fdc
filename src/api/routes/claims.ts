/** What accounts claim from distributors. */

import { z } from 'zod'
import { claimTable } from '../../documents/tables/chains.ts'
import { claimPage, claimTotals, recorded } from '../../service/schemas/index.ts'
import { requireOwnList } from '../access.ts'
import { pageQuery } from '../paging.ts'
import { answerList, orFile } from '../tables.ts'
import { failures, plain, type Routes, readsOwn, settles } from './common.ts'
import { address, evmChain as chain, placeParams, revision, chainTags as tags } from './distributors.ts'

const atoms = z.string().regex(/^(?:0|[1-9][0-9]{0,77})$/, 'must be whole atoms')
const claimsBody = z.strictObject({
  revision,
  block: z.number().int().nonnegative(),
  hash: z
    .string()
    .regex(/^0x[0-9a-f]{64}$/)
    .optional()
    .describe('Of that block'),
  claims: z.array(z.strictObject({ account: address, token: address, cumulative: atoms })).max(1_000),
})
const claimQuery = pageQuery.extend({
  chain: chain.optional().describe('Only on this chain'),
  account: z.string().max(128).optional().describe('Only of this account, as CAIP-10'),
  payee: z.string().min(1).max(1_024).optional().describe("Only of this payee's accounts"),
})

export const claimRoutes: Routes = async (app, { context: { headwater } }) => {
  app.get(
    '/v1/claims',
    {
      config: { access: readsOwn },
      schema: {
        summary: 'What was published to accounts, what they can claim, and what they have claimed',
        tags,
        querystring: claimQuery,
        response: { 200: orFile(claimPage), ...failures },
      },
    },
    async (request, reply) => {
      requireOwnList(request, request.query.payee)
      const read = headwater.claims
      return answerList(reply, request.query, { headwater, table: claimTable, read })
    },
  )
  const path = '/v1/publications/:chain/:distributor/claims'
  app.get(
    path,
    {
      config: { access: settles },
      schema: {
        summary: 'What is known of the claims from a distributor',
        tags,
        params: placeParams,
        response: { 200: claimTotals, ...failures },
      },
    },
    async (request) => plain(await headwater.claimTotals(request.params)),
  )
  app.post(
    path,
    {
      config: { access: settles },
      schema: {
        summary: 'Record claims as the chain has them',
        tags,
        params: placeParams,
        body: claimsBody,
        response: { 200: recorded, ...failures },
      },
    },
    async (request) => plain(await headwater.recordClaims({ ...request.params, ...request.body })),
  )
}
