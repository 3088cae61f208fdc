/**
 * A real Kafka broker for tests and trials: Apache Kafka in KRaft mode, one node, on loopback, in a temporary folder. Its
 * jars are fetched once from Maven Central and stay in node_modules/.cache.
 */
import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { Kafka, logLevel, Partitioners } from 'kafkajs'
import '../../src/kafka/client/requestQueue.ts'
import { freePort } from '../../test/support/freePort.ts'
import { oneProcessAtATime } from '../../test/support/oneProcessAtATime.ts'
import { patienceMs } from '../../test/support/patience.ts'
import { startTcpProxy, type TcpProxy } from '../../test/support/tcpProxy.ts'
import { makeSecureListeners, type SecureListeners, scramUsers, secureProperties } from './secureListeners.ts'

const version = '4.1.0'
const jars = fileURLToPath(new URL(`../../node_modules/.cache/kafka-${version}/`, import.meta.url))
const pom = fileURLToPath(new URL('pom.xml', import.meta.url))
/** One try to reach it. It may accept a connection long before it answers on it. */
const probeMsMax = 5_000
const stopMsMax = 20_000

export interface Broker extends AsyncDisposable {
  /** HOST:PORT. */
  readonly address: string
  readonly folder: string
  /** Separate networks to the broker. A client that connects through one stays on it. They outlive a restart. */
  readonly proxies: readonly TcpProxy[]
  /** The listeners with TLS and login, if the options ask for them. */
  readonly secure: SecureListeners | undefined
  /** The present process; a restart starts another. */
  readonly process: ChildProcess
  /** A client that logs nothing. */
  readonly kafka: Kafka
  /** Kills the broker and starts it again on the same data and port. */
  restart(): Promise<void>
  stop(): Promise<void>
}

/** Whether a broker can run here. Where it can't, says so, and on a machine that tests for others fails. */
export function hasKafka(): boolean {
  if (canRunKafka()) return true
  if (process.env.CI === 'true')
    throw new Error('Tests with Kafka need Java 17 and Maven, and CI skips none.')
  console.warn('skipped: tests with a real Kafka broker need Java 17 and Maven (java, mvn)')
  return false
}

