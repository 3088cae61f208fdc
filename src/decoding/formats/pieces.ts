/**
 * Joins the pieces of records that arrive apart in one input. What waits for its other pieces is bounded by number and
 * size: past the bound, the oldest goes on without them. Records that are whole are remembered for a while, because a
 * late piece of one is no record of its own.
 */
import { parseWrittenText } from '../records/json.ts'
import type { Json } from './record.ts'

const piecesMax = 100_000
const pieceCharsMax = 64 << 20

export interface Held {
  readonly body: Json
  /** The pieces as they came. */
  readonly raw: string
  /** Of the last piece. */
  readonly line: number
}

interface Joined {
  readonly body: Json
  /** Without this piece. */
  readonly before: Json
  /** Whether it was whole without this piece. */
  readonly isDone: boolean
  /** The pieces that waited, as they came. */
  readonly waited: string | undefined
}

export class PieceJoiner {
  readonly #fields: readonly string[]
  readonly #waiting = new Map<string, Held>()
  readonly #done = new Map<string, Json>()
  #chars = 0

  /** @param fields that are kept of a record */
  constructor(fields: readonly string[]) {
    this.#fields = fields
  }

  /** The record with this piece. */
  join(id: string, piece: Json): Joined {
    const waiting = this.#waiting.get(id)
    const done = this.#done.get(id)
    if (!waiting && !done) return { body: piece, before: piece, waited: undefined, isDone: false }
    if (waiting) this.#take(id, waiting)
    const before = waiting?.body ?? done!
    return { body: mergedPiece(before, piece), before, waited: waiting?.raw, isDone: done !== undefined }
  }

  /** Remembers a record that is whole. */
  done(id: string, body: Json): void {
    this.#done.delete(id)
    this.#done.set(id, this.#kept(body))
    if (this.#done.size > piecesMax) this.#done.delete(this.#done.keys().next().value!)
  }

  /** Waits for more pieces. Returns what cannot wait any longer. */
  *hold(id: string, { body, raw, line }: Held): Generator<Held> {
    this.#waiting.set(id, { body: this.#kept(body), raw, line })
    this.#chars += raw.length
    while (this.#waiting.size > piecesMax || this.#chars > pieceCharsMax) {
      const [oldest, value] = this.#waiting.entries().next().value!
      this.#take(oldest, value)
      yield value
    }
  }

  *takeAll(): Generator<Held> {
    for (const [id, held] of this.#waiting) {
      this.#take(id, held)
      yield held
    }
  }

  #take(id: string, { raw }: Held): void {
    this.#waiting.delete(id)
    this.#chars -= raw.length
  }

  #kept(body: Json): Json {
    const kept: { [key: string]: unknown } = {}
    for (const field of this.#fields) if (body[field] !== undefined) kept[field] = body[field]
    return kept
  }
}

/** The record with one more piece. A field that is null in the piece stays as it was. */
export function mergedPiece(before: Json, piece: Json): Json {
  const merged: { [key: string]: unknown } = { ...before }
  for (const key of Object.keys(piece)) {
    const value = piece[key]
    if (value !== null && value !== undefined) merged[key] = value
  }
  return merged
}

/** One batch with the events of both. */
export function joinRaw(one: string, other: string): string {
  return JSON.stringify({ batch: [...eventsOf(one), ...eventsOf(other)] })
}

/** One batch with the events of all. What creates a record comes before what updates it, whenever the two came. */
export function joinPieces(pieces: readonly string[]): string {
  const events = pieces.flatMap(eventsOf) as { readonly type?: unknown }[]
  const creates = (event: { readonly type?: unknown }) => String(event?.type).endsWith('-create')
  return JSON.stringify({ batch: [...events.filter(creates), ...events.filter((event) => !creates(event))] })
}

function eventsOf(raw: string): readonly unknown[] {
  const { batch, ...event } = parseWrittenText(raw) as { batch?: unknown[] }
  return batch ?? [event]
}
