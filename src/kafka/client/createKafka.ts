/** Clients of the brokers, each of which can be broken off as a whole. */
import { connect, isIP, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { type ISocketFactory, Kafka, logLevel } from 'kafkajs'
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
