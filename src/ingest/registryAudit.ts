/** Who sent the registry events of a batch, for the audit of a ledger. */
import type { Actor } from '../base/actor.ts'
import type { OpenBatch } from './batch/openBatch.ts'

/** Registry events that one sender sent one after the other. */
export interface RecordedRun {
  /** Undefined where the sender gave no name: then it is the user of the process. */
  readonly actor: Actor | undefined
  /** Revisions in the log of registry events. */
  readonly from: number
  readonly to: number
  /** How many of each type. */
  readonly types: Readonly<Record<string, number>>
}

export interface RegistryAudit {
  /** Called when the events are in the log, before their senders are answered. @throws HeadwaterError `data.*` */
  recorded(runs: readonly RecordedRun[]): Promise<void>
}

export function runsOf({ facts: { segments, events, firstRevision } }: OpenBatch): RecordedRun[] {
  const runs: { actor: Actor | undefined; from: number; to: number; types: Record<string, number> }[] = []
  for (const [index, { submission, from }] of segments.entries()) {
    const { actor } = submission
    const to = segments[index + 1]?.from ?? events.length
    let run = runs.at(-1)
    if (run === undefined || run.actor?.kind !== actor?.kind || run.actor?.name !== actor?.name) {
      run = { actor, from: firstRevision + from, to: 0, types: {} }
      runs.push(run)
    }
    run.to = firstRevision + to - 1
    for (const { type } of events.slice(from, to)) run.types[type] = (run.types[type] ?? 0) + 1
  }
  return runs
}
