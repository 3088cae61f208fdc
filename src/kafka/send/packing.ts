/**
 * Packs the events of one request into messages. Events of one partition share messages, since workers read a hundred
 * events a message much faster than a hundred messages.
 */
import type { OutgoingEvent, TopicRole } from './outgoing.ts'

/** A message of several events has at most so many bytes: well below what brokers take, and small to read again. */
const packedBytesMax = 128 << 10

/** Names the fault of a refused event and the format of its record, as JSON; src/kafka/consume/messageBlocks.ts reads it. */
export const faultHeader = 'headwater-fault'
export const contentTypeHeader = 'content-type'

export interface OutgoingMessage {
  readonly topic: TopicRole
  readonly partition: number
  readonly value: Buffer
  readonly headers: Readonly<Record<string, string>>
}

/** Partitions of each topic. */
export type Partitions = Readonly<Record<TopicRole, number>>

/** In the order of their events within a partition; an event above the limit travels alone. */
export function packEvents(
  events: Iterable<OutgoingEvent>,
  partitions: Partitions,
  bytesMax = packedBytesMax,
): OutgoingMessage[] {
  const messages: OutgoingMessage[] = []
  const open = new Map<string, Pack>()
  for (const { topic, hash, bytes, fault, format } of events) {
    const partition = hash % partitions[topic]
    if (fault) {
      const headers = { [faultHeader]: JSON.stringify({ ...fault, format }) }
      messages.push({ topic, partition, value: Buffer.from(bytes), headers })
      continue
    }
    const key = `${topic} ${partition}`
    let pack = open.get(key)
    if (pack && pack.bytes + bytes.length + 2 > bytesMax) {
      messages.push(messageOf(pack))
      pack = undefined
    }
    if (!pack) {
      pack = { topic, partition, events: [], bytes: 0 }
      open.set(key, pack)
    }
    pack.events.push(bytes)
    // Plus the comma or bracket before it.
    pack.bytes += bytes.length + 1
  }
  for (const pack of open.values()) messages.push(messageOf(pack))
  return messages
}

interface Pack {
  readonly topic: TopicRole
  readonly partition: number
  readonly events: Buffer[]
  bytes: number
}

/** The bytes are copied: a message may wait longer than the input that it is of. */
function messageOf({ topic, partition, events, bytes }: Pack): OutgoingMessage {
  const [first] = events
  if (events.length === 1) {
    const headers = { [contentTypeHeader]: 'application/cloudevents+json' }
    return { topic, partition, value: Buffer.from(first!), headers }
  }
  const value = Buffer.allocUnsafeSlow(bytes + 1)
  let at = 0
  for (const event of events) {
    value[at] = at === 0 ? 0x5b : 0x2c
    at += 1 + event.copy(value, at + 1)
  }
  value[at] = 0x5d
  return { topic, partition, value, headers: { [contentTypeHeader]: 'application/cloudevents-batch+json' } }
}
