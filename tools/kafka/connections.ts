/** Brokers in memory, for tests of the producer. They keep what was written, and fail on demand. */
import type { Connection } from '../../src/kafka/send/connection.ts'
import type { OutgoingMessage } from '../../src/kafka/send/packing.ts'

export interface FakeBrokers {
  /** Every message written, with the number of its send. */
  readonly written: (OutgoingMessage & { readonly send: number })[]
  connections: number
  sends: number
  /** The largest number of sends that were under way at once. */
  atOnceMax: number
  batchBytesMax: number
  partitions: { calls: number; registry: number }
  /** Each send awaits this before it writes. A test uses it to make a send wait or fail. */
  before: (send: number) => Promise<void>
  /** Each send awaits this after it has written. */
  after: (send: number) => Promise<void>
  connect(): Promise<Connection>
}

export function fakeBrokers(): FakeBrokers {
  let underWay = 0
  const brokers: FakeBrokers = {
    written: [],
    connections: 0,
    sends: 0,
    atOnceMax: 0,
    batchBytesMax: 1_310_720,
    partitions: { calls: 4, registry: 1 },
    before: async () => {},
    after: async () => {},
    async connect() {
      brokers.connections++
      let failed = false
      const { batchBytesMax, partitions } = brokers
      return {
        topics: { partitions, batchBytesMax: { calls: batchBytesMax, registry: batchBytesMax } },
        async send(messages) {
          if (failed) throw new Error('a connection is not used again after a failure')
          const send = ++brokers.sends
          brokers.atOnceMax = Math.max(brokers.atOnceMax, ++underWay)
          try {
            await brokers.before(send)
            brokers.written.push(...messages.map((message) => ({ ...message, send })))
            await brokers.after(send)
          } catch (error) {
            failed = true
            throw error
          } finally {
            underWay--
          }
        },
        close: async () => {},
        abandon: () => {},
      }
    },
  }
  return brokers
}
