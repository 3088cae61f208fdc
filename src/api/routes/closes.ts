/** Closing an epoch, and looking first at what a close would record. */
import { z } from 'zod'
import { defined } from '../../base/defined.ts'
import { previewItemsDefault, previewItemsMax } from '../../service/headwater.ts'
import { epochPreview, epochReport } from '../../service/schemas/index.ts'
import { actorOf } from '../access.ts'
import { timeText, utc } from '../paging.ts'
import { allowNoBody, failures, liftIdleLimit, plain, type Routes, settles } from './common.ts'

const tags = ['settlement']
const untilText = timeText.optional().describe(`${timeText.description}; in the past; default: now`)
const treeFormats = z
  .record(z.string(), z.string())
  .optional()
  .describe(
    'Tree formats by chain, as `{"eip155:8453": "merkl"}`: docs/merkle.md. Chains that are not named keep theirs',
  )
const closeBody = z
  .strictObject({
    until: untilText,
    confirm: z
      .string()
      .max(200)
      .optional()
      .describe('`confirm` of a preview: closes exactly what it shows, or fails'),
    epoch: z
      .number()
      .int()
      .positive()
      .optional()
      .describe('The number that the epoch must get; otherwise the close fails'),
    ahead: z
      .boolean()
      .optional()
      .describe('Close although `until` is further after the newest event than the ledger allows'),
    treeFormats,
  })
  .optional()
const closeHeaders = z.object({
  'idempotency-key': z
    .string()
    .regex(/^[\x20-\x7e]{1,255}$/, 'must be 1 to 255 printable ASCII characters')
    .optional()
    .describe('The same key with the same body gives the same answer, and closes no second epoch'),
})

export const closeRoutes: Routes = async (app, { context: { headwater, telemetry } }) => {
  app.post(
    '/v1/epochs',
    {
      config: { access: settles },
      preValidation: allowNoBody,
      schema: {
        summary: 'Close an epoch. This is final',
        tags,
        body: closeBody,
        headers: closeHeaders,
        response: { 201: epochReport, ...failures },
      },
    },
    async (request, reply) => {
      liftIdleLimit(request)
      const key = request.headers['idempotency-key']
      const options = { ...defined(utc(request.body ?? {}, 'until')), ...(key !== undefined && { key }) }
      const report = await telemetry.closing(request.span?.traceparent, (onProgress) =>
        headwater.close({ ...options, actor: actorOf(request), onProgress }),
      )
      return reply.code(201).header('location', `/v1/epochs/${report.epoch}`).send(plain(report))
    },
  )
  app.post(
    '/v1/epochs/preview',
    {
      config: { access: settles },
      preValidation: allowNoBody,
      schema: {
        summary: 'What a close would record now. Nothing is recorded',
        tags,
        body: z
          .strictObject({
            until: untilText,
            treeFormats,
            limit: z
              .number()
              .int()
              .min(1)
              .max(previewItemsMax)
              .optional()
              .describe(`How many lines each list may have; default: ${previewItemsDefault}`),
          })
          .optional(),
        response: { 200: epochPreview, ...failures },
      },
    },
    async (request) => {
      liftIdleLimit(request)
      return plain(await headwater.preview(defined(utc(request.body ?? {}, 'until'))))
    },
  )
}
