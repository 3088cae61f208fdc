/**
 * A double of KurrentDB: the parts of its protocol that the event store uses, over real gRPC, on a log in memory. It
 * shows that the adapter and the real client agree on the protocol as generated in the client's package. It proves
 * nothing about KurrentDB itself.
 */
import {
  Server,
  ServerCredentials,
  type ServerDuplexStream,
  type ServerReadableStream,
  type ServerUnaryCall,
  type ServerWritableStream,
  type ServiceError,
  type sendUnaryData,
  status,
} from '@grpc/grpc-js'
import type { SupportedMethods } from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/serverfeatures_pb.js'
import { append, appendSession, batchAppend } from './append.ts'
import { createDoubleLog, type DoubleLog } from './log.ts'
import {
  callError,
  features,
  notLeader,
  ServerFeaturesService,
  StreamsService,
  StreamsServiceService,
} from './protocol.ts'
import { read } from './read.ts'

export interface DoubleOptions {
  /** 0, the default, takes a free port. */
  readonly port?: number
  /** Shared between the nodes of one cluster. */
  readonly log?: DoubleLog
  /** False: behaves as a server before 25.1, which appends to only one stream at a time. */
  readonly multiStream?: boolean
  /** The largest append, like the server's setting MaxAppendSize. The default is the same: 1 MiB. */
  readonly appendBytesMax?: number
}

type Failing = 'before' | 'after' | 'silently'

export interface KurrentDouble {
  readonly url: string
  readonly host: string
  readonly port: number
  readonly log: DoubleLog
  /** From now on every call fails and names the leader, as on a follower. `undefined` makes this node the leader again. */
  follow(leader: { readonly host: string; readonly port: number } | undefined): void
  /** The next `count` appends fail: before they are recorded, after, or never answered at all (batches only). */
  failAppends(count: number, how: Failing): void
  /** Cuts every connection, then answers again on the same port. */
  restart(): Promise<void>
  stop(): Promise<void>
}

const host = '127.0.0.1'

export async function startKurrentDouble(options: DoubleOptions = {}): Promise<KurrentDouble> {
  const log = options.log ?? createDoubleLog()
  const faults = createFaults(log)
  let server = serve(faults, options)
  const port = await bind(server, options.port ?? 0)
  return {
    url: `kurrentdb://${host}:${port}?tls=false`,
    host,
    port,
    log,
    follow: (leader) => {
      faults.leader = leader
    },
    failAppends: (count, how) => {
      faults.appendsToFail = count
      faults.failing = how
    },
    async restart() {
      server.forceShutdown()
      server = serve(faults, options)
      await bind(server, port)
    },
    async stop() {
      server.forceShutdown()
    },
  }
}

interface Faults {
  leader: { readonly host: string; readonly port: number } | undefined
  appendsToFail: number
  failing: Failing
  /** The log, as appends see it at this moment. */
  log(): DoubleLog
  /** The failure of the next call, before it does anything. */
  before(call: 'read' | 'append'): ServiceError | 'silence' | undefined
  /** The failure of the next append, although it is recorded. */
  after(): ServiceError | undefined
}

function createFaults(log: DoubleLog): Faults {
  return {
    leader: undefined,
    appendsToFail: 0,
    failing: 'before',
    log: () => log,
    before(call) {
      if (this.leader !== undefined) return notLeader(this.leader)
      if (call === 'read' || this.appendsToFail === 0 || this.failing === 'after') return undefined
      this.appendsToFail--
      return this.failing === 'silently' ? 'silence' : unavailable()
    },
    after() {
      if (this.appendsToFail === 0 || this.failing !== 'after') return undefined
      this.appendsToFail--
      return unavailable()
    },
  }
}

const unavailable = (): ServiceError => callError(status.UNAVAILABLE, 'the double was told to fail')

function serve(faults: Faults, { multiStream = true, appendBytesMax = 1 << 20 }: DoubleOptions): Server {
  const server = new Server({ 'grpc.max_receive_message_length': 17 << 20 })
  const answerOr =
    <Response>(answer: sendUnaryData<Response>): sendUnaryData<Response> =>
    (error, value, ...rest) => {
      const fault = error ? undefined : faults.after()
      if (fault) answer(fault)
      else answer(error, value, ...rest)
    }
  server.addService(
    StreamsService as never,
    {
      read(call: ServerWritableStream<never, never>) {
        const fault = faults.before('read')
        if (fault !== undefined) return void call.emit('error', fault)
        void read(faults.log(), call)
      },
      append(call: ServerReadableStream<never, never>, answer: sendUnaryData<never>) {
        const fault = faults.before('append')
        if (fault === 'silence') return
        if (fault !== undefined) return answer(fault)
        append(faults.log(), call, answerOr(answer) as never, appendBytesMax)
      },
      batchAppend(call: ServerDuplexStream<never, never>) {
        batchAppend(withFaultAfter(faults, call), call, appendBytesMax, () => {
          const fault = faults.before('append')
          if (fault !== undefined && fault !== 'silence') call.emit('error', fault)
          return fault !== undefined
        })
      },
    } as never,
  )
  server.addService(
    StreamsServiceService as never,
    {
      appendSession(call: ServerReadableStream<never, never>, answer: sendUnaryData<never>) {
        const fault = faults.before('append')
        if (fault === 'silence') return
        if (fault !== undefined) return answer(fault)
        appendSession(faults.log(), call, answerOr(answer) as never, appendBytesMax)
      },
    } as never,
  )
  server.addService(
    ServerFeaturesService as never,
    {
      getSupportedMethods(_: ServerUnaryCall<never, never>, answer: sendUnaryData<SupportedMethods>) {
        answer(null, supportedMethods(multiStream))
      },
    } as never,
  )
  return server
}

/** A log that records an append and then fails the call, if a test asks for that. */
function withFaultAfter(faults: Faults, call: ServerDuplexStream<never, never>): DoubleLog {
  const log = faults.log()
  return {
    ...log,
    append(appends) {
      const outcome = log.append(appends)
      const fault = faults.after()
      if (fault !== undefined) call.emit('error', fault)
      return outcome
    },
  }
}

function supportedMethods(multiStream: boolean): SupportedMethods {
  const supported = new features.SupportedMethods()
  supported.setEventStoreServerVersion(multiStream ? '25.1.0' : '24.10.0')
  const names = [
    ['event_store.client.streams.Streams', 'append'],
    ['event_store.client.streams.Streams', 'batchappend'],
    ['event_store.client.streams.Streams', 'read'],
    ...(multiStream ? [['kurrentdb.protocol.v2.streams.StreamsService', 'appendsession']] : []),
  ] as [string, string][]
  supported.setMethodsList(
    names.map(([service, name]) => {
      const method = new features.SupportedMethod()
      method.setServiceName(service)
      method.setMethodName(name)
      method.setFeaturesList(name === 'read' ? ['position', 'events'] : [])
      return method
    }),
  )
  return supported
}

function bind(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.bindAsync(`${host}:${port}`, ServerCredentials.createInsecure(), (error, bound) => {
      if (error) reject(error)
      else resolve(bound)
    })
  })
}
