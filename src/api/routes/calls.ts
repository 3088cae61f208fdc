/** Calls: lists of them, those in suspense, and who gets what of the revenue of one call. */

import { z } from 'zod'
import {
  callGroupTable,
  callTable,
  explanationTable,
  partTable,
  payeeCallTable,
  suspenseTable,
} from '../../documents/tables/calls.ts'
import type { PayeeCallListQuery } from '../../service/headwater.ts'
import { callStates, explainedListDefault, explainedListMax } from '../../service/headwater.ts'
import {
  callGroupPage,
  callPage,
  explanation,
  payeeCallPage,
  payeeExplanation,
  suspensePage,
} from '../../service/schemas/index.ts'
import { readDay } from '../../service/times.ts'
import { requireOwnPayee } from '../access.ts'
import { notModified } from '../entityTags.ts'
import { fileQuery, pageQuery, wholeNumberText } from '../paging.ts'
import { answerList, answerReport, orFile } from '../tables.ts'
import { writtenAs } from '../writtenAs.ts'
import { epochQuery, failures, payeeParams, type Routes, reads, readsOwn } from './common.ts'

const callId = z.string().min(1).max(1_024).describe("The event's id, percent-encoded")
const sourceQuery = fileQuery.extend({
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

const eachCallQuery = callQuery.extend({
  version: z
    .string()
    .min(1)
    .max(64)
    .optional()
    .describe('Only calls that this version of `asset` serves, whether they name it or none'),
  epoch: epochQuery.shape.epoch.describe('Only calls that this epoch settled'),
})

const payeeCallQuery = pageQuery.extend({
  ...epochQuery.shape,
  asset: z
    .string()
    .max(300)
    .optional()
    .describe('Only what comes from this source; empty for the platform fee'),
  version: z.string().max(64).optional().describe('Of that source'),
})

const dayOf = <Query extends { day?: string | undefined }>(query: Query): Query =>
  query.day === undefined ? query : { ...query, day: readDay(query.day, 'day') }

export const callRoutes: Routes = async (app, options) => {
  const { headwater } = options.context
  app.get(
    '/v1/call-groups',
    {
      config: { access: reads },
      schema: {
        summary: 'Number and amount of calls by asset, day, currency and state',
        tags: ['calls'],
        querystring: callQuery,
        response: { 200: orFile(callGroupPage), ...failures },
      },
    },
    async (request, reply) =>
      answerList(reply, dayOf(request.query), {
        headwater,
        table: callGroupTable,
        read: (query) => headwater.callGroups(query),
      }),
  )
  app.get(
    '/v1/calls',
    {
      config: { access: reads },
      schema: {
        summary: 'Accepted calls without their callers, the oldest first',
        tags: ['calls'],
        querystring: eachCallQuery,
        response: { 200: orFile(callPage), ...failures },
      },
    },
    async (request, reply) =>
      answerList(reply, dayOf(request.query), {
        headwater,
        table: callTable,
        read: (query) => headwater.calls(query),
      }),
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
        response: { 200: orFile(suspensePage), ...failures },
      },
    },
    async (request, reply) =>
      answerList(reply, request.query, {
        headwater,
        table: suspenseTable,
        read: (query) => headwater.suspense(query),
      }),
  )
  await explanationRoutes(app, options)
}

const writeExplanation = writtenAs(explanation) as (payload: unknown) => string

const explanationRoutes: Routes = async (app, { context: { headwater } }) => {
  app.get(
    '/v1/calls/:id/explanation',
    {
      config: { access: reads, tag: 'answer' },
      schema: {
        summary: 'What each payee gets from one call, and by which paths',
        tags: ['payees'],
        params: z.strictObject({ id: callId }),
        querystring: sourceQuery.extend({ limit: listedQuery }),
        response: { 200: orFile(explanation), ...notModified, ...failures },
      },
    },
    async (request, reply) => {
      const { source, format, limit: listedMax = explainedListDefault } = request.query
      const report = await headwater.explain(request.params.id, source, { listedMax })
      if (format === undefined) reply.serializer(writeExplanation)
      return answerReport(reply, format, explanationTable, report)
    },
  )
  app.get(
    '/v1/payees/:payee/calls',
    {
      config: { access: readsOwn },
      schema: {
        summary: 'The calls of an epoch that paid a payee, with its own parts and nothing of others',
        tags: ['payees'],
        params: payeeParams,
        querystring: payeeCallQuery,
        response: { 200: orFile(payeeCallPage), ...failures },
      },
    },
    async (request, reply) => {
      const { payee } = request.params
      requireOwnPayee(request, payee)
      const read = (query: PayeeCallListQuery) => headwater.payeeCalls(payee, query)
      return answerList(reply, request.query, { headwater, table: payeeCallTable, read })
    },
  )
  app.get(
    '/v1/payees/:payee/calls/:id/explanation',
    {
      config: { access: readsOwn, tag: 'answer' },
      schema: {
        summary: 'What one payee gets from one call, and nothing of others',
        tags: ['payees'],
        params: payeeParams.extend({ id: callId }),
        querystring: sourceQuery,
        response: { 200: orFile(payeeExplanation), ...notModified, ...failures },
      },
    },
    async (request, reply) => {
      const { payee, id } = request.params
      requireOwnPayee(request, payee)
      const part = await headwater.explainTo(payee, id, request.query.source)
      return answerReport(reply, request.query.format, partTable, part)
    },
  )
}
