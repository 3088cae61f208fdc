/** The refused list's part of a batch: what it keeps, in the order of the input, and which entries are closed. */
import { identitySeen, identitySize } from '../../identities/port.ts'
import type { RefusedEvent, RefusedStore } from '../../usage/refused.ts'
import { isSenderFault } from '../bounds.ts'
import type { OpenBatch, Refusal } from './openBatch.ts'
import { refusedEvent } from './refusedEvent.ts'
import type { Submission } from './submission.ts'
import type { Verdicts } from './verdicts.ts'

/** Keeps refused events; it may also want the refusals that they came from. */
export interface RefusedKeeper {
  add(events: readonly RefusedEvent[], refusals: readonly Refusal[]): Promise<void>
}

interface KeptRefusals {
  /** Undefined where nothing was refused. */
  readonly keep: (() => Promise<void>) | undefined
  /** Call it when the batch is durable. */
  readonly tellNotKept: () => void
}

/** @param also gets what is kept too */
export function refusalsOf(
  batch: OpenBatch,
  verdicts: Verdicts,
  refusedAt: Date,
  { refused, also }: { refused: RefusedStore; also: RefusedKeeper['add'] | undefined },
): KeptRefusals {
  const kept = inOrder(
    batch,
    verdicts.refusals.filter(({ fault }) => !isSenderFault(fault)),
  )
  if (kept.length === 0) return { keep: undefined, tellNotKept: () => {} }
  const entries = kept.map((refusal) => refusedEvent(refusal, refusedAt))
  let lost: ReadonlySet<string> = new Set()
  return {
    async keep() {
      lost = await refused.add(entries)
      await also?.(entries, kept)
    },
    tellNotKept() {
      if (lost.size === 0) return
      const counts = new Map<Submission, number>()
      kept.forEach(({ place: { submission } }, index) => {
        if (lost.has(entries[index]!.id)) counts.set(submission, (counts.get(submission) ?? 0) + 1)
      })
      for (const [submission, count] of counts) submission.notKept(count)
    },
  }
}

/** They are judged by kind, so they are not in the order of the input. */
function inOrder(batch: OpenBatch, refusals: readonly Refusal[]): Refusal[] {
  const senders = new Map([...batch.submissions].map((submission, index) => [submission, index]))
  return refusals.toSorted(
    ({ place: one }, { place: other }) =>
      senders.get(one.submission)! - senders.get(other.submission)! ||
      one.line - other.line ||
      one.ordinal - other.ordinal,
  )
}

/**
 * The identities of the batch under which an event is accepted now, or was before with the same content: 16 bytes each.
 * Call it before the batch drops the rows that are not accepted.
 */
export function acceptedIdentities(batch: OpenBatch, { rows, seen, duplicates }: Verdicts): Uint8Array {
  const { identity, length } = rows
  const facts = batch.facts.hashes().identity
  const others = [facts, ...duplicates.map((event) => event.identity)]
  const all = new Uint8Array(length * identitySize + facts.length + duplicates.length * identitySize)
  let at = 0
  if (seen.includes(identitySeen.conflict)) {
    for (let row = 0; row < length; row++) {
      if (seen[row] === identitySeen.conflict) continue
      all.set(identity.subarray(row * identitySize, (row + 1) * identitySize), at)
      at += identitySize
    }
  } else {
    // Copied at once: most batches have no conflict, and this is on the way of every call.
    at = length * identitySize
    all.set(identity.subarray(0, at))
  }
  for (const other of others) {
    all.set(other, at)
    at += other.length
  }
  return all.subarray(0, at)
}
