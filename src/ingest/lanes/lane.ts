/** One partition of a source: what waits, what is in a batch, and what is durable. */

import type { Actor } from '../../base/actor.ts'
import type { EventPermissions } from '../answers.ts'
import type { RefusedKeeper } from '../batch/keepRefused.ts'
import type { OpenBatch } from '../batch/openBatch.ts'
import { type EventOutcome, everything, type Submission } from '../batch/submission.ts'
import type { EventJudge } from '../judge.ts'
import type { Partition, Resume, WriterSource } from '../source.ts'
import type { ReaderThreads } from '../threads/readerThreads.ts'
import type { LaneInput } from './laneInput.ts'
import { type BlockPart, LaneInputs, releasePart } from './laneInputs.ts'

export interface LaneCounts {
  accepted: number
  duplicate: number
  conflict: number
  rejected: number
  /** Of the accepted: calls that may have been sent before under other names. */
  suspected: number
}

/** What a lane reports to. */
interface LaneOwner {
  readonly counts: LaneCounts
  readonly alsoRefused: RefusedKeeper['add'] | undefined
  readonly readers?: ReaderThreads | undefined
  settled(): void
  lost(lane: Lane): void
}

export class Lane implements Submission, WriterSource {
  readonly partition: Partition
  readonly origin: string
  readonly format = 'cloudevents'
  /** The source of a chain sets it before its first input; see chainSources.ts. */
  allowed: EventPermissions = everything
  readonly actor: Actor
  readonly wantsEach = false
  readonly wantsSuspended = false
  failure: Error | undefined
  /** The first position that is in no batch. */
  taken: number | undefined
  /** The first position that the source has not delivered yet; undefined where the source chooses its beginning. */
  expected: number | undefined
  queuedBytes = 0
  /** Since when the oldest input waits; milliseconds. */
  waitingSince = 0
  /** The partition was released, or lost to another process. No more input is taken, and waiting input is dropped. */
  gone = false
  /** Where the source continues once everything before `taken` is durable, where that is not `taken`. */
  resumeAt: (taken: number) => Resume = (checkpoint) => ({ checkpoint })
  readonly #owner: LaneOwner
  readonly #inputs: LaneInputs
  #part: BlockPart | undefined
  #at = 0

  constructor(partition: Partition, origin: string, owner: LaneOwner) {
    this.partition = partition
    this.origin = origin
    this.actor = { kind: 'topic', name: origin }
    this.taken = partition.checkpoint
    this.expected = partition.checkpoint
    this.#owner = owner
    this.#inputs = new LaneInputs(owner.readers)
  }

  /** The first position that is not durable, by the log; undefined where the log has no checkpoint. */
  get checkpoint(): number | undefined {
    return this.partition.checkpoint
  }

  get alsoRefused(): RefusedKeeper['add'] | undefined {
    return this.#owner.alsoRefused
  }

  get waiting(): boolean {
    return this.#inputs.waiting
  }

  add(input: LaneInput, now: number): void {
    if (!this.waiting) this.waitingSince = now
    this.#inputs.add(input)
    this.queuedBytes += input.bytes
    this.expected = input.end
  }

  release(): void {
    this.gone = true
    if (this.#part) releasePart(this.#part)
    this.#part = undefined
    this.#inputs.clear()
    this.queuedBytes = 0
  }

  /**
   * Moves waiting input from before position `upTo` into the batch, until the batch is full, nothing is left, or a thread
   * still reads what comes next (`pending`). `taken` is where it ended.
   */
  fill(batch: OpenBatch, judge: EventJudge, upTo: number, now: number): void {
    while (!batch.full) {
      const part = this.#part ?? this.#nextPart(upTo)
      if (part === undefined || part.reading) return
      part.read ??= judge.inline.read(part.block)
      const { block, read } = part
      const from = { submission: this, record: this.#at, ordinal: 0, read: read?.records }
      const to = judge.takeBlock(batch, block, from)
      this.#at = to
      if (to < block.count) this.taken = block.lines[to]!
      else {
        releasePart(part)
        this.#part = undefined
        // A message may span several blocks. Its offset is passed only after the last one; read again, nothing counts
        // twice.
        this.taken = block.after ?? block.lines[0]!
      }
      if (judge.waits) break
    }
    this.waitingSince = now
  }

  /** While a thread reads what comes next. Rejects where the thread dies. */
  get pending(): Promise<void> | undefined {
    return this.#part?.reading
  }

  /** Gives the threads to other lanes. */
  rest(): void {
    this.#inputs.rest()
    if (this.#part) releasePart(this.#part)
  }

  #nextPart(upTo: number): BlockPart | undefined {
    for (let part = this.#inputs.part(upTo); part !== undefined; part = this.#inputs.part(upTo)) {
      if ('block' in part) {
        this.#at = 0
        this.#part = part
        return part
      }
      this.#inputs.ended()
      this.queuedBytes -= part.ended.bytes
      this.taken = part.ended.end
    }
    return undefined
  }

  plainEvents(accepted: number, duplicate: number): void {
    this.#owner.counts.accepted += accepted
    this.#owner.counts.duplicate += duplicate
  }

  outcome({ status }: EventOutcome): void {
    this.#owner.counts[status]++
  }

  suspendedCall(): void {}

  suspectedCall(): void {
    this.#owner.counts.suspected++
  }

  skip(): void {}

  reading(): void {}

  notKept(): void {}

  settled(): void {
    this.#owner.settled()
  }

  lost(): void {
    this.#owner.lost(this)
  }
}
