/**
 * Books of epochs: what every payee earned and was paid, by epoch and attempt. Lines are added and never changed. An
 * attempt counts once the epoch's event names it, so a reader passes the attempts that count.
 */
import { sha256Hex } from '../../base/sha256.ts'
import type { BooksStore } from '../../books/port.ts'
import type { SealedEpoch } from '../../log/inStep.ts'
import type { EpochKey } from '../../log/keys.ts'
import { fixed, naturals } from '../engine/columns.ts'
import { deleteKeys } from '../engine/deleteKeys.ts'
import { integer, key16, text } from '../engine/literal.ts'
import type { Session, SqlEngine } from '../engine/port.ts'
import { moveRows } from '../quarantine/move.ts'
import { apply } from '../schema/migrate.ts'
import { bookTables, sealTable } from '../schema/tables.ts'
import { singleServer, type Topology } from '../schema/topology.ts'
import { balancePage } from './balancePage.ts'
import { inClosed, ofVersions } from './conditions.ts'
import { highestBalances } from './highestBalances.ts'
import { writeLines, writeRuns } from './lineWriter.ts'
import { lotPage } from './lotPage.ts'
import { lotsStanding } from './lotsStanding.ts'
import {
  balanceColumns,
  balancesStanding,
  payoutColumns,
  payoutsStanding,
  standing,
  standingRows,
  statesStanding,
} from './standing.ts'
import { type BookTable, books, readLine, selectList } from './tables.ts'
import { readsToDate } from './toDate.ts'

/** Lines of one read. */
const pageLinesMax = 50_000
/** After reading so many, the engine gives back the memory that it read them with. */
const trimLinesMin = 2 * pageLinesMax

const tableNames = Object.values(books).map(({ name }) => name)
/** The tables that a payee's figures are read from. */
const ofStatements = [books.balances, books.payouts, books.earnings, books.flows]

export function createBooksStore(engine: SqlEngine, topology: Topology = singleServer): BooksStore {
  /** The kinds of attempts that have all that statements need. Nothing but a move or a removal takes lines away. */
  const complete = new Map<string, ReadonlySet<string>>()
  return {
    async write(key, lines, onLines = () => {}, onStanding = () => {}) {
      const to = { engine, key, onLines, contracted: lines.contracted ?? true }
      await writeLines(to, books.balances, lines.balances)
      await writeLines(to, books.payouts, lines.payouts)
      onStanding()
      await writeRuns(to, books.earnings, lines.earnings?.runs())
      await writeLines(to, books.flows, lines.flows)
      await writeLines(to, books.callSums, lines.callSums)
      await writeLines(to, books.states, lines.states)
      await writeLines(to, books.takes, lines.takes)
    },
    seal: (epochs) => seal(engine, epochs),
    sealed: () => sealed(engine),
    lastLines: (closed, payee) =>
      engine.session(async (session) => {
        const attempts = await inClosed(session, closed)
        const line = readLine(books.balances)
        return session.rows(
          `SELECT epoch, ${selectList(books.balances)} FROM balances WHERE ${attempts} ${ofPayee(payee)}
          ORDER BY epoch DESC LIMIT 1 BY currency`,
          (row) => ({ epoch: row.uint32(), ...line(row) }),
        )
      }),
    ...readsToDate(engine),
    ...standingPages(engine),
    ...standingReads(engine),
    payoutsOf: (closed, account) =>
      engine.session(async (session) => {
        const { key, read } = payoutsStanding
        const attempts = await inClosed(session, closed)
        return session.rows(
          `SELECT ${key}, argMax(cumulative, epoch) FROM payouts WHERE ${attempts} AND account = ${text(account)}
          GROUP BY ${key} ORDER BY ${key}`,
          read,
        )
      }),
    epochBalances: (key, payee, from) =>
      pages(engine, key, books.balances, { restrict: async () => ofPayee(payee), ...from }),
    epochPayouts: (key) => pages(engine, key, books.payouts),
    epochEarnings: (key, payee) =>
      pages(engine, key, books.earnings, { restrict: async () => ofPayee(payee) }),
    epochFlows: (key, versions) =>
      pages(engine, key, books.flows, {
        restrict: async (session) => (versions ? `AND ${await ofVersions(session, versions)}` : ''),
      }),
    epochCallSums: (key) => pages(engine, key, books.callSums),
    epochStates: (key) => pages(engine, key, books.states),
    epochTakes: (key, payee) =>
      pages(engine, key, books.takes, { restrict: async () => ofEitherPayee(payee) }),
    prepare: () => apply(engine, topology, [...bookTables, sealTable]),
    attempts(upTo) {
      const condition = upTo === undefined ? '' : `WHERE epoch <= ${integer(upTo)}`
      const keys = tableNames.map((table) => `SELECT DISTINCT epoch, attempt FROM ${table} ${condition}`)
      return engine.rows(
        `SELECT DISTINCT epoch, attempt FROM (${keys.join(' UNION ALL ')}) ORDER BY epoch, attempt`,
        (row) => ({ epoch: row.uint32(), attempt: row.hex(16) }),
      )
    },
    async kindsOfLines({ epoch, attempt }) {
      const known = complete.get(attempt)
      if (known !== undefined) return known
      const where = `WHERE epoch = ${integer(epoch)} AND attempt = ${key16(attempt)}`
      const found = tableNames.map((table) => `(SELECT '${table}' AS kind FROM ${table} ${where} LIMIT 1)`)
      const kinds = new Set(await engine.rows(found.join(' UNION ALL '), (row) => row.text()))
      if (ofStatements.every(({ name }) => kinds.has(name))) complete.set(attempt, kinds)
      return kinds
    },
    async moveAside(keys) {
      complete.clear()
      for (const table of tableNames) await moveRows(engine, topology, { table, ...named(keys) })
    },
    async remove(keys) {
      complete.clear()
      for (const table of tableNames)
        await deleteKeys(engine, { target: topology.deleteTarget(table), ...named(keys) })
    },
  }
}

