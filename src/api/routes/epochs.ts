/** Closed epochs: what each close settled. */

import { z } from 'zod'
import { epochTable } from '../../documents/tables/books.ts'
import { epochPage, epochReport } from '../../service/schemas/index.ts'
import { notModified } from '../entityTags.ts'
import { cutPage, pageQuery } from '../paging.ts'
import { answerList, orFile } from '../tables.ts'
import { epochParams, failures, plain, type Routes, reads } from './common.ts'

const tags = ['settlement']

export const epochRoutes: Routes = async (app, { context: { headwater } }) => {
  app.get(
    '/v1/epochs',
    {
      config: { access: reads },
      schema: {
        summary: 'Closed epochs, the oldest first',
        tags,
        querystring: pageQuery,
        response: { 200: orFile(epochPage), ...failures },
      },
    },
    async (request, reply) =>
      answerList(reply, request.query, {
        headwater,
        table: epochTable,
        read: (page) =>
          cutPage((after = 0) => headwater.epochs({ after }), page, {
            schema: z.number().int().nonnegative(),
            of: (epoch) => epoch.epoch,
          }),
      }),
  )
  app.get(
    '/v1/epochs/:epoch',
    {
      config: { access: reads, tag: 'epoch' },
      schema: {
        summary: 'One closed epoch',
        tags,
        params: epochParams,
        response: { 200: epochReport, ...notModified, ...failures },
      },
    },
    async (request) => plain(await headwater.epoch(request.params.epoch)),
  )
}
