/** Statements as documents that people keep: HTML, PDF, CSV and JSON. */
import { z } from 'zod'
import { fileNameOf } from '../../documents/fileName.ts'
import { htmlPolicy } from '../../documents/html.ts'
import { documentsOf } from '../../documents/run.ts'
import { documentFormats, documentTypes, statementDocument } from '../../documents/statementDocument.ts'
import { zipOf } from '../../documents/zip.ts'
import { fail } from '../../errors.ts'
import { statement } from '../../service/schemas/index.ts'
import { requireOwnPayee } from '../access.ts'
import { ndjsonMediaType, sendLines } from '../ndjson.ts'
import {
  epochParams,
  epochQuery,
  failures,
  liftIdleLimit,
  payeeParams,
  type Routes,
  reads,
  readsOwn,
} from './common.ts'

const documentQuery = epochQuery.extend({
  all: z.literal('true').optional().describe('Over all epochs, instead of one'),
  format: z.enum(documentFormats).default('html').describe('Form of the document'),
})

const runQuery = z.strictObject({
  format: z.enum(documentFormats).default('pdf').describe('Form of the documents'),
})

export const documentRoutes: Routes = async (app, options) => {
  await runRoutes(app, options)
  await ofOnePayee(app, options)
}

/** Of every payee of an epoch. */
const runRoutes: Routes = async (app, { context: { headwater } }) => {
  app.get(
    '/v1/epochs/:epoch/statements/full',
    {
      config: { access: reads },
      // The head of a run would cost as much as the run.
      exposeHeadRoute: false,
      schema: {
        summary: 'The statements of every payee of an epoch, each as its own route has it, as JSON lines',
        tags: ['settlement'],
        params: epochParams,
        response: {
          200: {
            description: 'Sorted by payee as UTF-8 bytes, without what is on chain',
            content: { [ndjsonMediaType]: { schema: statement } },
          },
          ...failures,
        },
      },
    },
    async (request, reply) => {
      liftIdleLimit(request)
      return (await sendLines(reply, headwater.statementsInFull(request.params.epoch))) as never
    },
  )
  app.get(
    '/v1/epochs/:epoch/statements/documents',
    {
      config: { access: reads },
      // The head of a run would cost as much as the run.
      exposeHeadRoute: false,
      schema: {
        summary: 'The statements of every payee of an epoch as files in a ZIP, with a list of them',
        tags: ['settlement'],
        params: epochParams,
        querystring: runQuery,
        response: {
          200: {
            description: 'A ZIP that is written while it is read; the list is its last file',
            content: { 'application/zip': { schema: z.any() } },
          },
          ...failures,
        },
      },
    },
    async (request, reply) => {
      const { epoch } = request.params
      const { format } = request.query
      const { until } = await headwater.epoch(epoch)
      liftIdleLimit(request)
      const zip = await zipOf(documentsOf(headwater.statementsInFull(epoch), format), until)
      return reply
        .type('application/zip')
        .header('content-disposition', `attachment; filename="statements-${epoch}-${format}.zip"`)
        .send(zip as never)
    },
  )
}

const ofOnePayee: Routes = async (app, { context: { headwater } }) => {
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
        .header('cache-control', 'private, no-cache')
        .header('content-disposition', `attachment; filename="${name}"`)
        .header('content-security-policy', `${htmlPolicy}; sandbox`)
        .header('x-content-type-options', 'nosniff')
        .send((await statementDocument(statement, format)) as never)
    },
  )
}
