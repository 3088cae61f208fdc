/**
 * What the folder knows of its log from outside of it: the last event that a process of this folder recorded, which is
 * noted beside calls and books, and how far the identity index has read. A log that does not have that event is an older
 * copy, or another log. The comparison reads two small files, so that every command makes it. Where there is no note,
 * calls and books themselves are compared with the log (inStep.ts), which opens their store.
 */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sha256Hex } from '../base/sha256.ts'
import { fail } from '../errors.ts'
import type { EventStore, Position } from '../eventstore/port.ts'

const witnessName = 'log-witness.json'
/** The file is written at most so often while events are recorded, and once more at the end. */
const writeMsMin = 10_000

interface Witness {
  readonly position: Position
  /** Id of the event at that position. */
  readonly event: string
}

/** The files that a witness is read from and written to. */
interface WitnessFolders {
  readonly path: string
  readonly identities: string
  /** Calls and books, where they are in the folder. */
  readonly usage: string
}

/**
 * @returns whether there was a note
 * @throws HeadwaterError `data.outOfStep`
 */
export async function requireWitnessed(events: EventStore, folders: WitnessFolders): Promise<boolean> {
  const head = await events.head()
  const indexed = readSummed<{ position?: unknown }>(join(folders.identities, 'manifest.json'))?.position
  if (typeof indexed === 'number' && indexed > head) {
    fail(
      'data.outOfStep',
      `The identity index knows the log up to position ${indexed}, and the log ends at ${head}: the log is behind the index. Restore the log.`,
      { data: { indexed, head } },
    )
  }
  const witness = readSummed<Partial<Witness>>(witnessPath(folders))
  if (typeof witness?.position !== 'number' || typeof witness.event !== 'string') return false
  const { position, event } = witness
  if (position > head) {
    fail(
      'data.outOfStep',
      `The calls and books were written with a log that had events up to position ${position}, and the log ends at ${head}: the log is behind them. Restore the log.`,
      { data: { recorded: position, head } },
    )
  }
  if ((await idAt(events, position)) === event) return true
  fail(
    'data.outOfStep',
    `The calls and books were written with a log that had the event ${event} at position ${position}, and another event is there: the log is of another history. Restore the log.`,
    { data: { recorded: position, event } },
  )
}

/** Beside calls and books, so that it is copied and restored with them. */
function witnessPath({ path, usage }: WitnessFolders): string {
  return join(existsSync(usage) ? usage : path, witnessName)
}

async function idAt(events: EventStore, position: Position): Promise<string | undefined> {
  for await (const { id } of events.readAll({ after: position - 1, upTo: position })) return id
  return undefined
}

/** The same store, which notes in the folder what this process records. */
export function witnessed<Store extends EventStore>(events: Store, folders: WitnessFolders): Store {
  let last: Witness | undefined
  let writtenAt = Number.NEGATIVE_INFINITY
  const write = () => {
    if (last === undefined) return
    writeNote(folders, last)
    last = undefined
    writtenAt = performance.now()
  }
  return {
    ...events,
    async append(appends) {
      const result = await events.append(appends)
      last = { position: result.position, event: appends.at(-1)!.events.at(-1)!.id }
      if (performance.now() - writtenAt >= writeMsMin) write()
      return result
    },
    async close() {
      write()
      await events.close()
    },
  }
}

/** Notes the end of the log as it is. Call it once calls and books agree with the log. */
export async function noteEnd(events: EventStore, folders: WitnessFolders): Promise<void> {
  const position = await events.head()
  const event = await idAt(events, position)
  if (event !== undefined) writeNote(folders, { position, event })
}

/** A witness only ever adds a check: where it can't be written, the work that it is about has succeeded all the same. */
function writeNote(folders: WitnessFolders, witness: Witness): void {
  const path = witnessPath(folders)
  const beside = `${path}.${process.pid}`
  const body = JSON.stringify(witness)
  try {
    writeFileSync(beside, `${body}\n${sha256Hex(body)}\n`, { mode: 0o600 })
    renameSync(beside, path)
  } catch {}
}

/** Undefined where the file is missing or is not what was written: `headwater doctor --deep` reports that. */
function readSummed<Shape>(path: string): Shape | undefined {
  const text = readText(path)
  return text !== undefined && isWhole(text) ? (JSON.parse(text.split('\n', 1)[0]!) as Shape) : undefined
}

/** The second line is the SHA-256 of the first. */
function isWhole(text: string): boolean {
  const [body, sum] = text.split('\n')
  return sha256Hex(body!) === sum
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

/** What is wrong with the note; undefined where nothing is, or where there is none. */
export function witnessFault(folders: WitnessFolders): string | undefined {
  const path = witnessPath(folders)
  const text = readText(path)
  return text === undefined || isWhole(text) ? undefined : `${path} does not match its checksum`
}
