/** One partition of a source: what waits, what is in a batch, and what is durable. */

import type { Actor } from '../../base/actor.ts'
import type { RecordBlock } from '../../decoding/records/block.ts'
import type { EventPermissions } from '../answers.ts'
import type { RefusedKeeper } from '../batch/keepRefused.ts'
import type { OpenBatch } from '../batch/openBatch.ts'
import { type EventOutcome, everything, type Submission } from '../batch/submission.ts'
import type { EventJudge } from '../judge.ts'
import type { Partition, WriterSource } from '../source.ts'

/**
 * Records of a part of the source. The line of a record is its position in the source: the offset of a message, or the
 * number of a chain's block. Positions rise.
 */
export interface LaneBlock extends RecordBlock {
  /** Where the source continues after the block; undefined where the block ends within a message. */
  readonly after: number | undefined
}

/** Input that arrived together. */
export interface LaneInput {
  readonly blocks: Iterator<LaneBlock>
  readonly bytes: number
  /** Where the source continues after it. */
  readonly end: number
}

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
  settled(): void
  lost(lane: Lane): void
}

export class Lane implements Submission, WriterSource {
  readonly partition: Partition
  readonly origin: string
  readonly format = 'cloudevents'
  readonly allowed: EventPermissions = everything
  readonly actor: Actor
  readonly wantsEach = false
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
  readonly #owner: LaneOwner
  #queue: LaneInput[] = []
  #block: LaneBlock | undefined
  #at = 0

  constructor(partition: Partition, origin: string, owner: LaneOwner) {
    this.partition = partition
    this.origin = origin
    this.actor = { kind: 'topic', name: origin }
    this.taken = partition.checkpoint
    this.expected = partition.checkpoint
    this.#owner = owner
  }

  /** The first position that is not durable, by the log; undefined where the log has no checkpoint. */
  get checkpoint(): number | undefined {
    return this.partition.checkpoint
  }

  get alsoRefused(): RefusedKeeper['add'] | undefined {
    return this.#owner.alsoRefused
  }

  get waiting(): boolean {
    return this.#queue.length > 0
  }

  add(input: LaneInput, now: number): void {
    if (this.#queue.length === 0) this.waitingSince = now
    this.#queue.push(input)
    this.queuedBytes += input.bytes
    this.expected = input.end
  }

  release(): void {
    this.gone = true
    this.#queue = []
    this.queuedBytes = 0
    this.#block = undefined
  }

  /**
   * Moves waiting input from before position `upTo` into the batch, until the batch is full or nothing is left. `taken`
   * is where it ended.
   */
  fill(batch: OpenBatch, judge: EventJudge, upTo: number, now: number): void {
    while (!batch.full) {
      const block = this.#block ?? this.#nextBlock(upTo)
      if (block === undefined) return
      const to = judge.takeBlock(batch, block, { submission: this, record: this.#at, ordinal: 0 })
      this.#at = to
      if (to < block.count) this.taken = block.lines[to]!
      else {
        this.#block = undefined
        // A message may span several blocks. Its offset is passed only after the last one; read again, nothing counts
        // twice.
        this.taken = block.after ?? block.lines[0]!
      }
      if (judge.waits) break
    }
    this.waitingSince = now
  }

  #nextBlock(upTo: number): LaneBlock | undefined {
    for (let [input] = this.#queue; input !== undefined && input.end <= upTo; [input] = this.#queue) {
      const next = input.blocks.next()
      if (!next.done) {
        this.#at = 0
        this.#block = next.value
        return next.value.count > 0 ? next.value : this.#nextBlock(upTo)
      }
      this.#queue.shift()
      this.queuedBytes -= input.bytes
      this.taken = input.end
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
