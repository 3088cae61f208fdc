/** The auditor's bundle of an epoch. */
import { Readable } from 'node:stream'
import { z } from 'zod'
import type { Access } from '../access.ts'
import { epochParams, failures, liftIdleLimit, type Routes } from './common.ts'

/** A bundle has every call with its caller, as the tables have that users query. */
const queries: Access = { any: ['query'] }

export const auditBundleRoutes: Routes = async (app, { context: { headwater } }) => {
  app.get(
    '/v1/epochs/:epoch/audit-bundle',
    {
      config: { access: queries },
      // The head of a bundle would cost as much as the bundle.
      exposeHeadRoute: false,
      schema: {
        summary:
          'What an auditor needs of an epoch, as a ZIP: manifest, events, rows, proofs, a page that verifies',
        tags: ['settlement'],
        params: epochParams,
        response: {
          200: {
            description: 'A ZIP that is written while it is read; it has the callers of calls',
            content: { 'application/zip': { schema: z.any() } },
          },
          ...failures,
        },
      },
    },
    async (request, reply) => {
      const { epoch } = request.params
      liftIdleLimit(request)
      const bytes = await begun(headwater.auditBundle(epoch))
      return reply
        .type('application/zip')
        .header('content-disposition', `attachment; filename="audit-bundle-${epoch}.zip"`)
        .header('cache-control', 'no-store')
        .send(Readable.from(bytes, { objectMode: false }) as never)
    },
  )
}

/** Waits for the first bytes, so that a failure before them is still answered as a problem. */
async function begun(bytes: AsyncIterable<Uint8Array>): Promise<AsyncIterable<Uint8Array>> {
  const iterator = bytes[Symbol.asyncIterator]()
  const first = await iterator.next()
  return (async function* () {
    try {
      for (let next = first; !next.done; next = await iterator.next()) yield next.value
    } finally {
      await iterator.return?.()
    }
  })()
}
