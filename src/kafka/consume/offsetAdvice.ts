/** Checkpoints as offsets of the group: advice for those who watch it. A failure costs nothing but a stale display. */
import type { Consumer } from 'kafkajs'
import type { OpenPartition } from './assignment.ts'

export class OffsetAdvice {
  readonly #consumer: Consumer
  readonly #told = new Map<string, number>()
  #telling: Promise<void> | undefined

  constructor(consumer: Consumer) {
    this.#consumer = consumer
  }

  /** Begins to tell what is new, unless the last telling is still on its way. */
  tell(partitions: readonly OpenPartition[]): void {
    this.#telling ??= this.#send(partitions).finally(() => {
      this.#telling = undefined
    })
  }

  /** All that is new is told, or can't be. */
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
      // Told again with the next ones.
    }
  }
}
