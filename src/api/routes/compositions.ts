/** The composer: what a release of an agent would be. */
import { fail } from '../../errors.ts'
import { explainedListDefault, explainedListMax } from '../../service/headwater.ts'
import {
  compositionPreview,
  compositionRequest,
  releaseSimulation,
  releaseSimulationRequest,
} from '../../service/schemas/index.ts'
import { permissionsOf } from '../access.ts'
import { utc } from '../paging.ts'
import { failures, liftIdleLimit, plain, type Routes, reads, settles } from './common.ts'

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
      const { call, limit } = request.body
      const options = { call, allowed: permissionsOf(request), listedMax: listed(limit) }
      return plain(await headwater.compose(givenFile(request.body), options))
    },
  )
  app.post(
    '/v1/compositions/simulations',
    {
      config: { access: settles },
      bodyLimit: bodyBytesMax,
      schema: {
        summary:
          'What an agent would have earned and paid with the calls of another asset. Nothing is recorded',
        tags: ['settlement'],
        body: releaseSimulationRequest,
        response: { 200: releaseSimulation, ...failures },
      },
    },
    async (request) => {
      liftIdleLimit(request)
      const { file: _, composition: __, limit, ...asked } = utc(utc(request.body, 'since'), 'before')
      const options = { ...asked, listedMax: listed(limit) }
      return plain(await headwater.simulateRelease(givenFile(request.body), options))
    },
  )
}

function listed(limit = explainedListDefault): number {
  return Math.min(limit, explainedListMax)
}

interface GivenFile {
  readonly file?: string | undefined
  readonly composition?: Record<string, unknown> | undefined
}

function givenFile({ file, composition }: GivenFile): string | Record<string, unknown> {
  const given = file ?? composition
  if (given === undefined || (file !== undefined && composition !== undefined))
    return fail('composition.none', 'The request has not exactly one of `file` and `composition`.')
  return given
}
