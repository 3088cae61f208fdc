/**
 * Every command works the same with every engine: the same events go through the same commands, once on a folder's own
 * engines, and once on servers, which every other command takes from `--eventstore` and `--clickhouse` and the others
 * from the environment. Every field of `--json` is compared, and the fields that may differ are named.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Partitioners } from 'kafkajs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createProgram } from '../../src/cli/program.ts'
import { type FrontProcess, startFrontProcess } from '../../tools/clickhouse-front/start.ts'
import { type Broker, hasKafka, startBroker } from '../../tools/kafka/broker.ts'
import { createTopics } from '../../tools/kafka/topics.ts'
import { type KurrentDouble, startKurrentDouble } from '../../tools/kurrentdb-double/server.ts'
import { type ServerAccess, temporaryDatabase } from '../projections/support/serverStore.ts'
import { bobsAccount, callEvent, linesOf, wholeInput } from '../support/events.ts'
import { finish, firstLine, runCli, startCli } from '../support/process.ts'

const root = mkdtempSync(join(tmpdir(), 'headwater-engines-'))
const file = (name: string, text: string): string => {
  const path = join(root, name)
  writeFileSync(path, text)
  return path
}
const registryEvent = (id: string, type: string, data: object) => ({
  ...callEvent(id, data),
  source: '/registry',
  type: `io.headwater.${type}`,
})
const correction = (id: string, type: string, data: object) => ({
  ...callEvent(id, data),
  type: `io.headwater.${type}`,
})
const payment = (nonce: string) => ({
  ...{ chain: 'eip155:8453', token: `0x${'11'.repeat(20)}`, payer: `0x${'22'.repeat(20)}`, nonce },
})
const twicePaid = { asset: 'model:acme/chat', amount: '1', currency: 'USDC', providerCallId: 'purchase' }
const terms = { currency: 'USDC', effectiveFrom: '2026-01-01T00:00:00Z' }

const first = file('first.ndjson', wholeInput)
const second = file(
  'second.ndjson',
  linesOf([
    callEvent('c1', { asset: 'model:acme/chat', amount: '9', currency: 'USDC' }),
    callEvent('late', { asset: 'model:acme/chat', amount: '2', currency: 'USDC' }),
    callEvent('coin', { asset: 'model:acme/chat', amount: '3', currency: 'COIN' }),
    registryEvent('r20', 'asset.registered', { asset: 'model:acme/unknown', owner: 'ann' }),
    registryEvent('r21', 'version.released', { asset: 'model:acme/unknown', version: '1' }),
    callEvent('feb', { asset: 'model:acme/base', amount: '1', currency: 'EUR' }, '2026-02-10T00:00:00Z'),
    registryEvent('r30', 'clause.agreed', {
      ...terms,
      clause: 'a',
      payee: 'ann',
      to: 'fund',
      share: '0.5',
      cap: '90',
    }),
    registryEvent('r31', 'reserve.set', { ...terms, share: '0.1', days: 90 }),
    correction('x1', 'call.refunded', {
      call: { source: '/gateway', id: 'late' },
      amount: '1',
      currency: 'USDC',
    }),
    correction('x2', 'call.disputed', { call: { source: '/gateway', id: 'feb' } }),
    correction('x3', 'payment.recorded', { payee: 'zoe', currency: 'EUR', amount: '5' }),
    correction('e1', 'payment.described', { payment: payment('1'), asset: 'model:acme/chat' }),
    ...['2', '3'].map((nonce) => callEvent(Object.values(payment(nonce)).join('/'), twicePaid)),
  ]),
)
const coin = linesOf([registryEvent('r22', 'currency.registered', { currency: 'COIN', decimals: 0 })])
const agent = file(
  'agent.yaml',
  'asset: agent:acme/helper\nversion: 1\nowner: acme\ntime: 2026-02-01\nuses: [{asset: model:acme/chat, share: 0.1}]\n',
)
const streamed = linesOf([
  callEvent('s1', { asset: 'model:acme/chat', amount: '4', currency: 'USDC' }),
  callEvent('c1', { asset: 'model:acme/chat', amount: '1.5', currency: 'USDC' }),
  callEvent('s2', { asset: 'model:acme/chat', amount: '-4', currency: 'USDC' }),
])

/** Commands in this order, as a user would type them. */
const commands: readonly {
  readonly argv: readonly string[]
  readonly input?: string
  readonly code?: number
}[] = [
  { argv: ['init'] },
  { argv: ['ingest', first] },
  { argv: ['close', '--until', '2026-02-01T00:00:00Z'] },
  { argv: ['ingest', second] },
  { argv: ['refused', 'list'] },
  { argv: ['ingest', '-'], input: coin },
  { argv: ['refused', 'replay'] },
  { argv: ['refused', 'list', '--code', 'event.conflict'] },
  { argv: ['simulate', '--with', '-', '--until', '2026-03-01T00:00:00Z'], input: coin },
  { argv: ['release', agent, '--dry-run', '--amount', '1', '--currency', 'USDC'] },
  {
    argv: [
      'release',
      agent,
      '--simulate',
      'model:acme/chat',
      '--since',
      '2026-01-01',
      '--before',
      '2026-02-15',
    ],
  },
  { argv: ['release', agent] },
  { argv: ['close', '--until', '2026-03-01T00:00:00Z'] },
  { argv: ['epochs'] },
  { argv: ['epochs', '2'] },
  { argv: ['tree', '2'] },
  { argv: ['proof', bobsAccount] },
  { argv: ['proof', bobsAccount, '--epoch', '1'] },
  { argv: ['statement', 'ann'] },
  { argv: ['statement', 'bob', '--epoch', '1'] },
  { argv: ['statements', '--epoch', '1'] },
  { argv: ['statements', '--epoch', '2'] },
  { argv: ['statement', 'bob', '--all'] },
  { argv: ['explain', 'c1'] },
  { argv: ['explain', 'late', '--source', '/gateway'] },
  { argv: ['flow', '1'] },
  { argv: ['flow', '2', '--by', 'owner', '--top', '1'] },
  { argv: ['flow', '--call', 'c1'] },
  { argv: ['lineage', 'model:acme/chat'] },
  { argv: ['lineage', 'model:acme/base', '--direction', 'down', '--depth', '1'] },
  { argv: ['payees'] },
  { argv: ['payees', '--account', `eip155:8453:${bobsAccount}`] },
  { argv: ['payee-export', 'bob'] },
  { argv: ['links', 'make', 'bob', '--expires', '2d'] },
  { argv: ['links', 'list'] },
  { argv: ['assets'] },
  { argv: ['rates'] },
  { argv: ['fees'] },
  { argv: ['balances'] },
  { argv: ['clauses'] },
  { argv: ['advances'] },
  { argv: ['reserves'] },
  { argv: ['owed'] },
  { argv: ['disputes'] },
  { argv: ['refunds'] },
  { argv: ['payments'] },
  { argv: ['payments', '--double'] },
  { argv: ['calls'] },
  { argv: ['quarantine', 'list'] },
  { argv: ['query', 'SELECT count() AS rows FROM calls'] },
  { argv: ['audit'] },
  { argv: ['verify'] },
  { argv: ['verify', '1'] },
  { argv: ['rebuild', '--dry-run'] },
  { argv: ['rebuild'] },
  { argv: ['doctor'] },
  { argv: ['tree', '9'], code: 2 },
  { argv: ['close', '--until', '2026-02-01T00:00:00Z'], code: 2 },
]
const streamCommands = (topic: string): typeof commands => [
  { argv: ['worker', '--topics', topic, '--until-caught-up'] },
  { argv: ['lag', '--topics', topic] },
  { argv: ['refused', 'list', '--code', 'amount.malformed'] },
]

