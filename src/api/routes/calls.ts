/** Calls: lists of them, those in suspense, and who gets what of the revenue of one call. */
import { z } from 'zod'
import { defined } from '../../base/defined.ts'
import { callStates, explainedListDefault, explainedListMax } from '../../service/headwater.ts'
import {
  callGroupPage,
  callPage,
  explanation,
  payeeExplanation,
  suspensePage,
} from '../../service/schemas/index.ts'
import { readDay } from '../../service/times.ts'
import { requireOwnPayee } from '../access.ts'
import { pageQuery, wholeNumberText } from '../paging.ts'
import { failures, payeeParams, plain, type Routes, reads, readsOwn } from './common.ts'

const callId = z.string().min(1).max(1_024).describe("The event's id, percent-encoded")
const sourceQuery = z.strictObject({
  source: z.string().min(1).max(1_024).optional().describe('Needed only if the id alone is not unique'),
})

const listedQuery = wholeNumberText
  .pipe(z.number().min(1).max(explainedListMax))
  .optional()
  .describe(
    `Versions that are listed, and parts of payees: default ${explainedListDefault}, at most ${explainedListMax}`,
  )

const callQuery = pageQuery.extend({
  asset: z.string().min(1).max(300).optional().describe('Only calls that name this asset'),
  day: z.string().max(64).optional().describe('Only calls of this day in UTC: yyyy-mm-dd'),
  state: z.enum(callStates).optional(),
})

const dayOf = <Query extends { day?: string | undefined }>(query: Query): Query =>
  query.day === undefined ? query : { ...query, day: readDay(query.day, 'day') }

export const callRoutes: Routes = async (app, { context: { headwater } }) => {
  app.get(
    '/v1/call-groups',
    {
      config: { access: reads },
      schema: {
        summary: 'Number and amount of calls by asset, day, currency and state',
        tags: ['calls'],
        querystring: callQuery,
        response: { 200: callGroupPage, ...failures },
      },
    },
    async (request) => plain(await headwater.callGroups(defined(dayOf(request.query)))),
  )
  app.get(
    '/v1/calls',
    {
      config: { access: reads },
      schema: {
        summary: 'Accepted calls without their callers, the oldest first',
        tags: ['calls'],
        querystring: callQuery,
        response: { 200: callPage, ...failures },
      },
    },
    async (request) => plain(await headwater.calls(defined(dayOf(request.query)))),
  )
  app.get(
    '/v1/suspense',
    {
      config: { access: reads },
      schema: {
        summary:
          'Calls whose asset or version is not known, by what they name, with known names that are near',
        tags: ['calls'],
        querystring: callQuery.omit({ day: true, state: true }),
        response: { 200: suspensePage, ...failures },
      },
    },
    async (request) => plain(await headwater.suspense(defined(request.query))),
  )
  app.get(
    '/v1/calls/:id/explanation',
    {
      config: { access: reads },
      schema: {
        summary: 'What each payee gets from one call, and by which paths',
        tags: ['payees'],
        params: z.strictObject({ id: callId }),
        querystring: sourceQuery.extend({ limit: listedQuery }),
        response: { 200: explanation, ...failures },
      },
    },
    async (request) => {
      const { source, limit: listedMax = explainedListDefault } = request.query
      return plain(await headwater.explain(request.params.id, source, { listedMax }))
    },
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
