/** Previews and simulations of releases over HTTP. */
import type { ComposedFile, Headwater } from '../service/headwater.ts'
import type { Post } from './wire.ts'

/** The server knows the rights of the caller, so they are not sent. */
export function remoteCompositions(post: Post): Pick<Headwater, 'compose' | 'simulateRelease'> {
  return {
    compose: (file, { call, listedMax } = {}) =>
      post('compositionPreview', '/v1/compositions/preview', bodyOf(file, { call, limit: listedMax })),
    simulateRelease: (file, { listedMax, ...options }) =>
      post(
        'releaseSimulation',
        '/v1/compositions/simulations',
        bodyOf(file, { ...options, limit: listedMax }),
      ),
  }
}

function bodyOf(file: ComposedFile, options: object): string {
  return JSON.stringify({ ...(typeof file === 'string' ? { file } : { composition: file }), ...options })
}
