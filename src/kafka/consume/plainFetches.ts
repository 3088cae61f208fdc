/**
 * Has one consumer of kafkajs 2.2.4 hand over plain messages undecoded (plainRun.ts). The client goes on to do everything
 * else, and decodes every other message: of a compressed batch, beside an aborted transaction,
 * with headers, of an old format. Other
 * consumers of the same client are not concerned.
 */
import { createRequire } from 'node:module'
import { type Cluster, PartitionAssigners } from 'kafkajs'
import { batchBytes, type PlainRun, PlainRunBuilder } from './plainRun.ts'

interface Decoder {
  readInt16(): number
  readInt32(): number
  readInt64(): bigint
  readString(): string | null
  readBytes(length: number): Buffer
  canReadBytes(length: number): boolean
  readArray<Item>(read: (decoder: Decoder) => Item): Item[]
  readArrayAsync<Item>(read: (decoder: Decoder) => Promise<Item>): Promise<Item[]>
  /** Of the next field. */
  offset: number
}

interface Protocol {
  readonly request: { readonly apiKey: number; readonly apiVersion: number }
  readonly response: { readonly decode: (payload: Buffer) => Promise<unknown> }
}

/** What the client's types leave out: how it opens connections, whose requests carry their decoder. */
interface Connections {
  readonly connectionPoolBuilder: { build(to?: object): Promise<ConnectionPool> }
}

interface ConnectionPool {
  send(protocol: Protocol): Promise<unknown>
}

const load = createRequire(import.meta.url)
const DecoderOf = load('kafkajs/src/protocol/decoder.js') as new (bytes: Buffer) => Decoder
const decodeAny = load('kafkajs/src/protocol/requests/fetch/v4/decodeMessages.js') as (
  decoder: Decoder,
) => Promise<object[]>
const decodeBatch = load('kafkajs/src/protocol/recordBatch/v0/decoder.js') as (
  decoder: Decoder,
) => Promise<{ readonly records: object[] }>

const fetchKey = 1
/** The client speaks it with every broker since Kafka 2.3, and other versions with older ones. */
const fetchVersion = 11
/** The place of the byte that tells the format, and the least that a batch may have. */
const magicAt = 16
const magic = 2
const batchBytesMin = 49

/** In place of the client's own assigner, which it is: this is where the client hands over its connections. */
export const assignerWithPlainFetches: typeof PartitionAssigners.roundRobin = (config) => {
  handOverPlain(config.cluster)
  return PartitionAssigners.roundRobin(config)
}

function handOverPlain(cluster: Cluster): void {
  const { connectionPoolBuilder } = cluster as Cluster & Connections
  const build = connectionPoolBuilder.build
  connectionPoolBuilder.build = async (to) => {
    const pool = await build(to)
    const send = pool.send.bind(pool)
    pool.send = (protocol) => send(isFetch(protocol) ? withPlain(protocol) : protocol)
    return pool
  }
}

const isFetch = ({ request }: Protocol) => request.apiKey === fetchKey && request.apiVersion === fetchVersion

const withPlain = (protocol: Protocol): Protocol => ({
  ...protocol,
  response: { ...protocol.response, decode: decodeFetch },
})

/** Reads a response to a fetch as the client does, except for plain messages. */
export async function decodeFetch(payload: Buffer): Promise<unknown> {
  const decoder = new DecoderOf(payload)
  return {
    // The broker has not slowed the client down; it asks the client to wait.
    throttleTime: 0,
    clientSideThrottleTime: decoder.readInt32(),
    errorCode: decoder.readInt16(),
    sessionId: decoder.readInt32(),
    responses: await decoder.readArrayAsync(async (topic) => ({
      topicName: topic.readString(),
      partitions: await topic.readArrayAsync(decodePartition),
    })),
  }
}

async function decodePartition(decoder: Decoder): Promise<object> {
  const head = {
    partition: decoder.readInt32(),
    errorCode: decoder.readInt16(),
    highWatermark: decoder.readInt64().toString(),
    lastStableOffset: decoder.readInt64().toString(),
    lastStartOffset: decoder.readInt64().toString(),
    abortedTransactions: decoder.readArray((transaction) => ({
      producerId: transaction.readInt64().toString(),
      firstOffset: transaction.readInt64().toString(),
    })),
    preferredReadReplica: decoder.readInt32(),
  }
  const hasAborted = head.abortedTransactions.length > 0
  return { ...head, messages: await (hasAborted ? decodeAny(decoder) : decodeMessages(decoder)) }
}

/** Messages of the client, and runs of plain ones, in order. */
async function decodeMessages(decoder: Decoder): Promise<(object | PlainRun)[]> {
  const from = decoder.offset
  const size = decoder.readInt32()
  const bytes = size > magicAt && decoder.canReadBytes(size) ? decoder.readBytes(size) : undefined
  if (bytes?.[magicAt] !== magic) {
    decoder.offset = from
    return decodeAny(decoder)
  }
  const messages: (object | PlainRun)[] = []
  const plain = new PlainRunBuilder(bytes)
  const endRun = () => {
    const run = plain.take()
    if (run) messages.push(run)
  }
  for (let at = 0; size - at >= batchBytesMin; ) {
    const end = at + batchBytes(bytes, at)
    // The last batch may be cut off; it comes whole with the next fetch.
    if (end > size || end <= at) break
    if (!plain.add(at, end)) {
      endRun()
      const { records } = await decodeBatch(new DecoderOf(bytes.subarray(at, end)))
      for (const record of records) messages.push(record)
    }
    at = end
  }
  endRun()
  return messages
}
