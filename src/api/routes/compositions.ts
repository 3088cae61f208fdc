/** The composer: what a release of an agent would be. */
import { fail } from '../../errors.ts'
import { explainedListDefault, explainedListMax } from '../../service/headwater.ts'
import { compositionPreview, compositionRequest } from '../../service/schemas/index.ts'
import { permissionsOf } from '../access.ts'
import { failures, plain, type Routes, reads } from './common.ts'

/** A file of 64 KiB, as a JSON string. */
const bodyBytesMax = 524_288

export const compositionRoutes: Routes = async (app, { context: { headwater } }) => {
  app.post(
    '/v1/compositions/preview',
    {
      config: { access: reads },
      bodyLimit: bodyBytesMax,
      schema: {
        summary:
          'What the release of an agent would be: its events, why it would be refused, and what every payee would get of a call. Nothing is recorded',
        tags: ['registry'],
        body: compositionRequest,
        response: { 200: compositionPreview, ...failures },
      },
    },
    async (request) => {
      const { file, composition, call, limit = explainedListDefault } = request.body
      const given = file ?? composition
      if (given === undefined || (file !== undefined && composition !== undefined))
        return fail('composition.none', 'The request has not exactly one of `file` and `composition`.')
      const options = {
        call,
        allowed: permissionsOf(request),
        listedMax: Math.min(limit, explainedListMax),
      }
      return plain(await headwater.compose(given, options))
    },
  )
}
