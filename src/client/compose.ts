/** Previews of releases over HTTP. */
import type { z } from 'zod'
import type { Headwater } from '../service/headwater.ts'
import * as schemas from '../service/schemas/index.ts'

type Post = <Schema extends z.ZodType>(
  schema: Schema,
  path: string,
  body: string,
) => Promise<z.output<Schema>>

/** The server knows the rights of the caller, so they are not sent. */
export function remoteCompose(post: Post): Headwater['compose'] {
  return (file, { call, listedMax } = {}) => {
    const given = typeof file === 'string' ? { file } : { composition: file }
    const body = JSON.stringify({ ...given, call, limit: listedMax })
    return post(schemas.compositionPreview, '/v1/compositions/preview', body)
  }
}
