/** Statements: what each payee earned and was paid in an epoch, a line per payee and currency. */
import { z } from 'zod'
import { compareUtf8 } from '../../base/utf8.ts'
import type { StatementLine } from '../../service/headwater.ts'
import { statementLine, statementPage } from '../../service/schemas/index.ts'
import { ndjsonMediaType, sendLines } from '../ndjson.ts'
import { cutPage, pageQuery } from '../paging.ts'
import { epochParams, failures, plain, type Routes, reads } from './common.ts'

export const statementRoutes: Routes = async (app, { context: { headwater } }) => {
  app.get(
    '/v1/epochs/:epoch/statements',
    {
      config: { access: reads },
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
              'application/json': { schema: statementPage },
              [ndjsonMediaType]: { schema: statementLine },
            },
          },
          ...failures,
        },
      },
    },
    async (request, reply) => {
      const statements = headwater.statements(request.params.epoch)
      if (request.headers.accept?.includes(ndjsonMediaType)) return sendLines(reply, statements) as never
      return reply.type('application/json').send(await statementsPage(statements, request.query))
    },
  )
}

async function statementsPage(statements: AsyncIterable<StatementLine>, page: z.infer<typeof pageQuery>) {
  return plain(
    await cutPage(statements, page, {
      schema: z.tuple([z.string(), z.string()]),
      of: (line): [string, string] => [line.payee, line.currency],
      isBefore: ([payee, currency], line) =>
        (compareUtf8(payee, line.payee) || compareUtf8(currency, line.currency)) < 0,
    }),
  )
}
