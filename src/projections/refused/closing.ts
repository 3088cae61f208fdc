/** Closing entries of the refused list, and what is counted of those that are gone. */
import { randomBytes } from 'node:crypto'
import { invariant } from '../../invariant.ts'
import type { RefusedLosses, RefusedSelection } from '../../usage/refused.ts'
import { fixed, hexKeys, int64, naturals, strings } from '../engine/columns.ts'
import type { Session, SqlEngine } from '../engine/port.ts'
import type { Topology } from '../schema/topology.ts'

export const isOpen = '(id, opening) NOT IN (SELECT id, opening FROM refusedResolved)'

/** Entries closed by one insert. */
const closeRowsMax = 100_000

type Loss = keyof RefusedLosses

interface Closing extends RefusedSelection {
  /** 16 bytes each. */
  readonly identities?: Uint8Array
}

/** Closes the open entries of a selection; with `loss` they are counted as lost. Returns how many. */
export async function closeSelected(engine: SqlEngine, selection: Closing, loss?: Loss): Promise<number> {
  let closed = 0
  for (;;) {
    const found = await engine.session((session) => select(session, selection))
    if (found.length === 0) return closed
    // Counted first: if the process ends between the two, the count is too high and no entry is gone uncounted.
    if (loss !== undefined) await loseEntries(engine, loss, countsByCode(found))
    await engine.insert({
      table: 'refusedResolved',
      literals: {},
      columns: [
        hexKeys(
          'id',
          found.map(({ id }) => id),
        ),
        naturals(
          'opening',
          found.map(({ opening }) => opening),
          'UInt32',
        ),
      ],
      token: randomBytes(32).toString('hex'),
    })
    closed += found.length
    if (found.length < closeRowsMax) return closed
  }
}

async function select(session: Session, { code, ids, before, identities }: Closing) {
  const conditions = [isOpen]
  // Text that a person typed is never part of a query's text.
  if (code !== undefined) {
    await session.table('wantedCode', [strings('code', [code])])
    conditions.push('code = (SELECT code FROM wantedCode)')
  }
  if (ids !== undefined) {
    await session.table('wantedIds', [hexKeys('id', ids)])
    conditions.push('id IN (SELECT id FROM wantedIds)')
  }
  if (identities !== undefined) {
    await session.table('wantedIdentities', [fixed('identity', 16, identities)])
    conditions.push("identity IN (SELECT identity FROM wantedIdentities) AND code != 'event.conflict'")
  }
  if (before !== undefined) {
    invariant(Number.isSafeInteger(before), 'a time is a whole number of milliseconds')
    conditions.push(`refusedAt < fromUnixTimestamp64Milli(toInt64(${before}), 'UTC')`)
  }
  return session.rows(
    `SELECT DISTINCT id, opening, code FROM refused WHERE ${conditions.join(' AND ')} LIMIT ${closeRowsMax}`,
    (row) => ({ id: row.hex(16), opening: row.uint32(), code: row.text() }),
  )
}

/** Closes entries refused before a time, as lost. Returns how many. */
export function expire(engine: SqlEngine, before: number): Promise<number> {
  return closeSelected(engine, { before }, 'expired')
}

/**
 * Deletes the rows of closed entries, and their closings after them. On a cluster they stay: it can't delete by what
 * another table says.
 */
export async function deleteClosed(engine: SqlEngine, topology: Topology): Promise<void> {
  if (topology.deleteTarget('refused') !== 'refused') return
  const settings = 'SETTINGS lightweight_deletes_sync = 2'
  const closings = '(id, opening) IN (SELECT id, opening FROM refusedResolved)'
  await engine.command(`DELETE FROM refused WHERE ${closings} ${settings}`)
  await engine.command(
    `DELETE FROM refusedResolved WHERE (id, opening) NOT IN (SELECT id, opening FROM refused) ${settings}`,
  )
}

export async function loseEntries(
  engine: SqlEngine,
  reason: Loss,
  counts: ReadonlyMap<string, number>,
): Promise<void> {
  const rows = [...counts]
  await engine.insert({
    table: 'refusedLost',
    literals: {},
    columns: [
      {
        ...int64(
          'lostAt',
          BigInt64Array.from(rows, () => BigInt(Date.now())),
        ),
        type: "DateTime64(3, 'UTC')",
        expression: "fromUnixTimestamp64Milli(lostAt, 'UTC')",
      },
      strings(
        'reason',
        rows.map(() => reason),
      ),
      strings(
        'code',
        rows.map(([code]) => code),
      ),
      naturals(
        'entries',
        rows.map(([, entries]) => entries),
        'UInt64',
      ),
    ],
    token: randomBytes(32).toString('hex'),
  })
}

export async function readLosses(engine: SqlEngine): Promise<RefusedLosses> {
  const rows = await engine.rows('SELECT reason, sum(entries) FROM refusedLost GROUP BY reason', (row) => [
    row.text(),
    row.integer(),
  ])
  return { notKept: 0, dismissed: 0, expired: 0, ...Object.fromEntries(rows) }
}

function countsByCode(entries: readonly { readonly code: string }[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { code } of entries) counts.set(code, (counts.get(code) ?? 0) + 1)
  return counts
}
