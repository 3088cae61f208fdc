/** Clients of the brokers. Each can be broken off as a whole. */
import { connect, isIP, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { type ISocketFactory, Kafka, logLevel } from 'kafkajs'
import './requestQueue.ts'

/** The methods of a log that are used; pino's loggers have them. */
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
    // A copy, because the client writes into it. Its type has other fields for each mechanism; here all have the same.
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
    // An IP address has no name for SNI.
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
 * Breaks off every connection of the client, and every one that it still opens: every request that waits fails now. A
 * normal disconnect waits minutes on a dead network and keeps retrying in the background.
 */
export function abandon(kafka: Kafka): void {
  const connections = connectionsOf.get(kafka)
  if (connections === undefined) return
  connections.abandoned = true
  for (const socket of connections.sockets) breakOff(socket)
}

/** The client listens to a socket's errors, and may miss its end. */
function breakOff(socket: Socket): void {
  socket.destroy(new Error('abandoned'))
}
