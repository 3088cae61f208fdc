/**
 * The audit of a ledger: who recorded registry events, closed epochs, replayed refused events, and so on. An entry is
 * written once the act is durable. Where a process ended between the two, the next entry of the same kind comes after
 * one whose actor is unknown: so the audit is never silent about an act.
 */
import { userInfo } from 'node:os'
import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import type { Actor } from '../../base/actor.ts'
import { oneAtATime } from '../../base/oneAtATime.ts'
import { fail } from '../../errors.ts'
import { parseTime } from '../../events/time.ts'
import type { RecordedRun, RegistryAudit } from '../../ingest/registryAudit.ts'
import { decodeCursor, encodeCursor } from '../../service/cursor.ts'
import {
  type AuditAction,
  type AuditEntry,
  type AuditPage,
  type AuditQuery,
  pageItemsDefault,
} from '../../service/headwater.ts'
import { appendEntries, isLineStart, readLines } from './auditFile.ts'

type AuditDetails = AuditEntry['details']

export interface Audit {
  /**
   * Writes an entry, durably.
   * @param actor undefined for the user of this process
   * @throws HeadwaterError `data.unwritable`, `data.diskFull`
   */
  record(action: AuditAction, actor: Actor | undefined, details: AuditDetails): Promise<void>
  /** Likewise, for a closed epoch. */
  closed(actor: Actor | undefined, epoch: { readonly epoch: number } & AuditDetails): Promise<void>
  /** Writes an entry unless the last one of that action has the same details. */
  inForce(action: AuditAction, details: AuditDetails): Promise<void>
  readonly registry: RegistryAudit
  /** The oldest first. @throws HeadwaterError `cursor.malformed`, `time.malformed`, `time.outOfRange` */
  page(query: AuditQuery): Promise<AuditPage>
}

interface AuditDeps {
  /** The file. It is made when there is something to write. */
  readonly path: string
  readonly clock: () => Date
  /** Whether other ledgers' processes record too, and keep it in an audit of their own. */
  readonly sharedLog: boolean
  /** What the process asks of registry events and closes; noted where it differs from what it was before. */
  readonly settings?: AuditDetails | undefined
}

/** Up to where the audit knows the log: the next registry event and the next epoch that it has no entry of. */
interface Known {
  revision: number
  epoch: number
  settings: AuditDetails | undefined
}

const unknownActor: Actor = { kind: 'unknown', name: '' }

export function openAudit({ path, clock, sharedLog, settings }: AuditDeps): Audit {
  const inTurn = oneAtATime()
  let known: Known | undefined
  const entry = (action: AuditAction, actor: Actor | undefined, details: AuditDetails): AuditEntry => ({
    at: clock().toISOString(),
    action,
    actor: actor ?? localUser(),
    details,
  })

  const append = (of: (known: Known) => readonly AuditEntry[]) =>
    inTurn(async () => {
      known ??= await readKnown(path)
      const entries = of(known)
      if (settings !== undefined && !isDeepStrictEqual(known.settings, settings)) {
        await appendEntries(path, [entry('settings.changed', undefined, settings), ...entries])
        known.settings = settings
      } else await appendEntries(path, entries)
    })

  function* runEntries(runs: readonly RecordedRun[], upTo: Known): Generator<AuditEntry> {
    for (const { actor, from, to, types } of runs) {
      if (from > upTo.revision && !sharedLog)
        yield entry('registry.recorded', unknownActor, spanOf(upTo.revision, from - 1))
      yield entry('registry.recorded', actor, { ...spanOf(from, to), types })
      upTo.revision = to + 1
    }
  }

  function* closeEntries(actor: Actor | undefined, details: { epoch: number } & AuditDetails, upTo: Known) {
    if (details.epoch > upTo.epoch && !sharedLog) {
      yield entry('epoch.closed', unknownActor, { from: upTo.epoch, to: details.epoch - 1 })
    }
    yield entry('epoch.closed', actor, details)
    upTo.epoch = details.epoch + 1
  }

  return {
    record: (action, actor, details) => inTurn(() => appendEntries(path, [entry(action, actor, details)])),
    inForce: (action, details) =>
      inTurn(async () => {
        const before = await readLast(path, action)
        if (!isDeepStrictEqual(before?.details, details))
          await appendEntries(path, [entry(action, undefined, details)])
      }),
    closed: (actor, details) => append((upTo) => [...closeEntries(actor, details, upTo)]),
    registry: { recorded: (runs) => append((upTo) => [...runEntries(runs, upTo)]) },
    page: (query) => readPage(path, query),
  }
}

function spanOf(from: number, to: number) {
  return { from, to, count: to + 1 - from }
}

export function localUser(): Actor {
  try {
    return { kind: 'user', name: userInfo().username }
  } catch {
    // A container may run with a number that has no name.
    return { kind: 'user', name: `uid ${process.getuid?.() ?? '?'}` }
  }
}

async function readKnown(path: string): Promise<Known> {
  const known: Known = { revision: 0, epoch: 1, settings: undefined }
  for await (const { entry } of readLines(path)) {
    const { to, epoch } = entry?.details ?? {}
    if (entry?.action === 'settings.changed') known.settings = entry.details
    if (entry?.action === 'registry.recorded' && typeof to === 'number') known.revision = to + 1
    if (entry?.action === 'epoch.closed') {
      if (typeof epoch === 'number') known.epoch = epoch + 1
      else if (typeof to === 'number') known.epoch = to + 1
    }
  }
  return known
}

async function readLast(path: string, action: AuditAction): Promise<AuditEntry | undefined> {
  let last: AuditEntry | undefined
  for await (const { entry } of readLines(path)) if (entry?.action === action) last = entry
  return last
}

async function readPage(path: string, { cursor, limit, since }: AuditQuery): Promise<AuditPage> {
  const from = cursor === undefined ? 0 : decodeCursor(cursor, z.number().int().nonnegative())
  if (!(await isLineStart(path, from)))
    fail('cursor.malformed', 'The cursor is not one that this server gave.')
  const sinceMs = since === undefined ? undefined : parseTime(since, '/since') / 1_000
  const items: AuditEntry[] = []
  for await (const line of readLines(path, from)) {
    const shown = line.entry ?? damaged(line)
    if (sinceMs !== undefined && line.entry !== undefined && Date.parse(line.entry.at) < sinceMs) continue
    if (items.length === (limit ?? pageItemsDefault)) return { items, next: encodeCursor(line.from) }
    items.push(shown)
  }
  return { items, next: null }
}

/** Stands for a line from which no entry can be read: a process was killed while it wrote it, or the file was changed. */
function damaged({ from, to }: { from: number; to: number }): AuditEntry {
  return { at: new Date(0).toISOString(), action: 'line.damaged', actor: unknownActor, details: { from, to } }
}
