/** Commits checkpoints as offsets of the group, for operators who watch the group. A failure only leaves a stale display. */
import type { Consumer } from 'kafkajs'
import type { OpenPartition } from './assignment.ts'

export class OffsetAdvice {
  readonly #consumer: Consumer
  readonly #told = new Map<string, number>()
  #telling: Promise<void> | undefined

  constructor(consumer: Consumer) {
    this.#consumer = consumer
  }

  /** Begins to send what is new, unless a send is still under way. */
  tell(partitions: readonly OpenPartition[]): void {
    this.#telling ??= this.#send(partitions).finally(() => {
      this.#telling = undefined
    })
  }

  /** Sends all that is new, or fails to. */
  async tellAll(partitions: readonly OpenPartition[]): Promise<void> {
    await this.#telling
    await this.#send(partitions)
  }

  async #send(partitions: readonly OpenPartition[]): Promise<void> {
    const news = partitions.flatMap(({ name, topic, partition, lane: { checkpoint } }) =>
      checkpoint === undefined || this.#told.get(name) === checkpoint
        ? []
        : [{ name, topic, partition, checkpoint }],
    )
    if (news.length === 0) return
    try {
      await this.#consumer.commitOffsets(
        news.map(({ topic, partition, checkpoint }) => ({ topic, partition, offset: String(checkpoint) })),
      )
      for (const { name, checkpoint } of news) this.#told.set(name, checkpoint)
    } catch {
      // Sent again with the next ones.
    }
  }
}
