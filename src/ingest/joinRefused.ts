/**
 * Joins pieces of a record that came in different inputs. A piece that is incomplete at the end of its input is refused
 * and kept. When another piece of the record comes, the two are read as one.
 */
import type { RecordFormat } from '../decoding/formats/index.ts'
import type { MappedEvent } from '../decoding/formats/mapped.ts'
import { faultOf } from '../errors.ts'
import type { RefusedStore } from '../usage/refused.ts'
import { identityOf } from './eventIdentity.ts'
import { replayBytesMax, replayPageSize } from './limits.ts'

const pieceCode = 'record.incomplete'
/** Of pieces that had their counts, and whose cost came later. */
const unpricedCode = 'record.unpriced'

interface JoinedPieces {
  readonly events: readonly MappedEvent[]
  /** Entries of the refused list that the events have in them. */
  readonly joined: readonly string[]
}

/** @param left what was left at the end of an input */
export async function joinRefused(
  format: RecordFormat,
  refused: RefusedStore,
  left: Iterable<MappedEvent>,
): Promise<JoinedPieces> {
  const events = [...left]
  const { rejoin } = format
  if (rejoin === undefined || !events.some(isPiece) || (await refused.count()) === 0)
    return { events, joined: [] }
  const pieces = events.filter(isPiece)
  const earlier = new Map<string, { id: string; raw: string }[]>()
  for (let at = 0; at < pieces.length; at += replayPageSize) {
    const identities = Buffer.concat(pieces.slice(at, at + replayPageSize).map(identityOfPiece))
    for (const entry of await entriesOf(refused, identities)) {
      if (entry.format !== format.label) continue
      const known = earlier.get(entry.identity!)
      if (known) known.push(entry)
      else earlier.set(entry.identity!, [entry])
    }
  }
  const joined: string[] = []
  const result = events.flatMap((event) => {
    if (!isPiece(event)) return [event]
    const others = earlier.get(identityOfPiece(event).toString('hex'))?.filter(({ raw }) => raw !== event.raw)
    if (others === undefined || others.length === 0) return [event]
    const read = readJoined(rejoin, [...others.map(({ raw }) => raw), event.raw])
    joined.push(...others.map(({ id }) => id))
    return read.map((part) => ({ ...part, ...(event.line !== undefined && { line: event.line }) }))
  })
  return { events: result, joined }
}

type Piece = MappedEvent & { readonly raw: string; readonly source: string; readonly id: string }

function isPiece(event: MappedEvent): event is Piece {
  return (
    'fault' in event &&
    event.fault.code === pieceCode &&
    event.raw !== undefined &&
    event.source !== undefined &&
    event.id !== undefined
  )
}

function identityOfPiece({ source, id }: Piece): Buffer {
  return Buffer.from(identityOf('C', source, id))
}

async function entriesOf(refused: RefusedStore, identities: Uint8Array) {
  const { entries } = await refused.list({
    limit: replayPageSize * 4,
    bytesMax: replayBytesMax,
    identities,
  })
  return entries.filter(({ code }) => code === pieceCode || code === unpricedCode)
}

function readJoined(rejoin: NonNullable<RecordFormat['rejoin']>, pieces: readonly string[]): MappedEvent[] {
  try {
    return [...rejoin(pieces)]
  } catch (error) {
    return [{ fault: faultOf(error), raw: pieces.at(-1)! }]
  }
}
