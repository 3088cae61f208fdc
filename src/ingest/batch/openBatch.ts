/** A batch under construction: calls as columns, registry facts, refusals, and where each event came from. */
import type { Fault } from '../../errors.ts'
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
  /** Whether its identity is one of a registry event. Default: of a call. */
  readonly registry?: boolean | undefined
}

/** A well-formed call that the registry refuses. It is rejected, unless its identity is known. */
export interface MaybeSeenCall {
  readonly place: EventPlace
  readonly fault: Fault
  readonly source: string
  readonly id: string
  readonly identity: Uint8Array
  readonly content: Uint8Array
  /** Calls that came before it in the batch. */
  readonly rowsBefore: number
}

export class OpenBatch {
  readonly calls: CallBatch
  readonly facts = new FactBatch()
  refusals: Refusal[] = []
  maybeSeen: MaybeSeenCall[] = []
  /** Outcomes that need no write: repeated registry events. */
  outcomes: { submission: Submission; outcome: EventOutcome }[] = []
  /** Rows of calls whose asset or version was not known when they were taken. */
  unresolved: number[] = []
  /** The sender of each row: from row `from` up to that of the next entry. */
  segments: { submission: Submission; from: number }[] = []
  submissions = new Set<Submission>()
  #refusedBytes = 0
  #inputBytes = 0
  #lastInput: Buffer | undefined
  readonly #blocks: Buffer[] = []
  /** By row. */
  readonly #lateRaws = new Map<number, () => string>()
  readonly #rowBlock: Int32Array
  readonly #rowStart: Int32Array
  readonly #rowEnd: Int32Array
  readonly #rowLine: Float64Array
  readonly #rowElement: Float64Array
  readonly #rowOrdinal: Float64Array

  constructor(rowsMax: number) {
    this.calls = new CallBatch(rowsMax)
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

  get full(): boolean {
    return (
      this.calls.length >= this.calls.rowsMax ||
      this.calls.bytes >= batchBytesMax ||
      this.#inputBytes >= batchInputBytesMax ||
      this.facts.length >= batchFactsMax ||
      this.facts.textLength >= batchFactTextMax ||
      this.refusals.length + this.maybeSeen.length + this.outcomes.length >= batchRefusedMax ||
      this.#refusedBytes >= batchRefusedBytesMax
    )
  }

  /** Copies the row and the place, so the caller may reuse them. */
  addCall(row: CallRow, place: EventPlace): void {
    const { submission, bytes } = place
    const n = this.calls.length
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
    if (!row.resolvable) this.unresolved.push(n)
    this.calls.append(row)
  }

  addRefusal(refusal: Refusal): void {
    this.submissions.add(refusal.place.submission)
    this.#hold(refusal.place.bytes)
    this.#refusedBytes += refusal.place.end - refusal.place.start
    this.refusals.push(refusal)
  }

  addMaybeSeen(call: MaybeSeenCall): void {
    this.submissions.add(call.place.submission)
    this.#hold(call.place.bytes)
    this.#refusedBytes += call.place.end - call.place.start
    this.maybeSeen.push(call)
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
  }

  /** Where in the input the call of a row is. */
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
    const rows = this.calls.length
    const { facts } = this
    const factLines = [facts.lineOf(0), facts.lineOf(facts.length - 1)]
    const lists = [this.refusals, this.maybeSeen].flatMap((list) => [
      list[0]?.place.line,
      list.at(-1)?.place.line,
    ])
    const outcomes = [this.outcomes[0]?.outcome.line, this.outcomes.at(-1)?.outcome.line]
    const calls = rows > 0 ? [this.#rowLine[0], this.#rowLine[rows - 1]] : []
    return [...factLines, ...lists, ...outcomes, ...calls].filter((line) => line !== undefined)
  }

  clear(): void {
    this.calls.clear()
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
    this.#blocks.length = 0
    this.#lateRaws.clear()
  }
}
