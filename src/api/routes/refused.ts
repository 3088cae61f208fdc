/** Refused events: listing them, and sending them again after a fix. */
import { z } from 'zod'
import { refusedPage, replayReport } from '../../service/schemas/index.ts'
import { type Access, actorOf } from '../access.ts'
import { given, pageQuery } from '../paging.ts'
import { allowNoBody, failures, plain, type Routes } from './common.ts'

/** An entry has the event as it came, callers and prompts included. */
const refusals: Access = { any: ['refused'] }

const code = z.string().max(64).optional().describe('Only entries refused with this code')

export const refusedRoutes: Routes = async (app, { context: { headwater } }) => {
  app.get(
    '/v1/refused',
    {
      config: { access: refusals },
      schema: {
        summary: 'Refused events, the oldest first',
        tags: ['events'],
        querystring: pageQuery.extend({ code }),
        response: { 200: refusedPage, ...failures },
      },
    },
    async (request) => plain(await headwater.refused(given(request.query))),
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
        body: z.strictObject({ code }).optional(),
        response: { 200: replayReport, ...failures },
      },
    },
    async (request) =>
      plain(await headwater.replayRefused({ ...given(request.body ?? {}), actor: actorOf(request) })),
  )
}
