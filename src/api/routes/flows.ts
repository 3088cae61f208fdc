/** Flows: from calls over assets to payees, of an epoch and of one call, as a graph of few nodes. */
import { z } from 'zod'
import { defined } from '../../base/defined.ts'
import { flowTable } from '../../documents/tables/flows.ts'
import { flowGroupings, flowTopDefault, flowTopMax } from '../../service/headwater.ts'
import { callFlowReport, epochFlowReport } from '../../service/schemas/index.ts'
import { notModified } from '../entityTags.ts'
import { fileQuery, wholeNumberText } from '../paging.ts'
import { answerReport, orFile } from '../tables.ts'
import { epochParams, failures, liftIdleLimit, type Routes, reads } from './common.ts'

const assetId = z.string().min(1).max(300).optional()

const viewQuery = fileQuery.extend({
  currency: z.string().min(1).max(32).optional().describe('Default: all'),
  asset: assetId.describe('Only the links of this asset'),
  payee: z
    .string()
    .min(1)
    .max(1_024)
    .optional()
    .describe('Only the assets that gave to this payee are shown one by one; all other payees are one node'),
  prefix: assetId.describe('Only assets whose ids begin so are shown one by one'),
  owner: z.string().min(1).max(1_024).optional().describe('Only assets of this payee are shown one by one'),
  by: z.enum(flowGroupings).optional().describe('How the other assets are grouped; default: by kind'),
  top: wholeNumberText
    .pipe(z.number().min(1).max(flowTopMax))
    .optional()
    .describe(
      `Assets of each level, and payees, that are shown one by one: default ${flowTopDefault}, at most ${flowTopMax}`,
    ),
})

export const flowRoutes: Routes = async (app, { context: { headwater } }) => {
  app.get(
    '/v1/epochs/:epoch/flow',
    {
      config: { access: reads, tag: 'epoch' },
      schema: {
        summary: 'The flow of an epoch, from calls over assets to payees',
        tags: ['settlement'],
        params: epochParams,
        querystring: viewQuery,
        response: { 200: orFile(epochFlowReport), ...notModified, ...failures },
      },
    },
    async (request, reply) => {
      liftIdleLimit(request)
      const { format, ...view } = request.query
      return answerReport(reply, format, flowTable, await headwater.flow(request.params.epoch, defined(view)))
    },
  )
  app.get(
    '/v1/calls/:id/flow',
    {
      config: { access: reads },
      schema: {
        summary: 'The flow of one call, from it over assets to payees',
        tags: ['calls'],
        params: z.strictObject({
          id: z.string().min(1).max(1_024).describe("The event's id, percent-encoded"),
        }),
        querystring: viewQuery.omit({ currency: true }).extend({
          source: z
            .string()
            .min(1)
            .max(1_024)
            .optional()
            .describe('Needed only if the id alone is not unique'),
        }),
        response: { 200: orFile(callFlowReport), ...failures },
      },
    },
    async (request, reply) => {
      const { source, format, ...view } = request.query
      const report = await headwater.callFlow(request.params.id, source, defined(view))
      return answerReport(reply, format, flowTable, report)
    },
  )
}
