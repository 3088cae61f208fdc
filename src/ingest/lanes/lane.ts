/** One partition of a source as it is read: what waits, what is taken into a batch, what is durable. */

import type { RecordBlock } from '../../decoding/records/block.ts'
import type { EventPermissions } from '../answers.ts'
import type { OpenBatch } from '../batch/openBatch.ts'
import type { EventOutcome, Submission } from '../batch/submission.ts'
import type { EventJudge } from '../judge.ts'

/** Records of whole entries of a source (messages, blocks of a chain), or of a part of one entry. */
export interface LaneBlock extends RecordBlock {
  /** Where the source goes on after the block, where the block ends with an entry. */
  readonly after: number | undefined
}

/** Messages that came together. */
interface LaneInput {
  readonly blocks: Iterator<LaneBlock>
  readonly bytes: number
  /** The offset after them: where the source goes on. */
  readonly end: number
}

export interface LaneCounts {
  accepted: number
  duplicate: number
  conflict: number
  rejected: number
}

export class Lane implements Submission {
  readonly partition: string
  readonly origin: string
  readonly format = 'cloudevents'
  readonly allowed: EventPermissions = { calls: true, registry: true }
  readonly wantsEach = false
  failure: Error | undefined
  /** Revision of the last event of its stream; -1 for none. */
  revision: number
  /** The first offset that is not durable, by the log; undefined where the log knows nothing of the partition. */
  checkpoint: number | undefined
  /** The first offset that is in no batch. */
  taken: number | undefined
  /** The first offset that nobody has fetched for us. */
  expected: number | undefined
  /** The offset after the last message that the brokers were seen to hold. */
  high: number | undefined
  /** The oldest offset that the brokers hold, as far as is known. */
  low: number | undefined
  queuedBytes = 0
  /** When what waits first began to wait; milliseconds. */
  waitingSince = 0
  /** Taken away, or lost to another process: nothing more is taken in, and what waits is forgotten. */
  gone = false
  readonly counts: LaneCounts
  private queue: LaneInput[] = []
  private block: LaneBlock | undefined
  private at = 0

  constructor(
    partition: string,
    origin: string,
    log: { revision: number; checkpoint: number | undefined },
    counts: LaneCounts,
  ) {
    this.partition = partition
    this.origin = origin
    this.revision = log.revision
    this.checkpoint = log.checkpoint
    this.taken = log.checkpoint
    this.expected = log.checkpoint
    this.counts = counts
  }

  get waiting(): boolean {
    return this.queue.length > 0
  }

  add(input: LaneInput, now: number): void {
    if (this.queue.length === 0) this.waitingSince = now
    this.queue.push(input)
    this.queuedBytes += input.bytes
    this.expected = input.end
  }

  letGo(): void {
    this.gone = true
    this.queue = []
    this.queuedBytes = 0
    this.block = undefined
  }

  /**
   * Moves what waits, and came before offset `upTo`, into the batch until one is full or the other empty; `taken` says
   * how far it came.
   */
  fill(batch: OpenBatch, intake: EventJudge, upTo: number, now: number): void {
    while (!batch.full) {
      const block = this.block ?? this.nextBlock(upTo)
      if (block === undefined) return
      const to = intake.takeBlock(batch, this, block, this.at, 0)
      this.at = to
      if (to < block.count) this.taken = block.lines[to]!
      else {
        this.block = undefined
        // Of a message that spans blocks the beginning alone is not passed: read again, it counts nothing twice.
        this.taken = block.after ?? block.lines[0]!
      }
    }
    this.waitingSince = now
  }

  private nextBlock(upTo: number): LaneBlock | undefined {
    for (let [input] = this.queue; input !== undefined && input.end <= upTo; [input] = this.queue) {
      const next = input.blocks.next()
      if (!next.done) {
        this.at = 0
        this.block = next.value
        return next.value.count > 0 ? next.value : this.nextBlock(upTo)
      }
      this.queue.shift()
      this.queuedBytes -= input.bytes
      this.taken = input.end
    }
    return undefined
  }

  plainCalls(accepted: number, duplicate: number): void {
    this.counts.accepted += accepted
    this.counts.duplicate += duplicate
  }

  outcome({ status }: EventOutcome): void {
    this.counts[status]++
  }

  suspendedCall(): void {}
}
