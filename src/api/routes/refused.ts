/** Refused events: listing them, and sending them again after a fix. */

import { z } from 'zod'
import { defined } from '../../base/defined.ts'
import { refusedTable } from '../../documents/tables/operations.ts'
import { inputFormats } from '../../service/headwater.ts'
import { dismissReport, refusedPage, replayReport } from '../../service/schemas/index.ts'
import { type Access, actorOf } from '../access.ts'
import { pageQuery } from '../paging.ts'
import { answerList, orFile } from '../tables.ts'
import { allowNoBody, failures, plain, type Routes } from './common.ts'

/** An entry has the event as it came, callers and prompts included. */
const refusals: Access = { any: ['refused'] }

const code = z.string().max(64).optional().describe('Only entries refused with this code')

const replayBody = z.strictObject({
  code,
  format: z
    .enum(inputFormats)
    .optional()
    .describe('Decode the entries that look like it in this format, whatever they came as'),
  mapping: z
    .unknown()
    .optional()
    .describe(
      'The mapping of that format, or without `format` in place of the one that each entry came with; see docs/ingestion.md',
    ),
})

const dismissBody = z.strictObject({
  code,
  ids: z.array(z.string().max(64)).min(1).max(10_000).optional().describe('Only these entries'),
  before: z
    .string()
    .max(64)
    .optional()
    .describe('Only entries refused before this day (its first moment in UTC) or time'),
  all: z.boolean().optional().describe('true: every entry to which the other conditions apply'),
})

export const refusedRoutes: Routes = async (app, { context: { headwater } }) => {
  app.get(
    '/v1/refused',
    {
      config: { access: refusals },
      schema: {
        summary: 'Refused events, the oldest first',
        tags: ['events'],
        querystring: pageQuery.extend({ code }),
        response: { 200: orFile(refusedPage), ...failures },
      },
    },
    async (request, reply) =>
      answerList(reply, request.query, {
        headwater,
        table: refusedTable,
        read: (query) => headwater.refused(query),
      }),
  )
  app.post(
    '/v1/refused/replay',
    {
      // The list has calls and registry events, of every sender.
      config: { access: { any: ['refused'], orAllUnbound: ['calls', 'registry'] } },
      preValidation: allowNoBody,
      schema: {
        summary: 'Send refused events through ingestion again',
        tags: ['events'],
        body: replayBody.optional(),
        response: { 200: replayReport, ...failures },
      },
    },
    async (request) =>
      plain(await headwater.replayRefused({ ...defined(request.body ?? {}), actor: actorOf(request) })),
  )
  app.post(
    '/v1/refused/dismiss',
    {
      config: { access: refusals },
      schema: {
        summary: 'Remove refused events from the list; they are counted',
        tags: ['events'],
        body: dismissBody,
        response: { 200: dismissReport, ...failures },
      },
    },
    async (request) =>
      plain(await headwater.dismissRefused({ ...defined(request.body), actor: actorOf(request) })),
  )
}
