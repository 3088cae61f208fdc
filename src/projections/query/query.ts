/** Runs the SQL of users: read only, over the ledger's own tables, within limits. */
import { fail, HeadwaterError } from '../../errors.ts'
import type { QueryAnswer, UsageQuery } from '../../usage/query.ts'
import type { SqlEngine } from '../engine/port.ts'
import { decodeRows } from '../engine/rowBinary.ts'
import { refusalOf } from './check.ts'
import { answerBytesMax, answerRowsMax, queriesMax, querySettings, sqlCharactersMax } from './limits.ts'

/** Codes of ClickHouse for a query that needs more than its settings allow, and what of. */
const limitCodes: Readonly<Record<string, string>> = {
  158: 'It has too many rows.',
  159: 'It takes too long.',
  241: 'It needs too much memory.',
  307: 'It has too many bytes.',
  396: 'Its answer is too large.',
}

/** @param tables the tables that may be read */
export function createUsageQuery(engine: SqlEngine, tables: ReadonlySet<string>): UsageQuery {
  let running = 0
  return {
    async query(sql) {
      if (running >= queriesMax) fail('query.busy', `${queriesMax} queries are running already.`)
      running++
      try {
        return await run(engine, prepared(sql), tables)
      } finally {
        running--
      }
    },
  }
}

/**
 * The text without the semicolon at its end. No other one is accepted, wherever it is: chDB would run what follows as a
 * statement of its own.
 */
function prepared(sql: string): string {
  const text = sql.trim().replace(/;$/, '').trim()
  if (text === '') fail('query.malformed', 'The query is empty.')
  if (text.length > sqlCharactersMax)
    fail('query.refused', `A query has at most ${sqlCharactersMax} characters; this has ${text.length}.`)
  if (text.includes(';'))
    fail('query.refused', 'A query is one statement. For the text of a semicolon write char(59).')
  return text
}

/** ClickHouse's JSONCompact, as far as it is read. */
interface Compact {
  readonly meta: QueryAnswer['columns']
  readonly data: QueryAnswer['rows']
}

async function run(engine: SqlEngine, sql: string, tables: ReadonlySet<string>): Promise<QueryAnswer> {
  // The first FORMAT belongs to the query that is explained. Within brackets a SELECT can have neither FORMAT nor INTO OUTFILE; a comment ends at the end of its line.
  const enclosed = `(\n${sql}\n)`
  const tree = await restricted(engine, `EXPLAIN AST ${enclosed} FORMAT Null FORMAT RowBinary`)
  const refusal = refusalOf(
    decodeRows(tree, (row) => row.text()),
    sql,
    tables,
  )
  if (refusal !== undefined) fail('query.refused', refusal)
  const answer = Buffer.from(await restricted(engine, `${enclosed} FORMAT JSONCompact`))
  if (answer.length > answerBytesMax)
    fail('query.tooLarge', `Its answer has ${answer.length} bytes; at most ${answerBytesMax} are allowed.`)
  const { meta, data } = JSON.parse(answer.toString('utf8')) as Compact
  if (data.length > answerRowsMax) fail('query.tooLarge', `Its answer has more than ${answerRowsMax} rows.`)
  return { columns: meta.map(({ name, type }) => ({ name, type })), rows: data }
}

async function restricted(engine: SqlEngine, sql: string): Promise<Uint8Array> {
  try {
    return await engine.restricted(sql, querySettings)
  } catch (error) {
    throw queryFailure(error)
  }
}

/** A failure with a code of the engine is one of the query; without a code the engine itself failed. */
function queryFailure(error: unknown): unknown {
  if (!(error instanceof HeadwaterError)) return error
  const code = error.data?.engineCode
  if (typeof code !== 'string' || !/^[0-9]+$/.test(code)) return error
  const words = error.message.replace(/^The usage store failed: /, '')
  const limit = limitCodes[code]
  return limit === undefined
    ? new HeadwaterError(
        { code: 'query.malformed', message: words, data: { engineCode: code } },
        { cause: error },
      )
    : new HeadwaterError({ code: 'query.tooLarge', message: `${limit} ${words}` }, { cause: error })
}
