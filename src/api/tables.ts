/**
 * Lists as files: CSV and Parquet, by the same routes, scopes and filters that answer them in pages of JSON. A file has
 * the whole list and is written while it is read, page by page, so it takes bounded memory.
 */
import { Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import { defined } from '../base/defined.ts'
import { csvOf } from '../documents/tables/csvOf.ts'
import { parquetMediaType, parquetOf } from '../documents/tables/parquet.ts'
import { cellsOf, type Table } from '../documents/tables/table.ts'
import { fail } from '../errors.ts'
import { type Headwater, pageItemsMax } from '../service/headwater.ts'
import type { TableFormat } from './paging.ts'
import { liftIdleLimit, limitIdleness } from './routes/common.ts'

declare module 'fastify' {
  interface FastifyInstance {
    /** After how long without a taken piece the reader of a file has gone. */
    fileIdleMs: number
  }
}

/** Each reads the store page by page beside all other requests. */
const filesMax = 4

const mediaTypes: Record<TableFormat, string> = { csv: 'text/csv; charset=utf-8', parquet: parquetMediaType }

export const fileContent = {
  'text/csv': { schema: z.any() },
  [parquetMediaType]: { schema: z.any() },
}

/** The response of a route that answers `schema`, or a file. */
export function orFile<Schema extends z.ZodType>(
  schema: Schema,
  description = 'JSON; with `format` all of it as a file',
) {
  return {
    description,
    content: { 'application/json': { schema }, ...fileContent },
  }
}

/** A page of a list, whatever it has beside its items. */
export interface ListedPage<Item> {
  readonly items: readonly Item[]
  /** Left out by a list that has one page. */
  readonly next?: string | null
}

interface ListQuery {
  readonly format?: TableFormat | undefined
  readonly cursor?: string | undefined
  readonly limit?: number | undefined
}

/** Only what was asked for. */
export type Defined<Query> = { [Name in keyof Query]?: Exclude<Query[Name], undefined> }
type Asked<Query> = Defined<Omit<Query, 'format'>>

interface List<Query, Item, Line> {
  readonly table: Table<Item, Line>
  /** Answers a page. What it answers beside the items is in the JSON alone. */
  readonly read: (query: Asked<Query>) => Promise<ListedPage<Item>>
  /** Knows which epoch is the last: of a table that an epoch changes. */
  readonly headwater: Pick<Headwater, 'health'>
}

/**
 * A page of the list as JSON, or all of it as a file.
 * @throws HeadwaterError `request.malformed`, `request.busy`
 */
export async function answerList<Query extends ListQuery, Item, Line>(
  reply: FastifyReply,
  query: Query,
  list: List<Query, Item, Line>,
): Promise<never> {
  const { format, ...asked } = query
  if (format === undefined)
    return reply.type('application/json').send(await list.read(defined(asked) as Asked<Query>)) as never
  requireWhole(query)
  const read = (page: ListQuery) => list.read({ ...(defined(asked) as Asked<Query>), ...page })
  return sendTable(reply, format, list.table, allItems(list, read))
}

/** @throws HeadwaterError `request.malformed` where a part of the list is asked for as a file */
export function requireWhole({ cursor, limit }: ListQuery): void {
  if (cursor !== undefined || limit !== undefined)
    fail('request.malformed', 'A file has the whole list: leave out `cursor` and `limit`, or `format`.')
}

/** A report as JSON, or its lines as a file. */
export async function answerReport<Report, Line>(
  reply: FastifyReply,
  format: TableFormat | undefined,
  table: Table<Report, Line>,
  report: Report,
): Promise<never> {
  if (format !== undefined) return sendTable(reply, format, table, [report])
  return reply.type('application/json').send(report) as never
}

/** @throws HeadwaterError `list.changed` where an epoch was closed between two pages of what an epoch changes */
async function* allItems<Query, Item, Line>(
  { table, headwater }: List<Query, Item, Line>,
  read: (page: ListQuery) => Promise<ListedPage<Item>>,
): AsyncGenerator<Item> {
  const lastEpoch = async () => (table.ofEpoch ? (await headwater.health()).epochs : 0)
  const epoch = await lastEpoch()
  let cursor: string | null | undefined
  do {
    const page: ListedPage<Item> = await read({ limit: pageItemsMax, ...(cursor != null && { cursor }) })
    if ((await lastEpoch()) !== epoch)
      fail('list.changed', 'An epoch was closed while the list was read, and the list is of the last epoch.')
    yield* page.items
    cursor = page.next
  } while (cursor != null)
}

const written = new WeakMap<object, number>()

/** @throws HeadwaterError `request.busy` */
export async function sendTable<Item, Line>(
  reply: FastifyReply,
  format: TableFormat,
  table: Table<Item, Line>,
  items: AsyncIterable<Item> | Iterable<Item>,
): Promise<never> {
  const chunks: AsyncGenerator<string | Uint8Array> =
    format === 'csv' ? csvOf(table, items) : parquetOf(table.columns, cellsOf(table, items))
  // The head of a file would cost as much as the file.
  if (reply.request.method === 'HEAD') return named(reply, table, format).send('') as never
  const server = reply.server.server
  const busy = written.get(server) ?? 0
  if (busy >= filesMax) fail('request.busy', `${filesMax} lists are being written as files already.`)
  written.set(server, busy + 1)
  const end = () => written.set(server, written.get(server)! - 1)
  liftIdleLimit(reply.request)
  // A failure at the start is still answered as a problem. A later one cuts the connection.
  const first = await chunks.next().catch((error: unknown) => {
    end()
    throw error
  })
  // A reader that takes nothing may not keep one of the few places.
  limitIdleness(reply.request, reply.server.fileIdleMs)
  const body = Readable.from(joined(first, chunks), { objectMode: false })
  body.once('close', () => {
    end()
    chunks.return(undefined).catch(() => {})
  })
  return named(reply, table, format).send(body) as never
}

function named(reply: FastifyReply, { name }: { readonly name: string }, format: TableFormat): FastifyReply {
  if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'private, no-cache')
  return reply
    .type(mediaTypes[format])
    .header('content-disposition', `attachment; filename="${name}.${format}"`)
    .header('x-content-type-options', 'nosniff')
}

async function* joined<Chunk>(
  first: IteratorResult<Chunk>,
  rest: AsyncGenerator<Chunk>,
): AsyncGenerator<Chunk> {
  if (!first.done) yield first.value
  yield* rest
}
