/** Previews of releases over HTTP. */
import type { Headwater } from '../service/headwater.ts'
import type { Post } from './wire.ts'

/** The server knows the rights of the caller, so they are not sent. */
export function remoteCompose(post: Post): Headwater['compose'] {
  return (file, { call, listedMax } = {}) => {
    const given = typeof file === 'string' ? { file } : { composition: file }
    const body = JSON.stringify({ ...given, call, limit: listedMax })
    return post('compositionPreview', '/v1/compositions/preview', body)
  }
}
