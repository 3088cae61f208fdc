/** What the files of routes share: their options, parameters, and the errors that OpenAPI shows for each route. */
import type { FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Headwater } from '../../service/headwater.ts'
import type { ServedPeople } from '../../service/people.ts'
import type { ServedPublishing } from '../../service/publishing.ts'
import { problem } from '../../service/schemas/index.ts'
import type { Telemetry } from '../../telemetry/telemetry.ts'
import type { Access } from '../access.ts'
import type { KeyRing } from '../keyRing.ts'
import { wholeNumberText } from '../paging.ts'
import type { Sessions } from '../people/sessions.ts'
import { problemMediaType } from '../problems.ts'

export interface RouteOptions {
  readonly headwater: Headwater
  readonly telemetry: Telemetry
  readonly bodyBytesMax: number
  readonly bodyEventsMax: number
  /** Below which backups are written; undefined where the server writes none. */
  readonly backupsFolder: string | undefined
  readonly keys: KeyRing
  readonly sessions: Sessions
  /** Undefined where payees can't sign in. */
  readonly people: ServedPeople | undefined
  /** Undefined where the server can't look at chains. */
  readonly publishing: ServedPublishing | undefined
  /** Where people open this server, by the settings. */
  readonly publicUrl: string | undefined
  /** Mappings of what receivers take, where the request has none. */
  readonly mappings: { readonly otlp?: unknown; readonly litellm?: unknown; readonly langfuse?: unknown }
}

export type Routes = FastifyPluginAsyncZod<{ context: RouteOptions }>

export const reads: Access = { any: ['read'] }
/** What a payee may see of itself. The route compares the payee with those of the caller's key. */
export const readsOwn: Access = { any: ['read', 'payee'] }
export const settles: Access = { any: ['settle'] }

/** For commands whose fields are all optional: then the body is optional too. */
export async function allowNoBody(request: FastifyRequest): Promise<void> {
  request.body ??= {}
}

/**
 * For routes that compute for long: the connection stays open although nothing moves on it. Injected requests have no
 * socket.
 */
export function liftIdleLimit(request: FastifyRequest): void {
  limitIdleness(request, 0)
}

/** The server drops the connection of this request once nothing moves on it for this long. */
export function limitIdleness(request: FastifyRequest, milliseconds: number): void {
  const socket: { setTimeout?(milliseconds: number): unknown } = request.raw.socket
  socket.setTimeout?.(milliseconds)
}

/** The answer that every route may give besides its own. */
export const failures = {
  default: {
    description: 'What went wrong, by its code',
    content: { [problemMediaType]: { schema: problem } },
  },
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

/** Only changes the type: the service's answers are read-only, and the serialiser's parameter is not. */
export function plain<T>(value: T): Mutable<T> {
  return value as Mutable<T>
}
