/** Up to which offset each partition is durable, as seen from outside of the workers. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Kafka } from 'kafkajs'
import { openKurrentEventStore } from '../../src/eventstore/kurrent.ts'
import { laneName } from '../../src/kafka/client/laneName.ts'
import { readCheckpoint } from '../../src/log/partitionEvent.ts'

export interface WatchOptions {
  readonly kafka: Kafka
  readonly topic: string
  readonly group: string
  readonly partitions: number
  /** Of the event store, where others may read it. */
  readonly eventstore: string | undefined
  readonly onDurable: (partition: number, offset: number) => void
}

interface Watch {
  /** How durability was found out, and how much later than it was. */
  readonly method: string
  stop(): Promise<void>
}

const logPollMs = 20
const committedPollMs = 50

/** In the log itself where it can be read; else by what the workers tell the group. */
export async function watchDurable(options: WatchOptions): Promise<Watch> {
  return options.eventstore === undefined ? watchCommitted(options) : watchLog(options, options.eventstore)
}

function watchLog({ topic, partitions, onDurable }: WatchOptions, url: string): Watch {
  const events = openKurrentEventStore({ url })
  const stop = repeat(logPollMs, async () => {
    await Promise.all(
      Array.from({ length: partitions }, async (_, partition) => {
        const { checkpoint } = await readCheckpoint(events, laneName(topic, partition))
        if (checkpoint !== undefined) onDurable(partition, checkpoint)
      }),
    )
  })
  return {
    method: `An event ends when the checkpoint behind it stands in the event store, whose streams were read every ${logPollMs} ms: latencies are up to that much too long.`,
    async stop() {
      await stop()
      await events.close()
    },
  }
}

async function watchCommitted({ kafka, topic, group, onDurable }: WatchOptions): Promise<Watch> {
  const admin = kafka.admin()
  await admin.connect()
  const stop = repeat(committedPollMs, async () => {
    const [found] = await admin.fetchOffsets({ groupId: group, topics: [topic] })
    for (const { partition, offset } of found?.partitions ?? []) {
      if (Number(offset) >= 0) onDurable(partition, Number(offset))
    }
  })
  return {
    method: `An event ends when the offset behind it is committed to the consumer group, which was asked every ${committedPollMs} ms. A worker commits twice a second, and only what is durable: latencies are up to 0.55 s too long, never too short.`,
    async stop() {
      await stop()
      await admin.disconnect()
    },
  }
}

/** Runs it again and again, so long after its end. Returns how to stop that; a failure is a failed look, no more. */
function repeat(pauseMs: number, work: () => Promise<void>): () => Promise<void> {
  let stopped = false
  const running = (async () => {
    while (!stopped) {
      await work().catch(() => {})
      await sleep(pauseMs)
    }
  })()
  return async () => {
    stopped = true
    await running
  }
}
