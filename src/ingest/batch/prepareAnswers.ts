/** The answers to the senders of a batch. */

import { identitySeen } from '../../identities/port.ts'
import { isResolvable, type Registry } from '../../registry/index.ts'
import type { ReachedCalls } from '../../usage/reader.ts'
import type { SuspectedCall } from '../answers.ts'
import { backdated } from '../backdating/refusal.ts'
import type { FactBatch } from '../facts/factBatch.ts'
import type { SuspectedRows } from '../suspected/recentCalls.ts'
import { countSeen } from './countSeen.ts'
import type { EventPlace, OpenBatch } from './openBatch.ts'
import type { EventOutcome, Submission } from './submission.ts'
import type { Verdicts } from './verdicts.ts'

/** The calls that registry events of the batch reach back over, by their place among its facts. */
export type ReachedFacts = ReadonlyMap<number, ReachedCalls>

/**
 * Prepares the answers while all rows are still in the batch. The returned function gives them, once the batch is
 * durable.
 */
export function prepareAnswers(
  batch: OpenBatch,
  verdicts: Verdicts,
  suspected: SuspectedRows,
  registry: Registry,
): (reached: ReachedFacts) => void {
  const { calls, others, segments, facts } = batch
  const { seen } = verdicts
  const callRow = (number: number): number => (others.length === 0 ? number : others.place(number).row)
  const isKnown = (call: number) => isResolvable(registry, calls.assetAt(call), calls.versionAt(call))
  const outcomes = [...batch.outcomes]
  const tell = (place: EventPlace, outcome: Omit<EventOutcome, 'ordinal' | 'line'>) => {
    outcomes.push({
      submission: place.submission,
      outcome: { ordinal: place.ordinal, line: place.line, element: place.element ?? -1, ...outcome },
    })
  }
  for (const { place, status, fault, source, id } of verdicts.refusals) {
    tell(place, { status, fault, ...(source !== undefined && { source }), ...(id !== undefined && { id }) })
  }
  for (const { place, source, id } of verdicts.duplicates) tell(place, { status: 'duplicate', source, id })

  const plain: { submission: Submission; accepted: number; duplicate: number }[] = []
  const isUnresolved = flagsOf(batch.unresolved, seen.length)
  const suspended: { submission: Submission; asset: string; version: string }[] = []
  const doubts: { submission: Submission; call: SuspectedCall }[] = []
  segments.forEach(({ submission, from }, index) => {
    const to = segments[index + 1]?.from ?? seen.length
    plain.push({
      submission,
      accepted: countSeen(seen, identitySeen.new, from, to),
      duplicate: countSeen(seen, identitySeen.duplicate, from, to),
    })
    // Nothing is said of a row alone.
    const wantsSuspended = submission.wantsSuspended && batch.unresolved.length > 0
    if (!submission.wantsEach && !wantsSuspended && suspected.size === 0) return
    for (let row = from; row < to; row++) {
      const status = seen[row]!
      const isNew = status === identitySeen.new
      if (wantsSuspended && isNew && isUnresolved[row] === 1) {
        const call = callRow(row)
        suspended.push({ submission, asset: calls.assetAt(call), version: calls.versionAt(call) })
      }
      const like = suspected.get(row)
      if (like !== undefined) {
        const { line } = batch.placeOf(row, submission)
        doubts.push({ submission, call: { line, ...namesAt(batch, row), like } })
      }
      if (!submission.wantsEach || status === identitySeen.conflict) continue
      const isSuspended = isNew && isUnresolved[row] === 1 && !isKnown(callRow(row))
      tell(batch.placeOf(row, submission), {
        status: isNew ? 'accepted' : 'duplicate',
        ...namesAt(batch, row),
        ...(isSuspended && { suspended: true }),
        ...(like !== undefined && { suspected: like }),
      })
    }
  })
  return (reached) => {
    facts.segments.forEach(({ submission, from }, index) => {
      const to = facts.segments[index + 1]?.from ?? facts.length
      const each = submission.wantsEach ? numbersOf(from, to) : numbersReaching(facts, from, to)
      for (const number of each) {
        const [reach, found] = [facts.reaches.get(number), reached.get(number)]
        const told = reach && found && { backdated: backdated(reach.kind, found) }
        outcomes.push({ submission, outcome: { ...facts.namesOf(number), status: 'accepted', ...told } })
      }
      plain.push({ submission, accepted: to - from - each.length, duplicate: 0 })
    })
    for (const { submission, accepted, duplicate } of plain) submission.plainEvents(accepted, duplicate)
    for (const { submission, asset, version } of suspended) submission.suspendedCall(asset, version)
    for (const { submission, call } of doubts) submission.suspectedCall(call)
    outcomes.sort((one, other) => one.outcome.ordinal - other.outcome.ordinal)
    for (const { submission, outcome } of outcomes) submission.outcome(outcome)
  }
}

function flagsOf(numbers: readonly number[], length: number): Uint8Array {
  const flags = new Uint8Array(length)
  for (const number of numbers) flags[number] = 1
  return flags
}

function namesAt(batch: OpenBatch, row: number): { source: string; id: string } {
  return { source: batch.textAt('source', row), id: batch.textAt('id', row) }
}

function numbersOf(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, index) => from + index)
}

/** A stream wants only those of its events that reach back. */
function numbersReaching({ reaches }: FactBatch, from: number, to: number): number[] {
  return [...reaches.keys()].filter((number) => number >= from && number < to)
}