function standingReads(
  engine: SqlEngine,
): Pick<
  BooksStore,
  'eachBalance' | 'balanceRows' | 'eachPayout' | 'payoutRows' | 'eachState' | 'eachLots' | 'epochLots'
> {
  return {
    eachBalance: (closed) => standing(engine, closed, balancesStanding),
    balanceRows: (closed) => standingRows(engine, closed, balancesStanding, balanceColumns),
    eachPayout: (closed) => standing(engine, closed, payoutsStanding),
    payoutRows: (closed) => standingRows(engine, closed, payoutsStanding, payoutColumns),
    eachState: (closed, only) => standing(engine, closed, statesStanding(only)),
    eachLots: (closed) => lotsStanding(engine, closed),
    epochLots: (key) => lotsStanding(engine, [key], 'gone too'),
  }
}

function standingPages(engine: SqlEngine): Pick<BooksStore, 'balancePage' | 'highestBalances' | 'lotPage'> {
  return {
    balancePage: (...asked) => engine.session((session) => balancePage(session, ...asked)),
    highestBalances: (...asked) => engine.session((session) => highestBalances(session, ...asked)),
    lotPage: (...asked) => engine.session((session) => lotPage(session, ...asked)),
  }
}

function named(keys: readonly EpochKey[]) {
  return {
    keys: keys.map(({ epoch, attempt }) => `(${integer(epoch)}, ${key16(attempt)})`),
    where: (listed: string) => `(epoch, attempt) IN (${listed})`,
  }
}

async function seal(engine: SqlEngine, epochs: readonly SealedEpoch[]): Promise<void> {
  if (epochs.length === 0) return
  const hashes = Buffer.from(epochs.map(({ manifestHash }) => manifestHash).join(''), 'hex')
  await engine.insert({
    table: 'sealedEpochs',
    columns: [
      naturals(
        'epoch',
        epochs.map(({ epoch }) => epoch),
        'UInt32',
      ),
      fixed('manifestHash', 32, hashes),
    ],
    literals: {},
    token: sha256Hex(JSON.stringify(['sealedEpochs', epochs])),
  })
}

async function sealed(engine: SqlEngine): Promise<SealedEpoch[]> {
  // A folder of an older version that can only be read does not have the table.
  const [exists] = await engine.rows('EXISTS TABLE sealedEpochs', (row) => row.uint8())
  if (exists === 0) return []
  return engine.rows(
    'SELECT DISTINCT epoch, manifestHash FROM sealedEpochs ORDER BY epoch, manifestHash',
    (row) => ({ epoch: row.uint32(), manifestHash: row.hex(32) }),
  )
}

function ofPayee(payee: string | readonly string[] | undefined): string {
  if (typeof payee === 'object') return `AND payee IN (${payee.map(text)})`
  return payee === undefined ? '' : `AND payee = ${text(payee)}`
}

function ofEitherPayee(payee: string | undefined): string {
  return payee === undefined ? '' : `AND (payee = ${text(payee)} OR to = ${text(payee)})`
}

/** Texts of a line's key, or a whole line. */
type KeyOf<Line> = { readonly [Name in keyof Line]?: unknown }

interface Part<Line> {
  /** Loads what a condition needs, and gives the condition. */
  readonly restrict?: (session: Session) => Promise<string>
  /** A line's key: the lines after it. */
  readonly after?: KeyOf<Line> | undefined
  readonly linesMax?: number | undefined
}

/**
 * The lines of an epoch in the table's order, read page by page. Every page begins after the last key of the page
 * before, so no connection and no table is held while the caller works.
 */
async function* pages<Line>(
  engine: SqlEngine,
  key: EpochKey,
  table: BookTable<Line>,
  { restrict = async () => '', after: first, linesMax = pageLinesMax }: Part<Line> = {},
): AsyncGenerator<Line> {
  const order = table.key.join(', ')
  let last: KeyOf<Line> | undefined = first
  let read = 0
  do {
    const page: Line[] = await engine.session(async (session) => {
      const condition = await restrict(session)
      return session.rows(
        `SELECT ${selectList(table)} FROM ${table.name}
        WHERE epoch = ${integer(key.epoch)} AND attempt = ${key16(key.attempt)} ${condition} ${afterLine(table, last)}
        ORDER BY ${order} LIMIT ${integer(linesMax)}`,
        readLine(table),
      )
    })
    yield* page
    read += page.length
    last = page.length === linesMax ? page.at(-1) : undefined
  } while (last !== undefined)
  if (read >= trimLinesMin) await engine.trim()
}

function afterLine<Line>({ key }: BookTable<Line>, last: KeyOf<Line> | undefined): string {
  if (last === undefined) return ''
  const values = key.map((name) => text(last[name] as string))
  // The index finds the first part; of the tuple it would be asked for every line.
  return `AND ${key[0]} >= ${values[0]} AND (${key}) > (${values})`
}
