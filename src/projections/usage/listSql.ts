/** What lists of calls have in common: the rows that count, and the state of each. */
import type { CallFilter, CallStates } from '../../usage/lists.ts'
import { naturals, strings } from '../engine/columns.ts'
import { moment } from '../engine/literal.ts'
import type { Session } from '../engine/port.ts'
import { keyColumns } from './keyColumns.ts'
import { allRanges, loadScope, rangesUpTo } from './scope.ts'

export interface ListSql {
  /** Condition for the rows that the filter names, whatever their state. */
  readonly rows: string
  /** SQL expression of a call's state. */
  readonly state: string
  /** Condition for the state that the filter names. */
  readonly wanted: string
}

/** Condition for calls whose asset and version are known. */
export const resolves = '(asset, version) IN (SELECT asset, version FROM callKeys)'

export async function loadList(session: Session, states: CallStates, filter: CallFilter): Promise<ListSql> {
  const { scope, closed, keys } = states
  const sql = await loadScope(session, scope)
  await session.table('callKeys', [
    ...keyColumns(keys),
    naturals(
      'closed',
      keys.map((key) => (key.closed ? 1 : 0)),
      'UInt8',
    ),
  ])
  const conditions = [sql.rows(allRanges(scope.watermarks)), ...(await loadWanted(session, filter))]
  const settled =
    closed === undefined
      ? '0'
      : `(${sql.rows(rangesUpTo(closed.watermarks, scope.watermarks))}) AND time < ${moment(closed.until)} AND (asset, version) IN (SELECT asset, version FROM callKeys WHERE closed = 1)`
  return {
    rows: conditions.join(' AND '),
    state: `multiIf(${settled}, 'settled', ${resolves}, 'pending', 'suspense')`,
    wanted: filter.state === undefined ? '1' : `state = '${filter.state}'`,
  }
}

/** Conditions for the calls that a filter names, whatever their state. */
export async function loadWanted(
  session: Session,
  { asset, version, ...times }: Omit<CallFilter, 'state'>,
): Promise<string[]> {
  const conditions = during(times)
  if (asset !== undefined) {
    await session.table('wantedAsset', [strings('asset', [asset])])
    conditions.push('asset = (SELECT asset FROM wantedAsset)')
  }
  if (version !== undefined) {
    await session.table('wantedVersion', [strings('version', [version.name])])
    const named = 'version = (SELECT version FROM wantedVersion)'
    const unnamed = version.unnamed && ["version = ''", ...during(version.unnamed)].join(' AND ')
    conditions.push(unnamed === undefined ? named : `(${named} OR (${unnamed}))`)
  }
  return conditions
}

function during({ from, before }: Pick<CallFilter, 'from' | 'before'>): string[] {
  const conditions: string[] = []
  if (from !== undefined) conditions.push(`time >= ${moment(from)}`)
  if (before !== undefined) conditions.push(`time < ${moment(before)}`)
  return conditions
}
