/** The HTTP API of a `Headwater`. /openapi.json describes every answer, from the same schemas. */
import { randomUUID } from 'node:crypto'
import rateLimit from '@fastify/rate-limit'
import swagger from '@fastify/swagger'
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify'
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import type { Config } from '../config.ts'
import { HeadwaterError } from '../errors.ts'
import type { Headwater } from '../service/headwater.ts'
import type { ServedPeople } from '../service/people.ts'
import type { ServedPublishing } from '../service/publishing.ts'
import { createTelemetry, type Telemetry } from '../telemetry/telemetry.ts'
import { access } from './access.ts'
import { answersTogether } from './answersTogether.ts'
import { consolePages } from './console.ts'
import { entityTags } from './entityTags.ts'
import { createKeyRing, type KeyRing } from './keyRing.ts'
import { createMetrics, requestMetrics } from './metrics.ts'
import { openApi } from './openApi.ts'
import { Sessions } from './people/sessions.ts'
import { answerConnectionError, answerFrameworkError, problems, sendProblem } from './problems.ts'
import { requestLog } from './requestLog.ts'
import { routeOfRequest } from './routeOfRequest.ts'
import { accountRoutes } from './routes/accounts.ts'
import { auditRoutes } from './routes/audit.ts'
import { auditBundleRoutes } from './routes/auditBundles.ts'
import { backupRoutes } from './routes/backups.ts'
import { balanceRoutes } from './routes/balances.ts'
import { callRoutes } from './routes/calls.ts'
import { claimRoutes } from './routes/claims.ts'
import { closeRoutes } from './routes/closes.ts'
import type { RouteOptions } from './routes/common.ts'
import { compositionRoutes } from './routes/compositions.ts'
import { contractRoutes } from './routes/contracts.ts'
import { documentRoutes } from './routes/documents.ts'
import { epochRoutes } from './routes/epochs.ts'
import { eventRoutes, ingestionRoutes } from './routes/events.ts'
import { flowRoutes } from './routes/flows.ts'
import { langfuseRoutes } from './routes/langfuse.ts'
import { lineageExportRoutes } from './routes/lineageExport.ts'
import { linkRoutes } from './routes/links.ts'
import { litellmRoutes } from './routes/litellm.ts'
import { liveRoutes } from './routes/live.ts'
import { manifestRoutes } from './routes/manifests.ts'
import { mappingRoutes } from './routes/mappings.ts'
import { noticeRoutes } from './routes/notices.ts'
import { operationRoutes } from './routes/operations.ts'
import { otlpRoutes } from './routes/otlp.ts'
import { ownRoutes } from './routes/own.ts'
import { payeeRoutes } from './routes/payees.ts'
import { paymentRoutes } from './routes/payments.ts'
import { priceRoutes } from './routes/prices.ts'
import { proofRoutes } from './routes/proofs.ts'
import { publicationRoutes } from './routes/publications.ts'
import { quarantineRoutes } from './routes/quarantine.ts'
import { queryRoutes } from './routes/query.ts'
import { refusedRoutes } from './routes/refused.ts'
import { registryRoutes } from './routes/registry.ts'
import { sessionRoutes } from './routes/sessions.ts'
import { simulationRoutes } from './routes/simulations.ts'
import { statementRoutes } from './routes/statements.ts'
import { summaryRoutes } from './routes/summaries.ts'
import { treeRoutes } from './routes/trees.ts'
import { verificationRoutes } from './routes/verification.ts'
import { webhookRoutes } from './routes/webhook.ts'
import { slowBodies } from './slowBodies.ts'
import { requestTraces } from './traces.ts'

type ApiConfig = Pick<
  Config['api'],
  | 'keys'
  | 'bodyBytesMax'
  | 'bodyEventsMax'
  | 'bodyBytesPerMinuteMin'
  | 'connectionsMax'
  | 'requestsPerMinuteMax'
> & {
  readonly publicUrl?: Config['api']['publicUrl']
  readonly trustedProxies?: Config['api']['trustedProxies']
  readonly sessionHours?: Config['api']['sessionHours']
  /** What payees sign in by; left out where they can't. */
  readonly people?: ServedPeople
  /** What lets a wallet publish; left out where the server can't look at chains. */
  readonly publishing?: ServedPublishing
  /** How often bodies are looked at for their speed; default: every minute. */
  readonly bodyLookEveryMs?: number
  /** After how long without a taken piece the reader of a file has gone; default: five minutes. */
  readonly fileIdleMs?: number
  readonly backupsFolder?: string | undefined
  /** Where the console was built to; default: in the package. */
  readonly consoleFolder?: string | undefined
  readonly mappings?: RouteOptions['mappings']
  /** The keys, where they may change while the server runs. */
  readonly keyRing?: KeyRing
}

/** Limit of JSON bodies other than events: these are small commands. */
const commandBytesMax = 65_536
/** An id of 1,024 bytes, percent-encoded. */
const parameterCharactersMax = 3_072 + 64
/** The server drops a connection on which nothing moves for this long. Routes that compute for long lift the limit. */
const idleMillisecondsMax = 120_000
/** Longer than the rows of a piece of a file take to be read. */
const fileIdleMillisecondsMax = 300_000
const headerMillisecondsMax = 30_000
const sessionHoursDefault = 12

