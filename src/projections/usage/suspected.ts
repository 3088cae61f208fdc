/**
 * Finds calls that an epoch would settle and that may be earlier calls under another name. Calls are grouped by what
 * makes two of them one, a part of the groups at a time, so that the engine's memory is bounded.
 */
import type { AssetId, CurrencyCode } from '../../events/ids.ts'
import { type LedgerUnits, plus } from '../../money/ledgerUnits.ts'
import type {
  EpochEnd,
  Likeness,
  SettlementWindow,
  SuspectedCalls,
  SuspectedExample,
  SuspectedSum,
  UsageReader,
} from '../../usage/reader.ts'
import { integer, text } from '../engine/literal.ts'
import type { Session } from '../engine/port.ts'
import type { RowReader } from '../engine/rowBinary.ts'
import { loadResolvable, loadWindow, type WindowSql } from './scope.ts'

/** Calls whose keys the engine holds at a time: about 40 bytes each, and 200 if all of them are sent twice. */
const passRowsMax = 2_000_000

type Limits = Parameters<UsageReader['suspectedCalls']>[2]

const callKey = 'sipHash128(id, asset, toUnixTimestamp64Micro(time), amount)'
const rules: Readonly<Record<Likeness, { readonly key: string; readonly and: string }>> = {
  call: { key: callKey, and: '' },
  providerCallId: { key: 'sipHash128(providerCallId)', and: ` AND providerCallId != ''` },
}

export async function suspectedCalls(
  session: Session,
  window: SettlementWindow,
  since: EpochEnd | undefined,
  limits: Limits,
): Promise<SuspectedCalls> {
  const sql = await loadWindow(session, window)
  const due = await loadResolvable(session, window)
  const partitions = [...window.scope.watermarks.keys()]
  const rowsBy = (by: Likeness) => candidates({ sql, due, since, partitions }, by)
  const sums = new SumsOfPairs(limits.pairs)
  const examples: SuspectedExample[] = []
  const [count] = await session.rows(`SELECT count() FROM (${rowsBy('call')})`, (row) => row.integer())
  const passes = Math.max(1, Math.ceil(count! / passRowsMax))
  for (const by of Object.keys(rules) as Likeness[]) {
    const rows = rowsBy(by)
    for (let pass = 0; pass < passes; pass++) {
      const part = `SELECT * FROM (${rows}) WHERE sipHash64(key) % ${integer(passes)} = ${integer(pass)}`
      if (!(await deriveSuspected(session, part, by))) continue
      await session.rows(sumsQuery(limits.pairs), (row) => sums.add(by, row))
      const wanted = limits.examples - examples.length
      if (wanted > 0) examples.push(...(await readExamples(session, by, wanted)))
    }
  }
  return { sums: sums.taken(), examples }
}

interface Candidates {
  readonly sql: WindowSql
  /** Condition for calls that resolve. */
  readonly due: string
  readonly since: EpochEnd | undefined
  /** In their order. */
  readonly partitions: readonly string[]
}

/**
 * Calls of the window and of the epoch before, with their keys. `due`: the window settles it. `place` is their order:
 * the epoch before first, then by batch and row.
 */
function candidates({ sql, due, since, partitions }: Candidates, by: Likeness): string {
  const { key, and } = rules[by]
  const place = placeSql(partitions)
  const select = (isDue: string, newer: number, condition: string) =>
    `SELECT ${key} AS key, ${callKey} AS wholeCall, ${isDue} AS due, ${place(newer)} AS place,
      toString(source) AS source, id, toString(asset) AS asset, toString(currency) AS currency, amount
    FROM calls WHERE ${condition}${and}`
  return [
    select('0', 0, sql.before(since)),
    ...sql.branches.map((condition) => select(due, 1, condition)),
  ].join(' UNION ALL ')
}

/** As one number, which is compared faster than a tuple. */
function placeSql(partitions: readonly string[]): (newer: number) => string {
  const shifted = (value: string, bits: number) => `bitShiftLeft(toUInt128(${value}), ${bits})`
  const names = `CAST([${partitions.map(text)}], 'Array(String)')`
  return (newer) =>
    `${shifted(String(newer), 127)} + ${shifted('revision', 74)} + ${shifted('row', 42)} + indexOf(${names}, partition)`
}

/**
 * Writes the suspected ones among `rows` into the table `suspected`, each with the call that it is like: the first with
 * its key, if that is of another source; otherwise, for a provider's id, the first of its own source and asset. A call
 * that is like the first one as a whole is left to the rule of calls. Returns whether there may be any.
 */
