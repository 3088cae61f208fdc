/** Statements: what each payee earned and was paid in an epoch, a line per payee and currency. */
import { z } from 'zod'
import { contractedStatementTable, statementTable } from '../../documents/tables/books.ts'
import type { Headwater } from '../../service/headwater.ts'
import { statementLine, statementPage } from '../../service/schemas/index.ts'
import { notModified } from '../entityTags.ts'
import { ndjsonMediaType, sendLines } from '../ndjson.ts'
import { cutPage, pageQuery } from '../paging.ts'
import { orFile, requireWhole, sendTable } from '../tables.ts'
import { epochParams, failures, plain, type Routes, reads } from './common.ts'

export const statementRoutes: Routes = async (app, { context: { headwater } }) => {
  app.get(
    '/v1/epochs/:epoch/statements',
    {
      config: { access: reads, tag: 'epoch' },
      schema: {
        summary:
          'Statement lines of an epoch: a page, or all as JSON lines where the request accepts application/x-ndjson',
        tags: ['settlement'],
        params: epochParams,
        querystring: pageQuery,
        response: {
          200: {
            description: 'Sorted by payee and currency as UTF-8 bytes',
            content: {
              [ndjsonMediaType]: { schema: statementLine },
              ...orFile(statementPage).content,
            },
          },
          ...notModified,
          ...failures,
        },
      },
    },
    async (request, reply) => {
      const { epoch } = request.params
      const { format } = request.query
      if (format !== undefined) {
        requireWhole(request.query)
        const { counts } = await headwater.epoch(epoch)
        const table = counts.waiting === undefined ? statementTable : contractedStatementTable
        return sendTable(reply, format, table, headwater.statements(epoch))
      }
      if (request.headers.accept?.includes(ndjsonMediaType))
        return sendLines(reply, headwater.statements(epoch)) as never
      return reply.type('application/json').send(await statementsPage(headwater, epoch, request.query))
    },
  )
}

async function statementsPage(headwater: Headwater, epoch: number, page: z.infer<typeof pageQuery>) {
  return plain(
    await cutPage(
      (after, linesMax) =>
        headwater.statements(epoch, {
          after: after && { payee: after[0], currency: after[1] },
          linesMax,
        }),
      page,
      {
        schema: z.tuple([z.string(), z.string()]),
        of: (line): [string, string] => [line.payee, line.currency],
      },
    ),
  )
}
