/** A batch under construction: rows as columns, registry facts, refusals, and where each event came from. */
import { hold, letGo } from '../../base/lentBytes.ts'
import type { Fault } from '../../errors.ts'
import type { BatchRows } from '../../usage/kinds.ts'
import type { CallRow } from '../calls/callRow.ts'
import { type DecidedFact, FactBatch, type HashWords } from '../facts/factBatch.ts'
import {
  batchBytesMax,
  batchFactsMax,
  batchFactTextMax,
  batchInputBytesMax,
  batchRefusedBytesMax,
  batchRefusedMax,
} from '../limits.ts'
import type { OtherRow } from '../rows/otherRow.ts'
import { OtherRows } from '../rows/otherRows.ts'
import { CallBatch } from './callBatch.ts'
import type { EventOutcome, Submission } from './submission.ts'

/** Where an event lies in the input. The bytes are kept by reference until the batch is durable. */
export interface EventPlace {
  readonly submission: Submission
  readonly ordinal: number
  readonly line: number
  /** Index in the JSON array, from 0; left out or -1 where the input is no array. */
  readonly element?: number
  /** Label of its format, where that differs from the submission's. */
  readonly format?: string
  readonly bytes: Buffer
  readonly start: number
  readonly end: number
  /** Makes the text that is kept of it if it is refused, in place of the bytes. */
  readonly lateRaw?: () => string
}

/** The place with the text that is kept. */
export function keptPlace({ lateRaw, ...place }: EventPlace): EventPlace {
  if (lateRaw === undefined) return place
  const bytes = Buffer.from(lateRaw())
  return { ...place, bytes, start: 0, end: bytes.length }
}

/** An event that was not accepted. It goes to the refused list. */
export interface Refusal {
  readonly place: EventPlace
  readonly status: 'rejected' | 'conflict'
  readonly fault: Fault
  readonly source?: string | undefined
  readonly id?: string | undefined
  /** Whether its identity is one of a registry event. Default: of a row. */
  readonly registry?: boolean | undefined
}

/** A well-formed event for a row that the registry refuses. It is rejected, unless its identity is known. */
export interface MaybeSeenEvent {
  readonly place: EventPlace
  readonly fault: Fault
  readonly source: string
  readonly id: string
  readonly identity: Uint8Array
  readonly content: Uint8Array
  /** Rows that came before it in the batch. */
  readonly rowsBefore: number
}

/** Identities and contents of a batch's rows by number, 16 bytes each. */
export interface RowIdentities {
  readonly identity: Uint8Array
  readonly content: Uint8Array
  readonly length: number
}

export class OpenBatch {
  readonly calls: CallBatch
  /** Rows of other kinds. */
  readonly others: OtherRows
  readonly facts = new FactBatch()
  refusals: Refusal[] = []
  maybeSeen: MaybeSeenEvent[] = []
  /** Outcomes that need no write: repeated registry events. */
  outcomes: { submission: Submission; outcome: EventOutcome }[] = []
  /** Numbers of calls whose asset or version was not known when they were taken. */
  unresolved: number[] = []
  /** The sender of each row: from row `from` up to that of the next entry. */
  segments: { submission: Submission; from: number }[] = []
  submissions = new Set<Submission>()
  #refusedBytes = 0
  #inputBytes = 0
  #lastInput: Buffer | undefined
  /** Input that is held until the batch is durable. */
  readonly #held: Buffer[] = []
  readonly #blocks: Buffer[] = []
  /** By the number of the row, as the lists below. */
  readonly #lateRaws = new Map<number, () => string>()
  readonly #rowBlock: Int32Array
  readonly #rowStart: Int32Array
  readonly #rowEnd: Int32Array
  readonly #rowLine: Float64Array
  readonly #rowElement: Float64Array
  readonly #rowOrdinal: Float64Array

  constructor(rowsMax: number) {
    this.calls = new CallBatch(rowsMax)
    this.others = new OtherRows(rowsMax)
    this.#rowBlock = new Int32Array(rowsMax)
    this.#rowStart = new Int32Array(rowsMax)
    this.#rowEnd = new Int32Array(rowsMax)
    this.#rowLine = new Float64Array(rowsMax)
    this.#rowElement = new Float64Array(rowsMax)
    this.#rowOrdinal = new Float64Array(rowsMax)
  }

  get empty(): boolean {
    return this.submissions.size === 0
  }

  /** Number of rows, of all kinds. */
  get rows(): number {
    return this.calls.length + this.others.length
  }

  get full(): boolean {
    return (
      this.rows >= this.calls.rowsMax ||
      this.calls.bytes + this.others.bytes >= batchBytesMax ||
      this.#inputBytes >= batchInputBytesMax ||
      this.facts.length >= batchFactsMax ||
      this.facts.textLength >= batchFactTextMax ||
      this.refusals.length + this.maybeSeen.length + this.outcomes.length >= batchRefusedMax ||
      this.#refusedBytes >= batchRefusedBytesMax
    )
  }

  /** Copies the row and the place, so the caller may reuse them. */
  addCall(row: CallRow, place: EventPlace): void {
    if (!row.resolvable) this.unresolved.push(this.rows)
    this.#keepPlace(place)
    this.calls.append(row)
  }

