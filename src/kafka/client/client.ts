/** The client of the brokers, and its failures in our words. */
import { connect, isIP, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { type Admin, type ISocketFactory, Kafka, logLevel } from 'kafkajs'
import { within } from '../../base/within.ts'
import { fail, HeadwaterError } from '../../errors.ts'
import './requestQueue.ts'

/** Where what happens is told; pino's loggers have these. */
export interface Log {
  info(facts: object, message: string): void
  warn(facts: object, message: string): void
}

export interface KafkaSecurity {
  /** Undefined: plain text. Without `ca` the authorities that Node knows. */
  readonly tls: { readonly ca?: string } | undefined
  readonly sasl:
    | {
        readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512'
        readonly username: string
        readonly password: string
      }
    | undefined
}

interface KafkaOptions {
  readonly brokers: readonly string[]
  readonly security: KafkaSecurity
  readonly log: Log
}

const connectMsMax = 5_000
const retriesMax = 4
const keepAliveMs = 30_000
/** Questions about topics are small: brokers that take longer are not there. */
const adminMsMax = 20_000
const goodbyeMsMax = 2_000

interface Connections {
  readonly sockets: Set<Socket>
  abandoned: boolean
}

const connectionsOf = new WeakMap<Kafka, Connections>()

export function createKafka({ brokers, security, log }: KafkaOptions): Kafka {
  const connections: Connections = { sockets: new Set(), abandoned: false }
  const { tls, sasl } = security
  const kafka = new Kafka({
    clientId: 'headwater',
    brokers: [...brokers],
    connectionTimeout: connectMsMax,
    retry: { retries: retriesMax, initialRetryTime: 200 },
    ...(tls && { ssl: tls.ca === undefined ? true : { ca: tls.ca } }),
    // A copy, because the client writes into it. Its type ties each mechanism to fields of its own; ours are all alike.
    ...(sasl && { sasl: { ...sasl } as { mechanism: 'plain'; username: string; password: string } }),
    socketFactory: keeping(connections),
    logLevel: logLevel.WARN,
    logCreator: () => (entry) => {
      if (connections.abandoned) return
      log.warn({ kafka: entry.log.message, scope: entry.namespace }, 'kafka client')
    },
  })
  connectionsOf.set(kafka, connections)
  return kafka
}

function keeping(connections: Connections): ISocketFactory {
  return ({ host, port, ssl, onConnect }) => {
    // An address has no name that could be asked for.
    const name = isIP(host) ? {} : { servername: host }
    const socket = ssl
      ? connectTls({ host, port, ...name, ...ssl }, onConnect)
      : connect({ host, port }, onConnect)
    socket.setKeepAlive(true, keepAliveMs)
    connections.sockets.add(socket)
    socket.once('close', () => connections.sockets.delete(socket))
    if (connections.abandoned) breakOff(socket)
    return socket
  }
}

/**
 * Breaks off every connection of the client, and every one that it still makes: whatever waits for an answer fails now.
 * Said goodbye to a network that is silent, the client would wait for minutes, and go on in the background meanwhile.
 */
export function abandon(kafka: Kafka): void {
  const connections = connectionsOf.get(kafka)
  if (connections === undefined) return
  connections.abandoned = true
  for (const socket of connections.sockets) breakOff(socket)
}

/** Errors of a socket are what the client listens to; its end alone it may miss. */
function breakOff(socket: Socket): void {
  socket.destroy(new Error('abandoned'))
}

/**
 * Runs `work` with a client for questions about topics.
 * @throws HeadwaterError `kafka.unreachable`, `kafka.denied`
 */
export async function withAdmin<Result>(
  kafka: Kafka,
  work: (admin: Admin) => Promise<Result>,
): Promise<Result> {
  const admin = kafka.admin()
  const asked = async () => {
    await admin.connect()
    return await work(admin)
  }
  try {
    return await answered(asked(), adminMsMax)
  } catch (error) {
    throw inOurWords(error)
  } finally {
    await answered(admin.disconnect(), goodbyeMsMax).catch(() => {})
  }
}

/** @throws HeadwaterError `kafka.unreachable` where `work` takes longer; it goes on, and nobody hears of it */
export function answered<Result>(work: Promise<Result>, msMax: number): Promise<Result> {
  const message = `Kafka did not answer within ${msMax / 1_000} s.`
  return within(work, msMax, () => new HeadwaterError({ code: 'kafka.unreachable', message }))
}

/** A failure of the client as `kafka.unreachable` or `kafka.denied`; anything else as it is. */
export function inOurWords(error: unknown): unknown {
  // Its classes of errors are in its types and not in its module.
  if (!(error instanceof Error && error.name.startsWith('KafkaJS'))) return error
  const code = isDenied(error) ? 'kafka.denied' : 'kafka.unreachable'
  const message = `Kafka does not do what was asked: ${error.message}.`
  return new HeadwaterError({ code, message }, { cause: error })
}

/** Whether the brokers know us and say no; the client wraps what they said once or more. */
function isDenied(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const { type } = error as { type?: string }
  if (error.name === 'KafkaJSSASLAuthenticationError' || type?.includes('AUTHORIZATION_FAILED')) return true
  return isDenied(error.cause)
}

/** What the brokers hold of a partition: offsets from `low` up to and without `high`. */
export interface PartitionRange {
  readonly topic: string
  readonly partition: number
  readonly low: number
  readonly high: number
}

/** @throws HeadwaterError `kafka.topicUnknown` */
export async function readRanges(admin: Admin, topics: readonly string[]): Promise<PartitionRange[]> {
  const known = new Set(await admin.listTopics())
  const unknown = topics.filter((topic) => !known.has(topic))
  if (unknown.length > 0) fail('kafka.topicUnknown', `The brokers have no topic ${unknown.join(', ')}.`)
  const ranges = await Promise.all(
    topics.map(async (topic) =>
      (await admin.fetchTopicOffsets(topic)).map(({ partition, low, high }) => ({
        topic,
        partition,
        low: Number(low),
        high: Number(high),
      })),
    ),
  )
  return ranges
    .flat()
    .sort((one, other) =>
      one.topic === other.topic ? one.partition - other.partition : one.topic < other.topic ? -1 : 1,
    )
}

/** What the partition of a topic is called in the log. */
export function laneName(topic: string, partition: number): string {
  return `kafka-${topic}-${partition}`
}