async function deriveSuspected(session: Session, rows: string, by: Likeness): Promise<boolean> {
  const repeated = `SELECT key FROM (${rows}) GROUP BY key HAVING count() > 1 AND max(due) = 1`
  await session.derive('alike', `SELECT * FROM (${rows}) WHERE key IN (${repeated})`)
  const [count] = await session.rows('SELECT count() FROM alike', (row) => row.integer())
  if (count === 0) return false
  await session.derive(
    'firsts',
    `SELECT key, argMin(source, place) AS firstSource, argMin(id, place) AS firstId, argMin(wholeCall, place) AS firstCall
    FROM alike GROUP BY key`,
  )
  const ofOthers = `SELECT * FROM alike INNER JOIN firsts USING key WHERE due`
  const ofAssets = `SELECT key, source, asset, min(place) AS assetPlace, argMin(id, place) AS assetId
    FROM alike GROUP BY key, source, asset`
  await session.derive(
    'suspected',
    by === 'call'
      ? `SELECT *, firstSource AS likeSource, firstId AS likeId FROM (${ofOthers}) WHERE source != firstSource`
      : `SELECT *, firstSource AS likeSource, if(source = firstSource, assetId, firstId) AS likeId
        FROM (${ofOthers}) AS others INNER JOIN (${ofAssets}) AS ofAssets USING (key, source, asset)
        WHERE if(source = firstSource, place > assetPlace, wholeCall != firstCall)`,
  )
  return true
}

/** Pairs of sources beyond the limit are one pair of ''. */
function sumsQuery(pairsMax: number): string {
  const pairs = `SELECT source, likeSource, currency, count() AS calls, sum(amount) AS total
    FROM suspected GROUP BY source, likeSource, currency`
  const placed = `SELECT *, row_number() OVER (ORDER BY calls DESC, source, likeSource, currency) <= ${integer(pairsMax)} AS listed
    FROM (${pairs})`
  return `SELECT if(listed, source, '') AS one, if(listed, likeSource, '') AS other, currency, sum(calls), sum(total)
    FROM (${placed}) GROUP BY one, other, currency ORDER BY one, other, currency`
}

function readExamples(session: Session, by: Likeness, count: number): Promise<SuspectedExample[]> {
  return session.rows(
    `SELECT source, id, asset, currency, amount, likeSource, likeId
    FROM suspected ORDER BY place LIMIT ${integer(count)}`,
    (row) => ({
      by,
      source: row.text(),
      id: row.text(),
      asset: row.text<AssetId>(),
      currency: row.text<CurrencyCode>(),
      amount: row.ledgerUnits(),
      like: { source: row.text(), id: row.text() },
    }),
  )
}

/** Adds up the sums of all passes. */
class SumsOfPairs {
  readonly #pairsMax: number
  readonly #sums = new Map<string, SuspectedSum>()

  constructor(pairsMax: number) {
    this.#pairsMax = pairsMax
  }

  add(by: Likeness, row: RowReader): void {
    const [source, like, currency] = [row.text(), row.text(), row.text<CurrencyCode>()]
    this.#addSum({ by, source, like, currency, calls: row.integer(), amount: row.ledgerUnits() })
  }

  taken(): SuspectedSum[] {
    const sorted = [...this.#sums.values()].sort(mostFirst)
    this.#sums.clear()
    sorted.forEach((sum, index) => {
      this.#addSum(index < this.#pairsMax ? sum : { ...sum, source: '', like: '' })
    })
    return [...this.#sums.values()].sort(mostFirst)
  }

  #addSum(sum: SuspectedSum): void {
    const name = JSON.stringify([sum.by, sum.source, sum.like, sum.currency])
    const known = this.#sums.get(name)
    const calls = sum.calls + (known?.calls ?? 0)
    const amount: LedgerUnits = known === undefined ? sum.amount : plus(known.amount, sum.amount)
    this.#sums.set(name, { ...sum, calls, amount })
  }
}

/** Those beyond the limit come last. */
function mostFirst(one: SuspectedSum, other: SuspectedSum): number {
  if ((one.source === '') !== (other.source === '')) return one.source === '' ? 1 : -1
  if (one.calls !== other.calls) return other.calls - one.calls
  return JSON.stringify([one.by, one.source, one.like]) < JSON.stringify([other.by, other.source, other.like])
    ? -1
    : 1
}
