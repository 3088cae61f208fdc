/**
 * The log of the KurrentDB double: all streams in one list, in memory. Positions have gaps, as in a real log, where they
 * count bytes. Events of the system lie between those of users.
 */
import { randomUUID } from 'node:crypto'

export interface StoredRecord {
  readonly stream: string
  readonly revision: number
  readonly position: number
  readonly id: string
  readonly type: string
  readonly contentType: string
  readonly data: Uint8Array
  readonly metadata: Uint8Array
  readonly createdMs: number
}

export type ProposedRecord = Pick<StoredRecord, 'id' | 'type' | 'contentType' | 'data' | 'metadata'>

/** A revision, or what the protocol has instead: no stream, any, stream exists. */
export type Expected = number | 'no stream' | 'any' | 'exists'

export interface ProposedAppend {
  readonly stream: string
  readonly expected: Expected
  readonly records: readonly ProposedRecord[]
}

export type Outcome =
  | { readonly type: 'appended'; readonly position: number; readonly revisions: ReadonlyMap<string, number> }
  | {
      readonly type: 'conflict'
      readonly stream: string
      readonly expected: Expected
      readonly actual: number
    }

export interface DoubleLog {
  readonly records: readonly StoredRecord[]
  /** Appends all or none. An append to one stream recognizes its own events, as KurrentDB does; one to several does not. */
  append(appends: readonly ProposedAppend[]): Outcome
  /** The records of a stream by revision. */
  stream(name: string): readonly StoredRecord[]
}

/** The bytes of a record in the log, beside its data. */
const recordOverhead = 97

export function createDoubleLog(): DoubleLog {
  const records: StoredRecord[] = []
  const streams = new Map<string, StoredRecord[]>()
  let end = 0

  const lastRevision = (stream: string): number => (streams.get(stream)?.length ?? 0) - 1
  const write = (stream: string, proposed: ProposedRecord): StoredRecord => {
    const revision = lastRevision(stream) + 1
    const record = { ...proposed, stream, revision, position: end, createdMs: Date.now() }
    end += recordOverhead + proposed.data.length + stream.length
    records.push(record)
    const own = streams.get(stream)
    if (own === undefined) streams.set(stream, [record])
    else own.push(record)
    return record
  }
  const writeSystem = (stream: string, type: string): void => {
    write(stream, {
      id: randomUUID(),
      type,
      contentType: 'application/json',
      data: Buffer.from('{"system":true}'),
      metadata: new Uint8Array(),
    })
  }
  writeSystem('$settings', '$UserCreated')
  writeSystem('$users', '$User')

  const sameAgain = ({ stream, expected, records: proposed }: ProposedAppend): StoredRecord | undefined => {
    if (typeof expected !== 'number' && expected !== 'no stream') return undefined
    const first = expected === 'no stream' ? 0 : expected + 1
    const there = streams.get(stream)?.slice(first, first + proposed.length) ?? []
    if (there.length < proposed.length) return undefined
    return there.every(({ id }, index) => id === proposed[index]!.id) ? there.at(-1) : undefined
  }

  return {
    records,
    stream: (name) => streams.get(name) ?? [],
    append(appends) {
      const stale = appends.find(({ stream, expected }) => !matches(expected, lastRevision(stream)))
      if (stale !== undefined) {
        const again = appends.length === 1 ? sameAgain(stale) : undefined
        if (again === undefined) {
          const { stream, expected } = stale
          return { type: 'conflict', stream, expected, actual: lastRevision(stream) }
        }
        const revisions = new Map([[again.stream, again.revision]])
        return { type: 'appended', position: again.position, revisions }
      }
      let position = 0
      for (const { stream, records: proposed } of appends) {
        for (const record of proposed) position = write(stream, record).position
      }
      const revisions = new Map(appends.map(({ stream }) => [stream, lastRevision(stream)]))
      writeSystem('$stats-0', '$statsCollected')
      return { type: 'appended', position, revisions }
    },
  }
}

function matches(expected: Expected, last: number): boolean {
  if (expected === 'any') return true
  if (expected === 'exists') return last >= 0
  return last === (expected === 'no stream' ? -1 : expected)
}
