/** Statements as documents that people keep: HTML, PDF, CSV and JSON. */
import { z } from 'zod'
import { fileNameOf } from '../../documents/fileName.ts'
import { htmlPolicy } from '../../documents/html.ts'
import { documentFormats, documentTypes, statementDocument } from '../../documents/statementDocument.ts'
import { fail } from '../../errors.ts'
import { requireOwnPayee } from '../access.ts'
import { epochQuery, failures, payeeParams, type Routes, readsOwn } from './common.ts'

const documentQuery = epochQuery.extend({
  all: z.literal('true').optional().describe('Over all epochs, instead of one'),
  format: z.enum(documentFormats).default('html').describe('Form of the document'),
})

export const documentRoutes: Routes = async (app, { context: { headwater } }) => {
  app.get(
    '/v1/payees/:payee/statements/document',
    {
      config: { access: readsOwn },
      schema: {
        summary: "A payee's statement for an epoch, or over all epochs, as a file: HTML, PDF, CSV or JSON",
        tags: ['payees'],
        params: payeeParams,
        querystring: documentQuery,
        response: {
          200: {
            description: 'The file; the same statement gives the same bytes',
            content: Object.fromEntries(
              Object.values(documentTypes).map((type) => [type.split(';')[0]!, { schema: z.any() }]),
            ),
          },
          ...failures,
        },
      },
    },
    async (request, reply) => {
      const { payee } = request.params
      requireOwnPayee(request, payee)
      const { epoch, all, format } = request.query
      if (all && epoch !== undefined)
        fail('request.malformed', 'A statement is of one epoch or over all: give `epoch` or `all`, not both.')
      const statement = all ? await headwater.statementToDate(payee) : await headwater.statement(payee, epoch)
      const name = `statement-${'epoch' in statement ? statement.epoch : 'all'}-${fileNameOf(payee, format)}`
      return reply
        .type(documentTypes[format])
        .header('content-disposition', `attachment; filename="${name}"`)
        .header('content-security-policy', `${htmlPolicy}; sandbox`)
        .header('x-content-type-options', 'nosniff')
        .send((await statementDocument(statement, format)) as never)
    },
  )
}
