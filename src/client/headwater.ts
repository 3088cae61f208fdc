/**
 * `Headwater` over HTTP, so that a command works in the same way on a folder and through a server. It uses node:http and
 * not fetch, because fetch rewrites paths (an id may be `..`), and because uploads of any length must stream.
 */
import { randomUUID } from 'node:crypto'
import type { Readable } from 'node:stream'
import { setTimeout } from 'node:timers/promises'
import type { z } from 'zod'
import { fail } from '../errors.ts'
import {
  type CloseOptions,
  type EpochReport,
  explainedListMax,
  type Headwater,
  type SimulateOptions,
  type SimulationLine,
  type TreeLeaf,
  type TreeReport,
} from '../service/headwater.ts'
import * as schemas from '../service/schemas/index.ts'
import { remoteCompose } from './compose.ts'
import { remoteEvents } from './events.ts'
import { openAnswer, type Query, type RemoteServer, readAnswer, wasCut } from './http.ts'
import { linesOf } from './lines.ts'
import { remoteLists } from './lists.ts'
import { remoteNotices } from './notices.ts'
import { remotePublications } from './publications.ts'

export type { RemoteServer } from './http.ts'

const json = 'application/json'
const closeTriesMax = 3
const closeRetryMs = 1_000
const ndjson = 'application/x-ndjson'

export function connectRemote(server: RemoteServer): Headwater {
  const { get, post } = jsonOver(server)
  const asset = (id: string) => `/v1/assets/${encode(id)}`

  return {
    ...remoteEvents({ get, post }),
    ...remoteLists(get),
    ...remoteNotices({ get, post }),
    ...remotePublications({ get, post }),
    close: (options) => closeRemote(server, options),
    preview: ({ until, treeFormats, limit } = {}) =>
      post(schemas.epochPreview, '/v1/epochs/preview', JSON.stringify({ until, treeFormats, limit })),
    compose: remoteCompose(post),
    simulate: (chunks, options) => simulateRemote(server, chunks, options),
    async *epochs({ after = 0 } = {}) {
      let cursor: string | null | undefined
      do {
        const page: z.output<typeof schemas.epochPage> = await get(schemas.epochPage, '/v1/epochs', {
          cursor,
        })
        for (const epoch of page.items) if (epoch.epoch > after) yield epoch
        cursor = page.next
      } while (cursor !== null)
    },
    epoch: (epoch) => get(schemas.epochReport, `/v1/epochs/${epoch}`),
    manifest: (epoch) =>
      readAnswer(server, { method: 'GET', path: `/v1/epochs/${epoch}/manifest`, query: {} }),
    tree: (epoch) => readTrees(server, epoch),
    proof: (account, epoch) => get(schemas.proofReport, `/v1/proofs/${encode(account)}`, { epoch }),
    statement: (payee, epoch) => get(schemas.statement, `/v1/payees/${encode(payee)}/statements`, { epoch }),
    async *statements(epoch) {
      const request = {
        method: 'GET',
        path: `/v1/epochs/${epoch}/statements`,
        query: {},
        accept: ndjson,
      } as const
      for await (const line of linesOf(await openAnswer(server, request)))
        yield parse(schemas.statementLine, line)
    },
    async *duePayments({ epoch, chain, currency }) {
      const path = `/v1/epochs/${epoch}/due`
      const request = { method: 'GET', path, query: { chain, currency }, accept: ndjson } as const
      for await (const line of linesOf(await openAnswer(server, request)))
        yield parse(schemas.duePayment, line)
    },
    balances: (payee) => get(schemas.payeeBalances, `/v1/payees/${encode(payee)}/balances`),
    explain: (id, source, { listedMax = explainedListMax } = {}) =>
      get(schemas.explanation, `/v1/calls/${encode(id)}/explanation`, { source, limit: listedMax }),
    explainTo: (payee, id, source) =>
      get(schemas.payeeExplanation, `/v1/payees/${encode(payee)}/calls/${encode(id)}/explanation`, {
        source,
      }),
    lineage: ({ asset: id, ...query }) => get(schemas.lineageReport, `${asset(id)}/lineage`, query),
    currencies: async () => (await get(schemas.currencyList, '/v1/currencies')).items,
    asset: (id) => get(schemas.assetView, asset(id)),
    versions: (id, page = {}) => get(schemas.versionPage, `${asset(id)}/versions`, { ...page }),
    version: (id, version) => get(schemas.versionView, `${asset(id)}/versions/${encode(version)}`),
    async *verify(epoch, options = {}) {
      if (epoch !== undefined) {
        const query = options.full ? '?full=true' : ''
        yield await post(schemas.verifyReport, `/v1/epochs/${epoch}/verify${query}`, '{}')
        return
      }
      for await (const closed of this.epochs()) yield* this.verify(closed.epoch, options)
    },
    audit: (query = {}) => get(schemas.auditPage, '/v1/audit', { ...query }),
    quarantine: () => get(schemas.quarantineReport, '/v1/quarantine'),
    emptyQuarantine: () => post(schemas.quarantineReport, '/v1/quarantine/empty', '{}'),
    query: (sql) => post(schemas.queryAnswer, '/v1/query', JSON.stringify({ sql })),
    health: () => get(schemas.healthReport, '/v1/health'),
    doctor: ({ deep = false } = {}) => get(schemas.doctorReport, '/v1/doctor', deep ? { deep: 'true' } : {}),
    backup: (name) => post(schemas.backupReport, '/v1/backups', JSON.stringify({ name })),
    // The server goes on running, and the client keeps nothing open.
    shutdown: async () => {},
  }
}