export function canRunKafka(): boolean {
  try {
    execFileSync('java', ['-version'], { stdio: 'ignore' })
    if (!existsSync(jars)) execFileSync('mvn', ['-version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

interface BrokerOptions {
  /** 0 takes a free port. */
  readonly port?: number
  /** A folder that stays, with the data of earlier brokers. Default: a folder that is removed with the broker. */
  readonly kept?: string | undefined
  /** The number of proxies in front of the broker. */
  readonly proxies?: number
  /** Whether it has a listener with TLS and login, and one with login alone. */
  readonly secure?: boolean
  /** For a broker with little work that is killed often: it starts faster and works slower. */
  readonly brief?: boolean
}

export async function startBroker(options: BrokerOptions = {}): Promise<Broker> {
  const { port = 0, kept, secure: wantsSecure = false, brief = false } = options
  await fetchedJars()
  const folder = kept ?? mkdtempSync(join(tmpdir(), 'headwater-kafka-'))
  const listener = port === 0 ? await freePort() : port
  const { listeners, proxies } = await openListeners(listener, options.proxies ?? 0)
  const secure = wantsSecure ? await makeSecureListeners(folder) : undefined
  if (secure) {
    listeners.push({ name: 'SASLTLS', at: secure.tlsAddress, protocol: 'SASL_SSL' })
    listeners.push({ name: 'SASL', at: secure.plainAddress, protocol: 'SASL_PLAINTEXT' })
  }
  const command = prepare(folder, { listeners, secure, brief })
  const address = `127.0.0.1:${listener}`
  const broker = keepBroker(command, folder, address)
  const stop = async () => {
    if (kept !== undefined) await ended(broker.child())
    await broker.kill()
    await Promise.all(proxies.map((proxy) => proxy.stop()))
    if (kept === undefined) rmSync(folder, { recursive: true, force: true })
  }
  try {
    await broker.launch().catch(async () => {
      // A port that was free may be in use for a moment, by a connection of another process.
      await broker.kill()
      await broker.launch()
    })
  } catch (error) {
    await stop()
    throw error
  }
  return {
    address,
    folder,
    proxies,
    secure,
    get process() {
      return broker.child()
    },
    kafka: new Kafka({ brokers: [address], logLevel: logLevel.NOTHING }),
    async restart() {
      await broker.kill()
      await broker.launch()
    },
    stop,
    [Symbol.asyncDispose]: stop,
  }
}

/** The broker's own listeners, and one behind each proxy. */
async function openListeners(
  port: number,
  count: number,
): Promise<{ listeners: Listener[]; proxies: TcpProxy[] }> {
  const proxies: TcpProxy[] = []
  const listeners: Listener[] = [
    { name: 'PLAINTEXT', at: `127.0.0.1:${port}` },
    { name: 'CONTROLLER', at: `127.0.0.1:${await freePort()}` },
  ]
  for (let i = 0; i < count; i++) {
    const at = `127.0.0.1:${await freePort()}`
    const proxy = await startTcpProxy({ target: at })
    proxies.push(proxy)
    listeners.push({ name: `PROXY${i}`, at, told: proxy.address })
  }
  return { listeners, proxies }
}

interface Preparing {
  readonly listeners: readonly Listener[]
  readonly secure: SecureListeners | undefined
  readonly brief: boolean
}

/** Writes the settings and formats the folder. Gives the arguments of `java` that start the broker. */
function prepare(folder: string, { listeners, secure, brief }: Preparing): string[] {
  const settings = join(folder, 'server.properties')
  writeFileSync(settings, properties(folder, listeners, secure))
  writeFileSync(join(folder, 'log4j2.yaml'), log4j)
  // The cluster's id: any 16 bytes in base64url.
  const id = Buffer.from('headwater-tests!').toString('base64url')
  const java = [
    '-Xmx512m',
    '-Xms128m',
    ...(brief ? ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC'] : []),
    `-Dlog4j2.configurationFile=${join(folder, 'log4j2.yaml')}`,
    '-cp',
    `${jars}*`,
  ]
  const format = ['kafka.tools.StorageTool', 'format', '--ignore-formatted', '--standalone']
  const users = secure ? scramUsers(secure) : []
  execFileSync('java', [...java, ...format, '-t', id, '-c', settings, ...users], { stdio: 'pipe' })
  return [...java, 'kafka.Kafka', settings]
}

/** The broker's process, started again after it was killed. It ends with this process. */
function keepBroker(command: readonly string[], folder: string, address: string) {
  const log = join(folder, 'broker.log')
  const file = openSync(log, 'a')
  let child: ChildProcess
  const killNow = () => void child.kill('SIGKILL')
  return {
    child: () => child,
    async launch() {
      child = spawn('java', command, { stdio: ['ignore', file, file] })
      process.once('exit', killNow)
      const probe = new Kafka({
        brokers: [address],
        logLevel: logLevel.NOTHING,
        requestTimeout: probeMsMax,
        retry: { retries: 0 },
      })
      await untilReady(probe, child, log)
    },
    async kill() {
      process.removeListener('exit', killNow)
      if (child.exitCode !== null || child.signalCode !== null) return
      const exit = once(child, 'exit')
      killNow()
      await exit
    },
  }
}

/** Asks the broker to end, so that its data are complete on the disk, and gives it some time. */
async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exit = once(child, 'exit')
  child.kill('SIGTERM')
  await Promise.race([exit, sleep(stopMsMax, undefined, { ref: false })])
}

/** It answers before it lets itself take topics and producers: then the first of them would fail. */
async function untilReady(kafka: Kafka, child: ChildProcess, log: string): Promise<void> {
  const until = performance.now() + patienceMs
  while (performance.now() < until && child.exitCode === null) {
    const admin = kafka.admin()
    const producer = kafka.producer({
      idempotent: true,
      createPartitioner: Partitioners.DefaultPartitioner,
      retry: { retries: 1 },
    })
    try {
      await admin.connect()
      const { brokers } = await admin.describeCluster()
      await producer.connect()
      if (brokers.length > 0) return
    } catch {
      // It is not ready yet.
    } finally {
      await producer.disconnect()
      await admin.disconnect()
    }
    await sleep(200)
  }
  const state = child.exitCode === null ? 'runs and does not answer' : `ended with ${child.exitCode}`
  throw new Error(`the broker ${state}: ${readFileSync(log, 'utf8').slice(-4_000)}`)
}

/** Fetches all files or none, while another process that wants them waits: Maven's own folder is for one at a time. */
async function fetchedJars(): Promise<void> {
  if (existsSync(jars)) return
  const cache = join(jars, '..')
  await oneProcessAtATime(join(cache, 'kafka.lock'), async () => {
    if (existsSync(jars)) return
    console.warn(`fetching Apache Kafka ${version} from Maven Central, this once`)
    const aside = mkdtempSync(join(cache, 'kafka-jars-'))
    const goal = 'org.apache.maven.plugins:maven-dependency-plugin:copy-dependencies'
    await promisify(execFile)('mvn', ['-q', '-B', '-f', pom, goal, `-DoutputDirectory=${aside}`])
    renameSync(aside, jars)
  })
}

interface Listener {
  readonly name: string
  readonly at: string
  /** The address that clients get, if it is another one. */
  readonly told?: string
  readonly protocol?: string
}

function properties(
  folder: string,
  listeners: readonly Listener[],
  secure: SecureListeners | undefined,
): string {
  const controller = listeners.find(({ name }) => name === 'CONTROLLER')!
  return `${Object.entries({
    'process.roles': 'broker,controller',
    'node.id': '1',
    'controller.quorum.bootstrap.servers': controller.at,
    listeners: listeners.map(({ name, at }) => `${name}://${at}`).join(','),
    'advertised.listeners': listeners.map(({ name, at, told }) => `${name}://${told ?? at}`).join(','),
    'listener.security.protocol.map': listeners
      .map(({ name, protocol = 'PLAINTEXT' }) => `${name}:${protocol}`)
      .join(','),
    'inter.broker.listener.name': 'PLAINTEXT',
    'controller.listener.names': 'CONTROLLER',
    'log.dirs': join(folder, 'data'),
    'offsets.topic.replication.factor': '1',
    'offsets.topic.num.partitions': '4',
    'transaction.state.log.replication.factor': '1',
    'transaction.state.log.min.isr': '1',
    'group.initial.rebalance.delay.ms': '0',
    // Tests kill workers and should not wait for their sessions.
    'group.min.session.timeout.ms': '500',
    'auto.create.topics.enable': 'false',
    ...(secure && secureProperties(folder, secure)),
  })
    .map(([name, value]) => `${name}=${value}`)
    .join('\n')}\n`
}

const log4j = `Configuration:
  Appenders:
    Console:
      name: out
      PatternLayout:
        pattern: "%d %p %m (%c)%n"
  Loggers:
    Root:
      level: WARN
      AppenderRef:
        - ref: out
`
