/**
 * Inserts events with their checksums. Events of a stream follow one another, so a statement for several of them is given
 * what they have in common once: half of the time of an insert is handing over values.
 */
import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite'
import type { NewEvent, Position, Revision } from '../port.ts'
import { sumOf } from './sums.ts'
import { hasSums } from './tables.ts'

/** Rows of one INSERT. More of them gain nothing. */
const rowsAtOnce = 16

/** Events of one stream that follow one another. */
interface EventRun {
  readonly stream: { readonly key: number; readonly name: string }
  /** Of the first one. */
  readonly position: Position
  readonly revision: Revision
  readonly recordedMs: number
  readonly events: readonly NewEvent[]
  /** The data of each as JSON. */
  readonly texts: readonly string[]
}

/**
 * A statement that fails leaves what it has inserted, so the transaction around it has to be rolled back. In return SQLite
 * keeps no journal of its own for each statement, which would copy every page that the statement changes.
 */
export class InsertedRows {
  readonly #one: Inserts | undefined
  readonly #many: Inserts | undefined

  constructor(database: DatabaseSync) {
    // A file that can only be read may be older than the checksums.
    if (!hasSums(database)) return
    this.#one = new Inserts(database, 1)
    this.#many = new Inserts(database, rowsAtOnce)
  }

  insert(run: EventRun): void {
    for (let at = 0; at < run.events.length; ) {
      const inserts = (isOfOneType(run.events, at) ? this.#many : this.#one)!
      inserts.insert(run, at)
      at += inserts.rows
    }
  }
}

/** Whether the next events fill a statement. */
function isOfOneType(events: readonly NewEvent[], from: number): boolean {
  if (from + rowsAtOnce > events.length) return false
  const { type } = events[from]!
  for (let at = from + 1; at < from + rowsAtOnce; at++) if (events[at]!.type !== type) return false
  return true
}

/** Statements for a number of events of one type. */
class Inserts {
  readonly rows: number
  readonly #events: StatementSync
  readonly #sums: StatementSync
  /** What a statement is given; the same arrays for all. */
  readonly #eventValues: SQLInputValue[] = [0, 0, 0, 0, '']
  readonly #sumValues: SQLInputValue[] = [0]

  constructor(database: DatabaseSync, rows: number) {
    const each = Array.from({ length: rows }, (_, row) => row)
    const events = each.map((row) => {
      const [id, text] = [6 + row * 2, 7 + row * 2]
      return `(?1 + ${row}, ?2, ?3 + ${row}, ?${id}, ?5, ?${text}, ?4)`
    })
    const sums = each.map((row) => `(?1 + ${row}, ?${2 + row})`)
    this.rows = rows
    this.#events = database.prepare(`INSERT OR FAIL INTO events VALUES ${events.join(', ')}`)
    this.#sums = database.prepare(`INSERT OR FAIL INTO sums VALUES ${sums.join(', ')}`)
  }

  insert({ stream, recordedMs, events, texts, ...first }: EventRun, from: number): void {
    const [values, sums] = [this.#eventValues, this.#sumValues]
    const [position, revision] = [first.position + from, first.revision + from]
    const { type } = events[from]!
    values[0] = position
    values[1] = stream.key
    values[2] = revision
    values[3] = recordedMs
    values[4] = type
    sums[0] = position
    for (let row = 0; row < this.rows; row++) {
      const { id } = events[from + row]!
      const text = texts[from + row]!
      values[5 + row * 2] = id
      values[6 + row * 2] = text
      const place = { position: position + row, stream: stream.name, revision: revision + row }
      sums[1 + row] = sumOf({ ...place, id, type, text, recordedMs })
    }
    this.#events.run(...values)
    this.#sums.run(...sums)
  }
}
