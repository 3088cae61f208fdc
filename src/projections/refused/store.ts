/**
 * Refused events, stored as they arrived. An entry is opened when its event is refused, and resolved when the event was
 * accepted since. If the event is refused again after that, the entry opens again. Rows are only added: `opening`
 * counts how often the entry was opened.
 */
import { oneAtATime } from '../../base/oneAtATime.ts'
import { sha256Hex } from '../../base/sha256.ts'
import { invariant } from '../../invariant.ts'
import type { RefusedEvent, RefusedStore } from '../../usage/refused.ts'
import { hexKeys, int64, naturals, strings } from '../engine/columns.ts'
import type { Session, SqlEngine } from '../engine/port.ts'
import type { RowReader } from '../engine/rowBinary.ts'

/** Bytes of one insert: lines of up to 1 MiB each must not fill the memory. */
const insertBytesMax = 32 * 1024 * 1024
const insertRowsMax = 10_000

const isOpen = '(id, opening) NOT IN (SELECT id, opening FROM refusedResolved)'

export function createRefusedStore(engine: SqlEngine): RefusedStore {
  // Adding and resolving first read and then write, so they run one after another.
  const inTurn = oneAtATime()
  return {
    add: (events) =>
      inTurn(async () => {
        for (const part of parts(events)) await addPart(engine, part)
      }),
    resolve: (ids) => inTurn(() => resolve(engine, ids)),
    list: (options) => engine.session((session) => list(session, options)),
    count: (code) => engine.session((session) => count(session, code)),
  }
}

async function count(session: Session, code: string | undefined): Promise<number> {
  const ofCode = await narrowTo(session, code)
  const sql = `SELECT uniqExact(id, opening) FROM refused WHERE ${isOpen} ${ofCode}`
  const [entries] = await session.rows(sql, (row) => row.integer())
  return entries!
}

/** A condition, and the table that it reads. Text that a person typed is never part of a query's text. */
async function narrowTo(session: Session, code: string | undefined): Promise<string> {
  if (code === undefined) return ''
  await session.table('wantedCode', [strings('code', [code])])
  return 'AND code = (SELECT code FROM wantedCode)'
}

function* parts(events: readonly RefusedEvent[]): Generator<RefusedEvent[]> {
  let part: RefusedEvent[] = []
  let size = 0
  for (const event of events) {
    part.push(event)
    size += event.raw.length
    if (size >= insertBytesMax || part.length === insertRowsMax) {
      yield part
      part = []
      size = 0
    }
  }
  if (part.length > 0) yield part
}

interface Standing {
  readonly opening: number
  readonly open: boolean
}

async function addPart(engine: SqlEngine, events: readonly RefusedEvent[]): Promise<void> {
  const standings = await standingsOf(engine, [...new Set(events.map((event) => event.id))])
  const rows = new Map<string, RefusedEvent & { opening: number }>()
  for (const event of events) {
    const standing = standings.get(event.id)
    if (standing?.open || rows.has(event.id)) continue
    rows.set(event.id, { ...event, opening: (standing?.opening ?? 0) + 1 })
  }
  if (rows.size === 0) return
  const added = [...rows.values()]
  const column = (name: 'origin' | 'format' | 'code' | 'path' | 'message' | 'raw') =>
    strings(
      name,
      added.map((row) => row[name]),
    )
  const lines = added.map((row) => row.line)
  const milliseconds = BigInt64Array.from(added, (row) => BigInt(parseMilliseconds(row.refusedAt)))
  await engine.insert({
    table: 'refused',
    literals: {},
    columns: [
      ...keyColumns(added),
      ...(['origin', 'format', 'code', 'path', 'message', 'raw'] as const).map(column),
      naturals('line', lines, 'UInt64'),
      {
        ...int64('refusedAt', milliseconds),
        type: "DateTime64(3, 'UTC')",
        expression: "fromUnixTimestamp64Milli(refusedAt, 'UTC')",
      },
    ],
    token: tokenOf('refused', added),
  })
}

async function resolve(engine: SqlEngine, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  const standings = await standingsOf(engine, [...new Set(ids)])
  const open = [...standings].filter(([, standing]) => standing.open)
  if (open.length === 0) return
  const rows = open.map(([id, { opening }]) => ({ id, opening }))
  await engine.insert({
    table: 'refusedResolved',
    literals: {},
    columns: keyColumns(rows),
    token: tokenOf('refusedResolved', rows),
  })
}

function keyColumns(rows: readonly { readonly id: string; readonly opening: number }[]) {
  const ids = rows.map((row) => row.id)
  const openings = rows.map((row) => row.opening)
  return [hexKeys('id', ids), naturals('opening', openings, 'UInt32')]
}

function tokenOf(table: string, rows: readonly { readonly id: string; readonly opening: number }[]): string {
  const keys = rows.map(({ id, opening }) => [id, opening])
  return sha256Hex(JSON.stringify([table, keys]))
}

/** The last opening of each id that was ever refused, and whether it is still open. */
async function standingsOf(engine: SqlEngine, ids: readonly string[]): Promise<Map<string, Standing>> {
  const rows = await engine.session(async (session) => {
    await session.table('wanted', [hexKeys('id', ids)])
    return session.rows(
      `SELECT id, opened, opened > resolved FROM
        (SELECT id, max(opening) AS opened FROM refused WHERE id IN (SELECT id FROM wanted) GROUP BY id) AS o
        LEFT JOIN (SELECT id, max(opening) AS resolved FROM refusedResolved WHERE id IN (SELECT id FROM wanted) GROUP BY id) AS r
        USING (id)`,
      (row) => [row.hex(16), { opening: row.uint32(), open: row.uint8() === 1 }] as const,
    )
  })
  return new Map(rows)
}

/**
 * Finds the page without the texts of events first, then reads the texts of that page only. Events that were refused at
 * the same moment are in the order of their lines: when registry events are sent again, their order must be the same.
 */
async function list(
  session: Session,
  { limit, after, code }: { readonly limit: number; readonly after?: string; readonly code?: string },
): Promise<RefusedEvent[]> {
  await session.table('page', [hexKeys('after', after === undefined ? [] : [after])])
  const ofCode = await narrowTo(session, code)
  const beyond =
    after === undefined
      ? ''
      : 'AND (refusedAt, line, id) > (SELECT (max(refusedAt), argMax(line, refusedAt), any(id)) FROM refused WHERE id = (SELECT after FROM page))'
  invariant(Number.isSafeInteger(limit) && limit > 0, 'a page has rows')
  return session.rows(
    `SELECT id, origin, format, line, code, path, message, raw, toUnixTimestamp64Milli(refusedAt) FROM refused
    WHERE (refusedAt, id, opening) IN (
      SELECT refusedAt, id, opening FROM refused WHERE ${isOpen} ${ofCode} ${beyond} ORDER BY refusedAt, line, id LIMIT 1 BY id LIMIT ${limit}
    ) ORDER BY refusedAt, line, id LIMIT 1 BY id`,
    readRefused,
  )
}

function readRefused(row: RowReader): RefusedEvent {
  return {
    id: row.hex(16),
    origin: row.text(),
    format: row.text(),
    line: row.integer(),
    code: row.text(),
    path: row.text(),
    message: row.text(),
    raw: row.text(),
    refusedAt: new Date(row.integer()).toISOString(),
  }
}

function parseMilliseconds(time: string): number {
  const milliseconds = Date.parse(time)
  invariant(Number.isFinite(milliseconds), 'refusedAt is a time in RFC 3339')
  return milliseconds
}
