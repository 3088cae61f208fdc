/** Calls that registry events reach back over, of many events at once. */
import type { CallReach, ReachedCalls, SettledBefore } from '../../usage/reader.ts'
import { moments, naturals, strings } from '../engine/columns.ts'
import { integer, moment } from '../engine/literal.ts'
import type { Session, SqlEngine } from '../engine/port.ts'
import type { RowReader } from '../engine/rowBinary.ts'
import { allRanges, loadScope } from './scope.ts'

/** Numbers of `CallReach.calls` in the table of reaches. */
const kindNumbers = { all: 0, unnamed: 1, priced: 2 } as const
const kindConditions = { all: '1', unnamed: `version = ''`, priced: 'priced' } as const

export function reachedCalls(
  engine: SqlEngine,
  reaches: readonly CallReach[],
  settled: SettledBefore | undefined,
): Promise<(ReachedCalls | undefined)[]> {
  return engine.session(async (session) => {
    const found: (ReachedCalls | undefined)[] = Array(reaches.length).fill(undefined)
    const open = await loadUnsettled(session, settled)
    const ofAssets = reaches.flatMap(({ assets }, number) => (assets === undefined ? [] : [number]))
    if (ofAssets.length > 0) {
      for (const [number, calls] of await reachedOfAssets(session, reaches, ofAssets, open))
        found[number] = calls
    }
    for (const [number, { assets, calls, from, before }] of reaches.entries()) {
      if (assets !== undefined) continue
      const rows = `${open} AND ${kindConditions[calls]} AND time >= ${moment(from)} AND time < ${moment(before)}`
      const sql = `SELECT ${reached} FROM calls WHERE ${rows} HAVING count() > 0`
      found[number] = (await session.rows(sql, readReached))[0]
    }
    return found
  })
}

const reached = 'count(), argMin((source, id), (time, source, id)), min(toUnixTimestamp64Micro(time))'

function readReached(row: RowReader): ReachedCalls {
  return { calls: row.integer(), first: { source: row.text(), id: row.text(), time: row.integer() } }
}

/** Condition for rows that no epoch settled, as far as batches, times and released keys show. */
async function loadUnsettled(session: Session, settled: SettledBefore | undefined): Promise<string> {
  if (settled === undefined) return '1'
  const { watermarks, until, releasedKeys } = settled
  const sql = await loadScope(session, { watermarks, strayAttempts: [], excludedRows: [] })
  await session.table('releasedKeys', [
    strings(
      'asset',
      releasedKeys.map((key) => key.asset),
    ),
    strings(
      'version',
      releasedKeys.map((key) => key.version),
    ),
  ])
  const older = sql.rows(allRanges(watermarks))
  const released = '(asset, version) IN (SELECT asset, version FROM releasedKeys)'
  return `(NOT (${older}) OR time >= ${moment(until)} OR ${released})`
}

async function reachedOfAssets(
  session: Session,
  reaches: readonly CallReach[],
  numbers: readonly number[],
  open: string,
): Promise<[number, ReachedCalls][]> {
  const rows = numbers.flatMap((number) =>
    reaches[number]!.assets!.map((asset) => ({ number, asset, reach: reaches[number]! })),
  )
  const micros = (of: (reach: CallReach) => number) =>
    BigInt64Array.from(rows, ({ reach }) => BigInt(of(reach)))
  const kinds = rows.map(({ reach }) => kindNumbers[reach.calls])
  await session.table('reaches', [
    naturals(
      'number',
      rows.map(({ number }) => number),
      'UInt32',
    ),
    strings(
      'reachAsset',
      rows.map(({ asset }) => asset),
    ),
    strings(
      'reachCurrency',
      rows.map(({ reach }) => reach.currency ?? ''),
    ),
    moments(
      'start',
      micros(({ from }) => from),
    ),
    moments(
      'end',
      micros(({ before }) => before),
    ),
    naturals('kind', kinds, 'UInt8'),
  ])
  const candidates = `SELECT asset, version, currency, priced, time, source, id FROM calls
    WHERE ${open} AND asset IN (SELECT reachAsset FROM reaches)`
  const ofKind = `kind = ${integer(kindNumbers.all)} OR (kind = ${integer(kindNumbers.unnamed)} AND version = '') OR (kind = ${integer(kindNumbers.priced)} AND priced)`
  return session.rows(
    `SELECT number, ${reached}
    FROM (${candidates}) AS found INNER JOIN reaches ON found.asset = reaches.reachAsset
    WHERE time >= start AND time < end AND (reachCurrency = '' OR reachCurrency = currency) AND (${ofKind})
    GROUP BY number`,
    (row) => [row.uint32(), readReached(row)],
  )
}
