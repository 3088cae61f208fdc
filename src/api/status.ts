/** The one table of HTTP statuses: by the whole code first, then by its ending after the point, then by its area. */
import type { ErrorCode } from '../errors.ts'

const statusByCode: Readonly<Partial<Record<ErrorCode, number>>> = {
  'auth.missing': 401,
  'auth.unknownKey': 401,
  'auth.scope': 403,
  'link.refused': 401,
  'link.hours': 400,
  'link.tooMany': 409,
  'session.refused': 401,
  'session.noPayee': 403,
  'session.notNeeded': 409,
  'session.unavailable': 409,
  'session.foreign': 403,
  'claim.nothing': 404,
  'request.malformed': 400,
  'request.tooLarge': 413,
  'request.tooManyEvents': 413,
  'request.mediaType': 415,
  'event.contentType': 415,
  'request.hostRefused': 403,
  'request.rateLimited': 429,
  'request.busy': 429,
  'list.changed': 409,
  'request.aborted': 400,
  'simulate.inProgress': 429,
  'simulate.fromWithUntil': 400,
  'simulate.tooManyRows': 413,
  'simulate.tooManyCalls': 413,
  'composition.tooLarge': 413,
  'composition.none': 400,
  'verify.inProgress': 429,
  'cursor.malformed': 400,
  'mapping.malformed': 400,
  'record.notProtobuf': 400,
  'close.confirmMalformed': 400,
  'close.keyReused': 422,
  'publish.malformed': 400,
  'publish.noTree': 404,
  'time.malformed': 400,
  'time.outOfRange': 400,
  'route.unknown': 404,
  'epoch.none': 404,
  'proof.noLeaf': 404,
  'signing.keyUnreadable': 503,
  'service.closing': 503,
  'usage.unavailable': 503,
  'query.busy': 429,
  'ingest.throughKafka': 409,
  'kafka.eventTooLarge': 422,
  'data.diskFull': 507,
  'data.fileLimit': 503,
  'backup.unwritable': 507,
  'internal.bug': 500,
}

const statusByEnding: Readonly<Record<string, number>> = {
  unknown: 404,
  notFound: 404,
}

const statusByArea: Readonly<Record<string, number>> = {
  // The state of the books forbids it: `until` is not later, the epoch is unknown, or a batch differs.
  access: 403,
  close: 409,
  epoch: 409,
  flow: 409,
  verify: 409,
  publish: 409,
  eventstore: 503,
  ingest: 503,
  kafka: 503,
  identities: 503,
  // The place is taken or none is configured, another backup runs, or the ledger is on servers.
  backup: 409,
  data: 500,
  server: 502,
  config: 500,
}

/** Everything else is content that the server understood and cannot accept. */
const statusDefault = 422

export function statusOf(code: ErrorCode): number {
  const point = code.indexOf('.')
  const area = code.slice(0, point)
  const ending = code.slice(point + 1)
  return statusByCode[code] ?? statusByEnding[ending] ?? statusByArea[area] ?? statusDefault
}
