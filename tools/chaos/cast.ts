/** The participants of a seed: workers, producers, closers. Each is a process, which faults kill and pause. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { loadConfig } from '../../src/config.ts'
import { examineSetup, openHeadwater } from '../../src/ledger/open.ts'
import type { Headwater } from '../../src/service/headwater.ts'
import { compiled, finish, firstLine, startCli } from '../../test/support/process.ts'
import type { Broker } from '../kafka/broker.ts'
import { type Fault, type FaultyLink, type FaultyProcess, isOfNetwork, type ProcessFault } from './faults.ts'
import type { Sender } from './packing.ts'
import { type KeptProcess, keepProcess } from './processes.ts'
import { openProducers } from './producers.ts'
import type { Addresses, Network, Scene, Stage, Topics } from './stage.ts'

export interface Cast {
  readonly workers: readonly KeptProcess[]
  /** The API, in seeds that use it. */
  readonly api: KeptProcess
  /** Failures that no fault explains. */
  readonly failures: string[]
  /** Runs a producer until everything that it has to send is durable. */
  send(sender: Sender, number: number): Promise<void>
  /** Makes a fault happen, and resolves when it is over. */
  suffer(fault: Fault): Promise<void>
  /** Starts everything again, over networks without faults. */
  heal(): Promise<void>
  close(until: string): Promise<void>
  killedClose(until: string, afterMs: number): Promise<void>
  /** The books, after the last worker has ended. */
  open(): Promise<Headwater>
  /** Workers that went on because of their watchdog alone, and what `doctor --deep` finds wrong in their folders. */
  examine(): Promise<string[]>
  endAll(): Promise<void>
  stop(): Promise<void>
  writeLogs(): void
}

export type Identities = 'all' | 'own' | 'mixed'

interface CastOptions {
  readonly stage: Stage
  readonly scene: Scene
  readonly topics: Topics
  readonly group: string
  readonly identities: Identities
  readonly apiPort: number
  readonly note: (text: string) => void
}

/** Failures with which a process may end by itself while engines are away. Its supervisor then starts it again. */
const excuses = /\b(?:kafka\.unreachable|eventstore\.unavailable|usage\.unavailable)\b/
const env = { HEADWATER_KAFKA_SESSION_SECONDS: '2', HEADWATER_LOG_LEVEL: 'info' }

export function openCast(options: CastOptions): Cast {
  const { stage, scene, topics, apiPort, note } = options
  const failures: string[] = []
  const producers = openProducers({ scene, topics, apiPort, compiled, note })
  const { workers, api } = startProcesses(options, failures)
  const all = [...workers, api]

  function processOf(name: FaultyProcess): KeptProcess | undefined {
    if (name === 'event store') return scene.eventStore
    if (name === 'usage store') return stage.usageStore
    if (name === 'api') return api
    const [kind, number] = name.split(' ')
    return kind === 'worker' ? workers[Number(number)] : producers.running.get(Number(number))
  }

  return {
    workers,
    api,
    failures,
    send: producers.send,
    async suffer(fault) {
      if (isOfNetwork(fault)) {
        const proxy = proxyOf(scene.networks, fault.of)
        proxy.mode(fault.fault)
        await sleep(fault.forMs)
        proxy.mode('pass')
      } else if (fault.of === 'broker') await brokerSuffers(stage.broker, fault)
      else {
        const process = processOf(fault.of)
        if (fault.fault === 'pause') await process?.pause(fault.forMs)
        else await process?.restart(fault.fault === 'kill' ? 'SIGKILL' : 'SIGTERM', fault.forMs)
      }
    },
    async heal() {
      for (const { proxies } of scene.networks.values())
        for (const proxy of Object.values(proxies)) proxy.mode('pass')
    },
    async close(until) {
      const stderr = await runClose(scene, until)
      if (stderr !== '' && !stderr.includes('close.untilNotLater')) throw new Error(`close says: ${stderr}`)
    },
    async killedClose(until, afterMs) {
      await runClose(scene, until, afterMs)
      note('a close was killed')
    },
    async endAll() {
      for (const kept of all) {
        const code = await kept.end('SIGTERM')
        if (code !== 0)
          failures.push(`${kept.name} ended with ${code} at SIGTERM: ${kept.stderr.slice(-2_000)}`)
      }
    },
    open: () => openBooks(scene),
    async examine() {
      const found: string[] = []
      for (const { name, stderr } of workers) {
        if (stderr.includes('kafka.stalled')) found.push(`the watchdog of ${name} had to start it again`)
        const { checks } = await examineSetup(configOf(scene, name), { deep: true })
        for (const { name: check, status, detail } of checks)
          if (status === 'fail') found.push(`the doctor says of ${name}: ${check}: ${detail}`)
      }
      return found
    },
    async stop() {
      await Promise.all([...all, ...producers.running.values()].map((kept) => kept.end('SIGKILL')))
    },
    writeLogs() {
      const logs = join(scene.folder, 'logs')
      mkdirSync(logs, { recursive: true })
      for (const { name, stderr } of all) writeFileSync(join(logs, `${name}.log`), stderr)
    },
  }
}

