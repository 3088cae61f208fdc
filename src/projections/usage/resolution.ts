/** Finds the version of calls, all at once: by the name that they give, or by their time. */
import type { SettlementWindow } from '../../usage/reader.ts'
import { type InputColumn, moments, naturals, strings } from '../engine/columns.ts'
import type { Session } from '../engine/port.ts'
import { keyColumns } from './keyColumns.ts'

/**
 * Tables `named` (asset, version, versionIndex) and `boundaries` (asset, start, versionIndex); of equal starts the last
 * counts.
 */
export async function loadResolution(
  session: Session,
  { named, boundaries }: SettlementWindow,
): Promise<void> {
  const indexes = named.map((entry) => entry.index)
  await session.table('named', [...keyColumns(named), naturals('versionIndex', indexes, 'UInt32')])
  const last = lastOfEqual(boundaries, (entry) => `${entry.asset}\n${entry.from}`)
  const versions = last.map((entry) => entry.version)
  const assets = last.map((entry) => entry.asset)
  await session.table('boundaries', [
    strings('asset', assets),
    startsOf(last),
    naturals('versionIndex', versions, 'UInt32'),
  ])
}

/** Calls that name a version. @param rows those calls with `asset` and `version` */
// SEMI keeps every call once; ANY would keep one call for each version.
export function namedCalls(columns: string, rows: string): string {
  return `SELECT named.versionIndex AS versionIndex, ${columns}
    FROM (${rows}) AS calls LEFT SEMI JOIN named ON calls.asset = named.asset AND calls.version = named.version`
}

/** Calls that name none. @param rows those calls with `asset` and `time` */
export function unnamedCalls(columns: string, rows: string): string {
  return `SELECT boundaries.versionIndex AS versionIndex, ${columns}
    FROM (${rows}) AS calls ASOF INNER JOIN boundaries ON calls.asset = boundaries.asset AND calls.time >= boundaries.start`
}

export function lastOfEqual<Entry>(
  entries: readonly Entry[],
  key: (entry: Entry) => string | number,
): Entry[] {
  return [...new Map(entries.map((entry) => [key(entry), entry])).values()]
}

/** Column `start`. */
export function startsOf(entries: readonly { readonly from: number }[]): InputColumn {
  return moments(
    'start',
    BigInt64Array.from(entries, (entry) => BigInt(entry.from)),
  )
}
