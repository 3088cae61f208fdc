/** Writes the lines of one table of an epoch's books, some ten thousand in an insert. */
import { sha256Hex } from '../../base/sha256.ts'
import type { ColumnLines, LineRows } from '../../books/lineRows.ts'
import type { EarningRun } from '../../books/port.ts'
import type { EpochKey } from '../../log/keys.ts'
import { integer, key16 } from '../engine/literal.ts'
import type { SqlEngine } from '../engine/port.ts'
import { LineColumns } from './lineColumns.ts'
import type { BookTable } from './tables.ts'

/** Lines of one insert. */
const insertLinesMax = 65_536
/** The same of runs: their lines are short, and of a close they are by far the most. The engine merges fewer parts then. */
const insertRunLinesMax = 262_144

interface LineTarget {
  readonly engine: SqlEngine
  readonly key: EpochKey
  readonly onLines: (lines: number) => void
  readonly contracted: boolean
}

export async function writeLines<Line>(
  to: LineTarget,
  table: BookTable<Line>,
  lines: ColumnLines<Line> = [],
): Promise<void> {
  const writer = new LineWriter(to, table)
  if (lines.columns !== undefined) return writeRows(writer, lines.columns)
  for (const line of lines) {
    writer.batch.add(line)
    if (writer.batch.length === insertLinesMax) await writer.insert()
  }
  await writer.end()
}

async function writeRows<Line>(writer: LineWriter<Line>, lines: LineRows<Line>): Promise<void> {
  for (const rows of lines.rows()) {
    for (let from = 0; from < rows.length; ) {
      const end = Math.min(rows.length, from + insertLinesMax - writer.batch.length)
      writer.batch.addRows(lines, rows.subarray(from, end))
      from = end
      if (writer.batch.length === insertLinesMax) await writer.insert()
    }
  }
  await writer.end()
}

export async function writeRuns<Line>(
  to: LineTarget,
  table: BookTable<Line>,
  runs: Iterable<EarningRun> = [],
): Promise<void> {
  const writer = new LineWriter(to, table)
  for (const run of runs) {
    for (let from = 0; from < run.payees.length; ) {
      const end = Math.min(run.payees.length, from + insertRunLinesMax - writer.batch.length)
      writer.batch.addRun(run, from, end)
      from = end
      if (writer.batch.length === insertRunLinesMax) await writer.insert()
    }
  }
  await writer.end()
}

class LineWriter<Line> {
  batch: LineColumns<Line>
  readonly #to: LineTarget
  readonly #table: BookTable<Line>
  #spare: LineColumns<Line> | undefined
  #number = 0
  #inserting: Promise<void> = Promise.resolve()

  constructor(to: LineTarget, table: BookTable<Line>) {
    this.#to = to
    this.#table = table
    this.batch = new LineColumns(table, to.contracted)
  }

  async insert(): Promise<void> {
    if (this.batch.length === 0) return
    const full = this.batch
    const { engine, key, onLines, contracted } = this.#to
    const { name: table } = this.#table
    onLines(full.length)
    const due = {
      table,
      columns: full.columns(),
      literals: { epoch: `toUInt32(${integer(key.epoch)})`, attempt: key16(key.attempt) },
      token: insertToken(key, table, this.#number++),
    }
    // The engine inserts one batch while the next one is made here.
    await this.#inserting
    this.batch = this.#spare ?? new LineColumns(this.#table, contracted)
    this.#inserting = engine.insert(due).then(() => {
      full.clear()
      this.#spare = full
    })
    this.#inserting.catch(() => {})
  }

  async end(): Promise<void> {
    await this.insert()
    await this.#inserting
  }
}

function insertToken({ epoch, attempt }: EpochKey, table: string, number: number): string {
  return sha256Hex(JSON.stringify([table, epoch, attempt, number]))
}