/** The fields of a command's output that may differ on other engines or in another run, and why. */
const mayDiffer: Readonly<Record<string, RegExp>> = {
  // KurrentDB has its own positions. The manifest has them, so its hash differs.
  close: /^\/(position|manifestHash)$/,
  epochs: /^\/(position|manifestHash)$/,
  // Positions and times within sentences.
  doctor: /^\/checks\/\d+\/detail$/,
  // Times of the clock.
  release: /^\/call\/time$/,
  refused: /^\/refusedAt$/,
  worker: /^\/pid$/,
  audit: /^\/(at|details)/,
  'payee-export': /^\/at$/,
  // Links are random.
  links: /^\/(link|token|fragment|expiresAt|madeAt)$/,
}

/** What names the folder and the engines of a command. */
interface Way {
  readonly flags: readonly string[]
  readonly env: Readonly<Record<string, string>>
}

interface Setup {
  /** The commands take them in turn. */
  readonly ways: readonly Way[]
  readonly data: string
  readonly topic: string
}

let front: FrontProcess
let broker: Broker | undefined
const doubles: KurrentDouble[] = []
const databases: (ServerAccess & { drop(): Promise<void> })[] = []
let embedded: Setup
let onServers: Setup

async function servers() {
  const double = await startKurrentDouble()
  doubles.push(double)
  const database = await temporaryDatabase({ url: front.url })
  databases.push(database)
  return { eventstore: double.url, clickhouse: database.url }
}