  addOther(row: OtherRow, place: EventPlace): void {
    const number = this.rows
    this.#keepPlace(place)
    this.others.add(number, row)
  }

  /** Of the row that comes next. */
  #keepPlace(place: EventPlace): void {
    const { submission, bytes } = place
    const n = this.rows
    if (this.segments.at(-1)?.submission !== submission) {
      this.segments.push({ submission, from: n })
      this.submissions.add(submission)
    }
    this.#hold(bytes)
    if (this.#blocks.at(-1) !== bytes) this.#blocks.push(bytes)
    this.#rowBlock[n] = this.#blocks.length - 1
    this.#rowStart[n] = place.start
    this.#rowEnd[n] = place.end
    this.#rowLine[n] = place.line
    this.#rowElement[n] = place.element ?? -1
    this.#rowOrdinal[n] = place.ordinal
    if (place.lateRaw) this.#lateRaws.set(n, place.lateRaw)
  }

  addRefusal(refusal: Refusal): void {
    this.submissions.add(refusal.place.submission)
    this.#hold(refusal.place.bytes)
    this.#refusedBytes += refusal.place.end - refusal.place.start
    this.refusals.push(refusal)
  }

  addMaybeSeen(event: MaybeSeenEvent): void {
    this.submissions.add(event.place.submission)
    this.#hold(event.place.bytes)
    this.#refusedBytes += event.place.end - event.place.start
    this.maybeSeen.push(event)
  }

  /** Hashes identities and contents. The columns are complete only after it. */
  hash(): void {
    this.calls.hash()
    this.others.hash()
  }

  /** Call it after `hash`. */
  identities(): RowIdentities {
    const { calls, others } = this
    if (others.length === 0) return calls
    return { ...others.withCalls(calls, calls.length), length: this.rows }
  }

  /** Source or id of the row with this number. */
  textAt(name: 'source' | 'id', number: number): string {
    const place = this.others.place(number)
    if (place.kind !== 'call') return this.others.textAt(name, place)
    return name === 'source' ? this.calls.sourceAt(place.row) : this.calls.idAt(place.row)
  }

  /** Drops the rows whose `keep`, by number, is not 1. Call it after `hash`; then rows have other numbers. */
  keepOnly(keep: Uint8Array): void {
    this.calls.keepOnly(this.others.callsOf(keep))
    this.others.keepOnly(keep)
  }

  /** Views of the batch's own memory, valid until `clear`. */
  columns(): BatchRows {
    return { call: this.calls.columns(), ...this.others.columns() }
  }

  addFact(fact: DecidedFact, hashes: HashWords): void {
    this.submissions.add(fact.place.submission)
    this.facts.add(fact, hashes)
  }

  addOutcome(submission: Submission, outcome: EventOutcome): void {
    this.submissions.add(submission)
    this.outcomes.push({ submission, outcome })
  }

  /** Counts a piece of input once: a reference to any part of it keeps all of it in memory. */
  #hold(input: Buffer): void {
    if (this.#lastInput === input) return
    this.#lastInput = input
    this.#inputBytes += input.length
    hold(input)
    this.#held.push(input)
  }

  /** Where in the input the event of the row with this number is. */
  placeOf(row: number, submission: Submission): EventPlace {
    const lateRaw = this.#lateRaws.get(row)
    return {
      ...(lateRaw && { lateRaw }),
      submission,
      ordinal: this.#rowOrdinal[row]!,
      line: this.#rowLine[row]!,
      element: this.#rowElement[row]!,
      bytes: this.#blocks[this.#rowBlock[row]!]!,
      start: this.#rowStart[row]!,
      end: this.#rowEnd[row]!,
    }
  }

  /** The first line that has an event of the batch. Meaningful where one sender filled the batch. */
  get lineFrom(): number {
    return this.#lines().reduce((least, line) => Math.min(least, line), Number.POSITIVE_INFINITY)
  }

  /** The last line, likewise. */
  get lineTo(): number {
    return this.#lines().reduce((most, line) => Math.max(most, line), 0)
  }

  /** The first and last line of each list, which is enough because each list is in the order of lines. */
  #lines(): number[] {
    const { facts, rows } = this
    const factLines = [facts.lineOf(0), facts.lineOf(facts.length - 1)]
    const lists = [this.refusals, this.maybeSeen].flatMap((list) => [
      list[0]?.place.line,
      list.at(-1)?.place.line,
    ])
    const outcomes = [this.outcomes[0]?.outcome.line, this.outcomes.at(-1)?.outcome.line]
    const ofRows = rows > 0 ? [this.#rowLine[0], this.#rowLine[rows - 1]] : []
    return [...factLines, ...lists, ...outcomes, ...ofRows].filter((line) => line !== undefined)
  }

  clear(): void {
    this.calls.clear()
    this.others.clear()
    this.facts.clear()
    this.refusals = []
    this.maybeSeen = []
    this.outcomes = []
    this.unresolved = []
    this.segments = []
    this.submissions = new Set()
    this.#refusedBytes = 0
    this.#inputBytes = 0
    this.#lastInput = undefined
    for (const input of this.#held) letGo(input)
    this.#held.length = 0
    this.#blocks.length = 0
    this.#lateRaws.clear()
  }
}
