/** Manifests: the documents that commit to an epoch's inputs, totals and roots. */
import { z } from 'zod'
import { notModified } from '../entityTags.ts'
import { epochParams, failures, type Routes, reads } from './common.ts'

export const manifestRoutes: Routes = async (app, { context: { headwater } }) => {
  app.get(
    '/v1/epochs/:epoch/manifest',
    {
      config: { access: reads, tag: 'epoch' },
      schema: {
        summary: 'The manifest, byte for byte as hashed (RFC 8785)',
        tags: ['settlement'],
        params: epochParams,
        response: {
          200: {
            description: 'Canonical JSON',
            content: { 'application/json': { schema: z.looseObject({}) } },
          },
          ...notModified,
          ...failures,
        },
      },
    },
    async (request, reply) => {
      const bytes = await headwater.manifest(request.params.epoch)
      // As bytes, so that no serialiser changes what was hashed.
      return reply.type('application/json').send(Buffer.from(bytes) as never)
    },
  )
}