beforeAll(async () => {
  front = await startFrontProcess()
  const { eventstore, clickhouse } = await servers()
  if (hasKafka()) broker = await startBroker()
  const [own, shared] = [join(root, 'embedded'), join(root, 'servers')]
  embedded = { ways: [{ flags: ['--data', own], env: {} }], data: own, topic: 'calls-1' }
  const flags = ['--data', shared, '--eventstore', eventstore, '--clickhouse', clickhouse]
  const env = {
    HEADWATER_DATA: shared,
    HEADWATER_EVENTSTORE_URL: eventstore,
    HEADWATER_CLICKHOUSE_URL: clickhouse,
  }
  onServers = {
    ways: [
      { flags, env: {} },
      { flags: [], env },
    ],
    data: shared,
    topic: 'calls-2',
  }
})
afterAll(async () => {
  for (const database of databases) await database.drop()
  await front.stop()
  for (const double of doubles) await double.stop()
  await broker?.stop()
  rmSync(root, { recursive: true, force: true })
})

const settings = (): Record<string, string> =>
  broker === undefined
    ? {}
    : {
        HEADWATER_KAFKA_BROKERS: broker.address,
        HEADWATER_KAFKA_SESSION_SECONDS: '10',
        HEADWATER_LOG_LEVEL: 'warn',
      }

type Output = readonly { readonly argv: readonly string[]; readonly objects: readonly unknown[] }[]

async function play({ ways, data, topic }: Setup): Promise<Output> {
  const outputs: { argv: readonly string[]; objects: unknown[] }[] = []
  if (broker !== undefined) {
    await createTopics(broker.kafka, [{ topic, numPartitions: 1 }])
    // Idempotent: what the client sends again on a busy machine is there once.
    const producer = broker.kafka.producer({
      createPartitioner: Partitioners.DefaultPartitioner,
      idempotent: true,
      maxInFlightRequests: 1,
    })
    await producer.connect()
    await producer.send({
      topic,
      messages: streamed
        .trim()
        .split('\n')
        .map((value) => ({ value })),
    })
    await producer.disconnect()
  }
  const all = [...commands, ...(broker ? streamCommands(topic) : [])]
  for (const [at, { argv, input, code = 0 }] of all.entries()) {
    const { flags, env } = ways[at % ways.length]!
    const options = { env: { ...env, ...settings() }, ...(input !== undefined && { input }) }
    const result = await runCli([...argv, ...flags, '--json'], options)
    expect(result.code, `${argv.join(' ')} in ${data}: ${result.stderr}`).toBe(code)
    // Things that each has of its own get the same names.
    const printed = code === 0 ? result.stdout : result.stderr
    const text = printed.replaceAll(data, 'DATA').replaceAll(topic, 'TOPIC')
    outputs.push({
      argv,
      objects: text
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line)),
    })
  }
  return outputs
}

/** Paths of the fields that differ. */
function* differing(one: unknown, other: unknown, path = ''): Iterable<string> {
  if (typeof one === 'object' && one !== null && typeof other === 'object' && other !== null) {
    for (const key of new Set([...Object.keys(one), ...Object.keys(other)])) {
      yield* differing(
        (one as Record<string, unknown>)[key],
        (other as Record<string, unknown>)[key],
        `${path}/${key}`,
      )
    }
  } else if (one !== other) yield `${path}: ${JSON.stringify(one)} and ${JSON.stringify(other)}`
}

