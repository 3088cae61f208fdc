/** What a kill left and was moved aside: listing it, and deleting it. */

import { z } from 'zod'
import { quarantineTable } from '../../documents/tables/operations.ts'
import { quarantineReport } from '../../service/schemas/index.ts'
import { actorOf } from '../access.ts'
import { fileQuery } from '../paging.ts'
import { answerReport, orFile } from '../tables.ts'
import { allowNoBody, failures, plain, type Routes, reads, settles } from './common.ts'

const tags = ['operations']

export const quarantineRoutes: Routes = async (app, { context: { headwater } }) => {
  app.get(
    '/v1/quarantine',
    {
      config: { access: reads },
      schema: {
        summary: 'Rows and books that no event of the log names',
        tags,
        querystring: fileQuery,
        response: { 200: orFile(quarantineReport), ...failures },
      },
    },
    async (request, reply) => {
      const report = await headwater.quarantine()
      return answerReport(reply, request.query.format, quarantineTable, report)
    },
  )
  app.post(
    '/v1/quarantine/empty',
    {
      config: { access: settles },
      preValidation: allowNoBody,
      schema: {
        summary: 'Delete what the quarantine holds. This is final',
        tags,
        body: z.strictObject({}).optional(),
        response: { 200: quarantineReport, ...failures },
      },
    },
    async (request) => plain(await headwater.emptyQuarantine({ actor: actorOf(request) })),
  )
}
