/** Epochs: closing one, and reading what each close settled. */
import { z } from 'zod'
import { previewItemsDefault, previewItemsMax } from '../../service/headwater.ts'
import { epochPage, epochPreview, epochReport } from '../../service/schemas/index.ts'
import { actorOf } from '../access.ts'
import { cutPage, given, pageQuery, timeText, utc } from '../paging.ts'
import {
  allowNoBody,
  epochParams,
  failures,
  liftIdleLimit,
  plain,
  type Routes,
  reads,
  settles,
} from './common.ts'

const tags = ['settlement']
const untilText = timeText.optional().describe(`${timeText.description}; in the past; default: now`)

export const epochRoutes: Routes = async (app, { context: { headwater, telemetry } }) => {
  app.post(
    '/v1/epochs',
    {
      config: { access: settles },
      preValidation: allowNoBody,
      schema: {
        summary: 'Close an epoch. This is final',
        tags,
        body: z.strictObject({ until: untilText }).optional(),
        response: { 201: epochReport, ...failures },
      },
    },
    async (request, reply) => {
      liftIdleLimit(request)
      const report = await telemetry.closing(request.span?.traceparent, (onProgress) =>
        headwater.close({
          ...given(utc(request.body ?? {}, 'until')),
          actor: actorOf(request),
          onProgress,
        }),
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
      return plain(await headwater.preview(given(utc(request.body ?? {}, 'until'))))
    },
  )
  app.get(
    '/v1/epochs',
    {
      config: { access: reads },
      schema: {
        summary: 'Closed epochs, the oldest first',
        tags,
        querystring: pageQuery,
        response: { 200: epochPage, ...failures },
      },
    },
    async (request) =>
      plain(
        await cutPage((after = 0) => headwater.epochs({ after }), request.query, {
          schema: z.number().int().nonnegative(),
          of: (epoch) => epoch.epoch,
        }),
      ),
  )
  app.get(
    '/v1/epochs/:epoch',
    {
      config: { access: reads },
      schema: {
        summary: 'One closed epoch',
        tags,
        params: epochParams,
        response: { 200: epochReport, ...failures },
      },
    },
    async (request) => plain(await headwater.epoch(request.params.epoch)),
  )
}