function unexpected(one: Output, other: Output): string[] {
  const found: string[] = []
  for (const [at, { argv, objects }] of one.entries()) {
    const others = other[at]!.objects
    expect(others, argv.join(' ')).toHaveLength(objects.length)
    expect(objects.length, argv.join(' ')).toBeGreaterThan(0)
    for (const [line, object] of objects.entries()) {
      for (const difference of differing(object, others[line])) {
        const path = difference.slice(0, difference.indexOf(':'))
        if (!mayDiffer[argv[0]!]?.test(path)) found.push(`${argv.join(' ')}: ${difference}`)
      }
    }
  }
  return found
}

describe('every command of the command line', () => {
  let expected: Output
  beforeAll(async () => {
    expected = await play(embedded)
  })

  it('is tested here', async () => {
    const program = await createProgram(process, () => {})
    const tried = new Set([...commands, ...streamCommands('')].map(({ argv }) => argv[0]))
    const elsewhere = [
      'bank-file',
      'import',
      'export',
      'claims',
      'suspense',
      'publish',
      'backup',
      'restore',
      'serve',
      'watch',
      'demo',
      'completion',
      // A payee has to sign first: test/api/people.
      'account-changes',
      // test/documents/auditBundle.slow.test.ts
      'audit-bundle',
      'mapping',
      'chain',
      'notices',
      'keys',
    ]
    expect(program.commands.map((command) => command.name()).filter((name) => !tried.has(name))).toEqual(
      elsewhere,
    )
  })

  it('says the same on KurrentDB and ClickHouse, chosen by flags or the environment', async () => {
    expect(unexpected(expected, await play(onServers))).toEqual([])
  })

  it('works through a server as it does without one', async () => {
    const { flags, env } = onServers.ways[1]!
    const child = startCli(['serve', '--port', '0', ...flags, '--json'], { env })
    const ended = finish(child)
    const { url } = JSON.parse(await firstLine(child))
    for (const { argv, objects } of expected) {
      // Commands that change nothing, and do not need the folder itself.
      if (!/^(epochs|tree|proof|statements?|explain|flow|lineage|verify)$/.test(argv[0]!)) continue
      const { code, stdout, stderr } = await runCli([...argv, '--url', url, '--json'])
      if (code !== 0) {
        expect(stderr).toContain('epoch.unknown')
        continue
      }
      const through = stdout
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line))
      expect(unexpected([{ argv, objects }], [{ argv, objects: through }])).toEqual([])
    }
    const body = linesOf([callEvent('served', { asset: 'model:acme/chat', amount: '1', currency: 'USDC' })])
    const sent = await runCli(['ingest', '-', '--url', url, '--json'], { input: body })
    expect(JSON.parse(sent.stdout)).toMatchObject({ accepted: 1 })
    child.kill('SIGTERM')
    expect((await ended).code).toBe(0)
    const after = await runCli(['explain', 'served', ...flags, '--json'], { env })
    expect(after.code, after.stderr).toBe(0)
  })

  it('keeps the demo’s books on servers only where the command line names them', async () => {
    const { eventstore, clickhouse } = await servers()
    const written = () => doubles.at(-1)!.log.records.some(({ stream }) => stream === 'headwater-registry')
    const data = join(root, 'demo')
    const env = { HEADWATER_EVENTSTORE_URL: eventstore, HEADWATER_CLICKHOUSE_URL: clickhouse }
    const own = await runCli(['demo', '--data', data, '--json'], { env })
    expect(own.code, own.stderr).toBe(0)
    expect(written()).toBe(false)
    const named = await runCli([
      ...['demo', '--data', data, '--json', '--eventstore', eventstore, '--clickhouse', clickhouse],
    ])
    expect(named.code, named.stderr).toBe(0)
    expect(written()).toBe(true)
    const roots = (text: string) =>
      JSON.parse(text).epochs.map(({ trees, totals, counts }: Record<string, unknown>) => [
        trees,
        totals,
        counts,
      ])
    expect(roots(named.stdout)).toEqual(roots(own.stdout))
  })
})
