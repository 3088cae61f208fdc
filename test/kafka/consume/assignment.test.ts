import type { Consumer, Kafka } from 'kafkajs'
import { expect, test, vi } from 'vitest'
import type { Lane } from '../../../src/ingest/lanes/lane.ts'
import type { Lanes } from '../../../src/ingest/lanes/lanes.ts'
import { Assignment } from '../../../src/kafka/consume/assignment.ts'

/** Lanes by name, as often as they were opened; brokers that hold ten messages of each of two partitions. */
function given() {
  const opened: { name: string; gone: boolean; expected: number | undefined }[] = []
  const lanes = {
    async open(name: string) {
      const lane = { name, gone: false, expected: 3 }
      opened.push(lane)
      return lane as unknown as Lane
    },
    close() {},
  } as unknown as Lanes
  const admin = {
    connect: async () => {},
    disconnect: async () => {},
    listTopics: async () => ['t'],
    fetchTopicOffsets: async () => [0, 1].map((partition) => ({ partition, low: '0', high: '10' })),
  }
  const seek = vi.fn()
  const assignment = new Assignment({
    kafka: { admin: () => admin } as unknown as Kafka,
    consumer: { seek } as unknown as Consumer,
    lanes,
    log: { info() {}, warn() {} },
    onFailed(error) {
      throw error
    },
  })
  return { assignment, opened, seek }
}

test('a partition that lost its fence although it is still assigned is opened again', async () => {
  const { assignment, opened, seek } = given()
  assignment.update('member', { t: [0, 1] })
  await expect.poll(() => assignment.open).toHaveLength(2)
  assignment.reopenLost()
  expect(opened).toHaveLength(2)
  opened[1]!.gone = true
  assignment.reopenLost()
  expect(opened.map(({ name }) => name)).toEqual(['kafka-t-0', 'kafka-t-1', 'kafka-t-1'])
  await expect.poll(() => seek.mock.calls).toHaveLength(3)
  assignment.reopenLost()
  expect(opened).toHaveLength(3)
})

test('a partition that is not ours any more is not taken back', async () => {
  const { assignment, opened } = given()
  assignment.update('member', { t: [0] })
  await expect.poll(() => assignment.open).toHaveLength(1)
  opened[0]!.gone = true
  assignment.update('member', {})
  assignment.reopenLost()
  expect(opened).toHaveLength(1)
})