/** The workers and the API, each with an address of its own for each engine. */
function startProcesses(
  { scene, topics, group, identities, apiPort, note }: CastOptions,
  failures: string[],
): { workers: KeptProcess[]; api: KeptProcess } {
  const topicNames = {
    HEADWATER_KAFKA_CALLS_TOPIC: topics.calls,
    HEADWATER_KAFKA_REGISTRY_TOPIC: topics.registry,
  }
  const headwater = (name: string, argv: readonly string[]) =>
    keepProcess({
      name,
      launch: () => startCli(argv, { env: { ...env, ...topicNames } }),
      ready: firstLine,
      onUnexpected(code, signal, stderr) {
        note(`${name} ended by itself with ${code ?? signal}`)
        if (signal === null && excuses.test(stderr)) return true
        failures.push(`${name} ended with ${code ?? signal}: ${stderr.slice(-2_000)}`)
        return false
      },
    })
  const workerNames = [...scene.networks.keys()].filter((name) => name !== 'api')
  const workers = workerNames.map((name, number) => {
    const network = scene.networks.get(name)!
    return headwater(name, [
      'worker',
      ...enginesOf(scene, name, network),
      ...['--brokers', network.broker, '--topics', `${topics.registry},${topics.calls}`],
      ...['--group', group, '--dead-letter', topics.deadLetters],
      ...['--identities', identities === 'mixed' ? (number % 2 === 0 ? 'own' : 'all') : identities],
    ])
  })
  const toApi = scene.networks.get('api')!
  const serve = ['serve', '--port', String(apiPort), '--brokers', toApi.broker]
  return { workers, api: headwater('api', [...serve, ...enginesOf(scene, 'api', toApi)]) }
}

function enginesOf(scene: Scene, folder: string, { eventStore, usageStore }: Addresses): string[] {
  const data = join(scene.folder, folder)
  return ['--json', '--data', data, '--eventstore', eventStore, '--clickhouse', usageStore]
}

/** What a close wrote to standard error where it failed; '' where it ended well, or was killed. */
async function runClose(scene: Scene, until: string, killAfterMs?: number): Promise<string> {
  const child = startCli(['close', '--until', until, ...enginesOf(scene, 'closer', scene.direct)], { env })
  const timer = killAfterMs === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), killAfterMs)
  const { code, stderr } = await finish(child)
  clearTimeout(timer)
  return code === 0 || child.signalCode === 'SIGKILL' ? '' : stderr
}

function openBooks(scene: Scene): Promise<Headwater> {
  return openHeadwater(configOf(scene, 'closer'), { command: 'chaos', make: true })
}

function configOf(scene: Scene, folder: string) {
  const { eventStore, usageStore } = scene.direct
  const settings = {
    HEADWATER_DATA: join(scene.folder, folder),
    HEADWATER_EVENTSTORE_URL: eventStore,
    HEADWATER_CLICKHOUSE_URL: usageStore,
  }
  return loadConfig(settings, {})
}

async function brokerSuffers(broker: Broker, { fault, forMs }: ProcessFault): Promise<void> {
  if (fault === 'kill') return broker.restart()
  const paused = broker.process
  paused.kill('SIGSTOP')
  await sleep(forMs)
  paused.kill('SIGCONT')
}

function proxyOf(networks: Scene['networks'], link: FaultyLink) {
  const [from, to] = link.split(' to ') as [string, keyof Network['proxies']]
  return networks.get(from)!.proxies[to]
}
