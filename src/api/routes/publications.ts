/** Publications of roots to distributors. */

import { z } from 'zod'
import { defined } from '../../base/defined.ts'
import { publicationTable } from '../../documents/tables/chains.ts'
import { fail } from '../../errors.ts'
import { publicationList, publicationLog, recorded, rootPlan } from '../../service/schemas/index.ts'
import { publishResult } from '../../service/schemas/publishing.ts'
import { fileQuery } from '../paging.ts'
import { answerList, orFile } from '../tables.ts'
import { failures, liftIdleLimit, plain, type Routes, reads, settles } from './common.ts'
import { address, evmChain, placeParams, revision, chainTags as tags } from './distributors.ts'

const planBody = z.strictObject({
  epoch: z.number().int().positive().optional().describe('Default: the last'),
  tokens: z.array(address).max(256).optional().describe('Tokens that the distributor pays'),
  others: z.array(address).max(16_384).optional().describe('Tokens of other distributors of the chain'),
})
const eventBody = z.strictObject({
  revision,
  event: z.strictObject({ type: z.string().max(64), data: z.record(z.string(), z.unknown()) }),
})
const transactionsBody = z.strictObject({
  epoch: z.number().int().positive().optional().describe('Default: the last'),
  chain: evmChain.optional().describe('Default: all that have a distributor'),
  fund: z.boolean().optional().describe('Whether they fund the contract; default: true'),
  again: z.boolean().optional().describe('Submits a root again that the guardian disabled'),
})
const publishResults = z.object({ items: z.array(publishResult) }).meta({ id: 'PublishResults' })

export const publicationRoutes: Routes = async (app, { context: { headwater, publishing } }) => {
  app.get(
    '/v1/publications',
    {
      config: { access: reads },
      schema: {
        summary: 'Distributors, with their roots and what is on the way to them',
        tags,
        querystring: fileQuery,
        response: { 200: orFile(publicationList), ...failures },
      },
    },
    async (request, reply) =>
      answerList(reply, request.query, {
        headwater,
        table: publicationTable,
        read: () => headwater.publications(),
      }),
  )
  app.post(
    '/v1/publications/transactions',
    {
      config: { access: settles },
      schema: {
        summary:
          'Where the publication of an epoch is on each chain, and the transactions that are left, for a wallet to sign',
        tags,
        body: transactionsBody,
        response: { 200: publishResults, ...failures },
      },
    },
    async (request) => {
      liftIdleLimit(request)
      if (publishing === undefined)
        return fail('publish.noDistributor', 'This server reads no chains file, so it knows no distributor.')
      const { epoch, chain, fund = true, again = false } = request.body
      return plain({ items: await publishing.transactions({ epoch, chain, fund, again }) })
    },
  )
  const path = '/v1/publications/:chain/:distributor'
  app.post(
    `${path}/plan`,
    {
      config: { access: settles },
      schema: {
        summary: 'Compute and check the root of an epoch. Nothing is recorded',
        tags,
        params: placeParams,
        body: planBody,
        response: { 200: rootPlan, ...failures },
      },
    },
    async (request) => {
      liftIdleLimit(request)
      return plain(await headwater.planPublication({ ...request.params, ...defined(request.body) }))
    },
  )
  app.get(
    `${path}/events`,
    {
      config: { access: settles },
      schema: {
        summary: 'The events of a publication, for the process that continues it',
        tags,
        params: placeParams,
        response: { 200: publicationLog, ...failures },
      },
    },
    async (request) => plain(await headwater.publication(request.params)),
  )
  app.post(
    `${path}/events`,
    {
      config: { access: settles },
      schema: {
        summary: 'Record an event of a publication',
        tags,
        params: placeParams,
        body: eventBody,
        response: { 200: recorded, ...failures },
      },
    },
    async (request) => plain(await headwater.recordPublication({ ...request.params, ...request.body })),
  )
}