/** In the order of /openapi.json. */
const allRoutes = [
  operationRoutes,
  liveRoutes,
  registryRoutes,
  lineageExportRoutes,
  closeRoutes,
  epochRoutes,
  manifestRoutes,
  treeRoutes,
  statementRoutes,
  verificationRoutes,
  proofRoutes,
  payeeRoutes,
  documentRoutes,
  callRoutes,
  flowRoutes,
  eventRoutes,
  ingestionRoutes,
  simulationRoutes,
  compositionRoutes,
  mappingRoutes,
  webhookRoutes,
  otlpRoutes,
  litellmRoutes,
  langfuseRoutes,
  refusedRoutes,
  auditRoutes,
  auditBundleRoutes,
  backupRoutes,
  quarantineRoutes,
  noticeRoutes,
  priceRoutes,
  balanceRoutes,
  publicationRoutes,
  claimRoutes,
  contractRoutes,
  paymentRoutes,
  queryRoutes,
  sessionRoutes,
  linkRoutes,
  accountRoutes,
  ownRoutes,
  summaryRoutes,
]

/** The server, ready to listen or to inject requests into. */
export async function createApi(
  headwater: Headwater,
  config: ApiConfig,
  logger?: FastifyBaseLogger,
  telemetry: Telemetry = createTelemetry(),
): Promise<FastifyInstance> {
  const app = Fastify({
    ...(logger ? { loggerInstance: logger } : { logger: false }),
    genReqId: () => randomUUID(),
    // The hook below writes one line per request.
    childLoggerFactory: requestLog,
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
    bodyLimit: commandBytesMax,
    connectionTimeout: idleMillisecondsMax,
    // A stream of events may take any time while it moves; connectionTimeout limits idleness.
    requestTimeout: 0,
    ...(config.trustedProxies && { trustProxy: [...config.trustedProxies] }),
    http: { headersTimeout: headerMillisecondsMax },
    routerOptions: { maxParamLength: parameterCharactersMax },
    return503OnClosing: true,
    frameworkErrors: answerFrameworkError,
    clientErrorHandler: answerConnectionError,
  })
  acceptEmptyJson(app)
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  app.server.maxConnections = config.connectionsMax
  app.decorate('fileIdleMs', config.fileIdleMs ?? fileIdleMillisecondsMax)
  await app.register(problems)
  await app.register(routeOfRequest)
  await app.register(slowBodies, {
    bytesPerMinuteMin: config.bodyBytesPerMinuteMin,
    lookEveryMs: config.bodyLookEveryMs,
  })
  await app.register(requestMetrics, { metrics: createMetrics(headwater, telemetry.registry) })
  await app.register(requestTraces, { tracing: telemetry.tracing })
  const callers = callersOf(headwater, config)
  await app.register(access, callers)
  await app.register(rateLimit, {
    max: config.requestsPerMinuteMax,
    timeWindow: 60_000,
    keyGenerator: (request) =>
      request.principal ? `${request.principal.kind} ${request.principal.name}` : request.ip,
    errorResponseBuilder: (_request, limit) =>
      new HeadwaterError({
        code: 'request.rateLimited',
        message: `More than ${limit.max} requests per minute; try again in ${limit.after}.`,
      }),
  })
  await app.register(entityTags, { headwater })
  await app.register(swagger, openApi)
  addAnswerHooks(app)
  await app.register(answersTogether)
  app.setNotFoundHandler({ preHandler: app.rateLimit() }, (request, reply) => {
    const message = `There is no route ${request.method} ${request.url.split('?', 1)[0]!.slice(0, 255)}.`
    return sendProblem(request, reply, new HeadwaterError({ code: 'route.unknown', message }))
  })
  const context: RouteOptions = {
    headwater,
    telemetry,
    bodyBytesMax: config.bodyBytesMax,
    bodyEventsMax: config.bodyEventsMax,
    ...callers,
    backupsFolder: config.backupsFolder,
    mappings: config.mappings ?? {},
  }
  for (const routes of allRoutes) await app.register(routes, { context })
  await app.register(consolePages, { folder: config.consoleFolder })
  await app.ready()
  return app
}

/** A line in the log for each answer, and what every answer says. */
function addAnswerHooks(app: FastifyInstance): void {
  app.addHook('onResponse', (request, reply, done) => {
    // Through the server's logger, so that the request needs none of its own.
    const line = {
      requestId: request.id,
      req: request,
      res: reply,
      key: request.principal?.name,
      milliseconds: Math.round(reply.elapsedTime),
    }
    app.log[request.route.config.access === 'open' ? 'debug' : 'info'](line, 'answered')
    done()
  })
  let closing = false
  app.addHook('preClose', async () => {
    closing = true
  })
  app.addHook('onSend', (request, reply, _payload, done) => {
    reply.header('x-request-id', request.id)
    // A connection that stays alive after its last answer would delay the stop until its client closes it.
    if (closing) reply.header('connection', 'close')
    done()
  })
}

/** Who may ask: by keys, and by sessions; and what they ask of chains. */
function callersOf(
  headwater: Headwater,
  {
    keyRing,
    keys: given,
    people,
    publishing,
    publicUrl,
    sessionHours: hours = sessionHoursDefault,
  }: ApiConfig,
): Pick<RouteOptions, 'keys' | 'sessions' | 'people' | 'publishing' | 'publicUrl'> {
  const keys = keyRing ?? createKeyRing(given)
  const sessions = new Sessions({ headwater, keys, people, hours, clock: () => new Date() })
  return { keys, sessions, people, publishing, publicUrl }
}

/** Clients that name JSON for every request send commands without fields with no body at all. */
function acceptEmptyJson(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error')
  app.removeContentTypeParser('application/json')
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body === '') done(null, undefined)
    else parse(request, body as string, done)
  })
}
