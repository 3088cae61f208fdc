/**
 * Reads the refused list in parts. The keys of a part are read first, without the texts of events, from the place where
 * the part begins; the texts are read only of as many entries as fit.
 */
import { invariant } from '../../invariant.ts'
import type { RefusedEvent, RefusedKey, RefusedPart, RefusedStore } from '../../usage/refused.ts'
import { fixed, hexKeys, int64, naturals, strings } from '../engine/columns.ts'
import type { Session } from '../engine/port.ts'
import type { RowReader } from '../engine/rowBinary.ts'
import { isOpen } from './closing.ts'

/** A page needs little: several threads would each read a block ahead. */
const small = 'SETTINGS max_threads = 1, max_block_size = 8192'

type ListOptions = Parameters<RefusedStore['list']>[0]

interface FoundKey extends RefusedKey {
  readonly opening: number
  readonly bytes: number
}

/** @param shared whether two processes may both have added an entry */
export async function countEntries(session: Session, shared: boolean): Promise<ReadonlyMap<string, number>> {
  const counted = shared ? 'uniqExact(id, opening)' : 'count()'
  const sql = `SELECT code, ${counted} FROM refused WHERE ${isOpen} GROUP BY code ORDER BY code`
  return new Map(await session.rows(sql, (row) => [row.text(), row.integer()] as const))
}

export async function listEntries(session: Session, options: ListOptions): Promise<RefusedPart> {
  const { limit, bytesMax = Number.POSITIVE_INFINITY } = options
  const found = await findKeys(session, options)
  let bytes = 0
  let fitting = found.findIndex((key) => {
    bytes += key.bytes
    return bytes > bytesMax
  })
  if (fitting < 0) fitting = found.length
  const keys = found.slice(0, Math.min(limit, Math.max(fitting, 1)))
  if (keys.length === 0) return { entries: [], next: undefined }
  const { at, number, line, id } = keys.at(-1)!
  return {
    entries: await readEntries(session, keys),
    next: keys.length < found.length ? { at, number, line, id } : undefined,
  }
}

/** One more than the limit, so that the caller knows whether others follow. */
async function findKeys(
  session: Session,
  { limit, after, code, identities }: ListOptions,
): Promise<FoundKey[]> {
  invariant(Number.isSafeInteger(limit) && limit > 0, 'a page has rows')
  const ofCode = await narrowTo(session, code)
  if (identities !== undefined) await session.table('wantedIdentities', [fixed('identity', 16, identities)])
  const ofThese = identities === undefined ? '' : 'AND identity IN (SELECT identity FROM wantedIdentities)'
  // The first condition lets the engine skip what comes before, because the table is in the order of that time.
  const beyond =
    after === undefined
      ? ''
      : `AND refusedAt >= fromUnixTimestamp64Milli({at:Int64}, 'UTC')
        AND (refusedAt, number, line, id) > (fromUnixTimestamp64Milli({at:Int64}, 'UTC'), {number:UInt64}, {line:UInt64}, toFixedString(unhex({id:String}), 16))`
  return session.rows(
    `SELECT toUnixTimestamp64Milli(refusedAt), number, line, id, opening, rawBytes FROM refused
    WHERE ${isOpen} ${ofCode} ${ofThese} ${beyond}
    ORDER BY refusedAt, number, line, id LIMIT 1 BY id LIMIT ${limit + 1} ${small}`,
    (row) => ({
      at: row.integer(),
      number: row.integer(),
      line: row.integer(),
      id: row.hex(16),
      opening: row.uint32(),
      bytes: row.uint32(),
    }),
    after && { ...after },
  )
}

async function readEntries(session: Session, keys: readonly FoundKey[]): Promise<RefusedEvent[]> {
  await session.table('page', [
    {
      ...int64(
        'at',
        BigInt64Array.from(keys, (key) => BigInt(key.at)),
      ),
      type: "DateTime64(3, 'UTC')",
      expression: "fromUnixTimestamp64Milli(at, 'UTC')",
    },
    hexKeys(
      'id',
      keys.map((key) => key.id),
    ),
    naturals(
      'opening',
      keys.map((key) => key.opening),
      'UInt32',
    ),
  ])
  const [first, last] = [keys[0]!.at, keys.at(-1)!.at]
  return session.rows(
    `SELECT id, origin, format, line, element, source, eventId, hex(identity), code, path, message, raw, toUnixTimestamp64Milli(refusedAt)
    FROM refused
    WHERE refusedAt BETWEEN fromUnixTimestamp64Milli({first:Int64}, 'UTC') AND fromUnixTimestamp64Milli({last:Int64}, 'UTC')
      AND (refusedAt, id, opening) IN (SELECT at, id, opening FROM page)
    ORDER BY refusedAt, number, line, id LIMIT 1 BY id ${small}`,
    readRefused,
    { first, last },
  )
}

/** A condition, and the table that it reads. Text that a person typed is never part of a query's text. */
async function narrowTo(session: Session, code: string | undefined): Promise<string> {
  if (code === undefined) return ''
  await session.table('wantedCode', [strings('code', [code])])
  return 'AND code = (SELECT code FROM wantedCode)'
}

function readRefused(row: RowReader): RefusedEvent {
  const id = row.hex(16)
  const [origin, format, line, element] = [row.text(), row.text(), row.integer(), row.integer()]
  const [source, eventId, identity] = [row.text(), row.text(), row.text().toLowerCase()]
  return {
    id,
    origin,
    format,
    line,
    ...(element >= 0 && { element }),
    ...(source !== '' && { source }),
    ...(eventId !== '' && { eventId }),
    ...(/[1-9a-f]/.test(identity) && { identity }),
    code: row.text(),
    path: row.text(),
    message: row.text(),
    raw: row.text(),
    refusedAt: new Date(row.integer()).toISOString(),
  }
}