/**
 * The request has a key, so that sending it again is safe where the answer was lost: the close goes on, and the second
 * request gets its answer.
 */
async function closeRemote(server: RemoteServer, options: CloseOptions = {}): Promise<EpochReport> {
  const { until, confirm, epoch, ahead, treeFormats, key = randomUUID() } = options
  const body = JSON.stringify({ until, confirm, epoch, ahead, treeFormats })
  const request = {
    method: 'POST',
    path: '/v1/epochs',
    query: {},
    type: json,
    body,
    headers: { 'idempotency-key': key },
  } as const
  for (let tries = 1; ; tries++) {
    try {
      return parse(schemas.epochReport, parseJson(await readAnswer(server, request)))
    } catch (error) {
      if (tries === closeTriesMax || !wasCut(error)) throw error
      await setTimeout(closeRetryMs)
    }
  }
}

async function* simulateRemote(
  server: RemoteServer,
  body: AsyncIterable<Uint8Array>,
  { until, from, origin, format, mapping }: SimulateOptions,
): AsyncGenerator<SimulationLine> {
  const query = {
    until,
    from,
    origin,
    format,
    mapping: mapping === undefined ? undefined : JSON.stringify(mapping),
  }
  const sent = { method: 'POST', path: '/v1/simulations', query, accept: ndjson, type: ndjson, body } as const
  for await (const line of linesOf(await openAnswer(server, sent))) yield parse(schemas.simulationLine, line)
}

/** Sends requests whose answers are JSON, and checks the answers' shapes. */
function jsonOver(server: RemoteServer) {
  return {
    async get<Schema extends z.ZodType>(
      schema: Schema,
      path: string,
      query: Query = {},
    ): Promise<z.output<Schema>> {
      return parse(schema, parseJson(await readAnswer(server, { method: 'GET', path, query })))
    },
    async post<Schema extends z.ZodType>(
      schema: Schema,
      path: string,
      body: string | Uint8Array | AsyncIterable<Uint8Array>,
      options: { query?: Query; type?: string } = {},
    ): Promise<z.output<Schema>> {
      const { query = {}, type = json } = options
      const answer = await readAnswer(server, { method: 'POST', path, query, body, type })
      return parse(schema, parseJson(answer))
    },
  }
}

/** Encodes every character, dots too, so that a segment `..` is an id and not a way up. */
function encode(segment: string): string {
  return encodeURIComponent(segment).replaceAll('.', '%2E')
}

function parseJson(answer: Buffer): unknown {
  try {
    return JSON.parse(answer.toString('utf8'))
  } catch {
    return fail('server.unexpected', "The server's answer is not JSON.")
  }
}

/** @throws HeadwaterError `server.unexpected` */
function parse<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const [issue] = result.error.issues
  return fail(
    'server.unexpected',
    `The server's answer does not have the expected shape: /${issue?.path.join('/')} ${issue?.message}.`,
  )
}

/** Leaves are read on demand. The leaves of one chain must be read to their end before those of the next. */
async function* readTrees(server: RemoteServer, epoch: number): AsyncGenerator<TreeReport> {
  const answer: Readable = await openAnswer(server, {
    method: 'GET',
    path: `/v1/epochs/${epoch}/tree`,
    query: {},
  })
  const lines = linesOf(answer)[Symbol.asyncIterator]()
  for (let line = await lines.next(); !line.done; line = await lines.next()) {
    const { leaves: leafCount, ...tree } = parse(schemas.treeHeader, line.value)
    let left = leafCount
    const leaves = (async function* (): AsyncGenerator<TreeLeaf> {
      for (; left > 0; left--) {
        const leaf = await lines.next()
        if (leaf.done) fail('server.unexpected', 'The answer ends before the tree does.')
        yield parse(schemas.treeLeaf, leaf.value)
      }
    })()
    yield { ...tree, leafCount, leaves }
    for await (const _ of leaves);
  }
}
