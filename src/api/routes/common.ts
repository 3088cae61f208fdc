/** What every route file needs: the service, and the errors that OpenAPI shows for each. */
import type { FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Headwater } from '../../service/headwater.ts'
import { problem } from '../../service/schemas/index.ts'
import type { Telemetry } from '../../telemetry/telemetry.ts'
import type { Access } from '../access.ts'
import { wholeNumberText } from '../paging.ts'
import { problemMediaType } from '../problems.ts'

export interface RouteOptions {
  readonly headwater: Headwater
  readonly telemetry: Telemetry
  readonly bodyBytesMax: number
  readonly bodyEventsMax: number
}

export type Routes = FastifyPluginAsyncZod<{ context: RouteOptions }>

export const reads: Access = { any: ['read'] }
export const settles: Access = { any: ['settle'] }

/** For commands whose every field may be left out: then the body may be, too. */
export async function nothingIsEmpty(request: FastifyRequest): Promise<void> {
  request.body ??= {}
}

/**
 * For routes that compute for long: the connection stays open although nothing moves on it. Injected requests have no
 * socket.
 */
export function liftIdleLimit(request: FastifyRequest): void {
  const socket: { setTimeout?(milliseconds: number): unknown } = request.raw.socket
  socket.setTimeout?.(0)
}

/** The one answer that every route may give besides its own. */
export const failures = {
  default: { description: 'What went wrong, by code', content: { [problemMediaType]: { schema: problem } } },
}

export const assetParams = z.strictObject({
  asset: z.string().min(1).max(300).describe('E.g. model:acme/base, percent-encoded'),
})
export const epochParams = z.strictObject({ epoch: wholeNumberText.pipe(z.number().min(1)) })
export const epochQuery = z.strictObject({
  epoch: wholeNumberText.pipe(z.number().min(1)).optional().describe('Default: the last'),
})
export const payeeParams = z.strictObject({ payee: z.string().min(1).max(1_024) })

type Mutable<T> = T extends readonly (infer Item)[]
  ? Mutable<Item>[]
  : T extends object
    ? { -readonly [Key in keyof T]: Mutable<T[Key]> }
    : T

/** The service's answers are read-only, the serialiser's type is not; it changes nothing all the same. */
export function plain<T>(value: T): Mutable<T> {
  return value as Mutable<T>
}
