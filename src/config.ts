/**
 * Settings: the one place that reads the environment. Command-line options come in as overrides and win. Every fault
 * is told in one message, so that a set-up is mended in one go; .env.example is tested against the table below.
 */
import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { fail, HeadwaterError } from './errors.ts'

/** What an API key may do: post calls, post registry events, read, close epochs. */
export const scopes = ['calls', 'registry', 'read', 'settle'] as const
export type Scope = (typeof scopes)[number]

const keySchema = z.strictObject({
  name: z.string().min(1).max(64),
  sha256: z.string().regex(/^[0-9a-f]{64}$/, 'must be the SHA-256 of the key as 64 lower-case hex digits'),
  scopes: z.array(z.enum(scopes)).min(1),
})
const keysSchema = z.array(keySchema).superRefine((keys, context) => {
  const names = new Set(keys.map((key) => key.name))
  if (names.size < keys.length) context.addIssue({ code: 'custom', message: 'two keys share a name' })
  const hashes = new Set(keys.map((key) => key.sha256))
  if (hashes.size < keys.length) context.addIssue({ code: 'custom', message: 'two entries share a hash' })
})

/** An API key as configured: its hash, never itself. */
export type ApiKey = z.infer<typeof keySchema>

const wholeNumber = (least: number, most: number) =>
  z
    .string()
    .regex(/^[0-9]{1,15}$/, 'must be a whole number')
    .transform(Number)
    .pipe(z.number().min(least).max(most))

const mebibyte = 1 << 20

/** Names with commas between them. */
const listOf = (item: RegExp, form: string) =>
  z
    .string()
    .transform((text) => text.split(',').map((name) => name.trim()))
    .refine((names) => names.every((name) => item.test(name)), `must be ${form}, with commas between several`)

const topicName = /^[A-Za-z0-9._-]{1,249}$/

/** Every setting: its form, default and meaning. `option` is the command-line option that overrides it. */
export const settings = {
  HEADWATER_DATA: {
    form: z.string(),
    default: './.headwater',
    about: 'The data folder.',
    option: '--data',
  },
  HEADWATER_URL: {
    form: z.url({ protocol: /^https?$/ }),
    default: undefined,
    about: 'Work through the server at this address instead of a folder.',
    option: '--url',
  },
  HEADWATER_API_KEY: {
    form: z.string().regex(/^[\x21-\x7e]{1,512}$/, 'must be 1 to 512 visible ASCII characters'),
    default: undefined,
    about: 'The key that the command line sends to that server. A secret: there is no option for it.',
    option: undefined,
  },
  HEADWATER_CLICKHOUSE_URL: {
    form: z.url({ protocol: /^https?$/ }),
    default: undefined,
    about:
      'Keep calls, refused events and books in this database of a ClickHouse server: http(s)://host:port/database. None: in the data folder.',
    option: '--clickhouse',
  },
  HEADWATER_CLICKHOUSE_USER: {
    form: z.string().min(1).max(256),
    default: undefined,
    about: 'User of that server.',
    option: undefined,
  },
  HEADWATER_CLICKHOUSE_PASSWORD: {
    form: z.string().min(1).max(1_024),
    default: undefined,
    about: 'Password of that user. A secret: there is no option for it.',
    option: undefined,
  },
  HEADWATER_CLICKHOUSE_CLUSTER: {
    form: z.string().regex(/^[A-Za-z0-9_.-]{1,64}$/, 'must be the name of a cluster'),
    default: undefined,
    about: 'Cluster that the server is part of: tables are then replicated and sharded over it.',
    option: undefined,
  },
  HEADWATER_EVENTSTORE_URL: {
    form: z
      .string()
      .max(2_048)
      .regex(
        /^kurrentdb(\+discover)?:\/\/\S+$/,
        'must be a connection string kurrentdb://host:port?tls=true',
      ),
    default: undefined,
    about:
      'KurrentDB that keeps the events, instead of the data folder. A password in it is safer here than in the option.',
    option: '--eventstore',
  },
  HEADWATER_HOST: {
    form: z.string().min(1).max(253),
    default: '127.0.0.1',
    about: 'Address that `serve` binds. Anything but loopback needs API keys.',
    option: '--host',
  },
  HEADWATER_PORT: {
    form: wholeNumber(0, 65_535),
    default: '8787',
    about: 'Port that `serve` binds; 0 takes a free one.',
    option: '--port',
  },
  HEADWATER_API_KEYS: {
    form: z.string(),
    default: undefined,
    about:
      'Keys that the server takes, as JSON: [{"name","sha256","scopes":["calls","registry","read","settle"]}]. None: loopback only, every scope.',
    option: undefined,
  },
  HEADWATER_KEYS_FILE: {
    form: z.string().min(1),
    default: undefined,
    about: 'File with the same JSON, instead of HEADWATER_API_KEYS.',
    option: '--keys',
  },
  HEADWATER_LOG_LEVEL: {
    form: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']),
    default: 'info',
    about: 'Least level of the log lines that `serve` writes to standard error.',
    option: undefined,
  },
  HEADWATER_BODY_BYTES_MAX: {
    form: wholeNumber(1_024, 256 * mebibyte),
    default: String(8 * mebibyte),
    about: 'Largest request to /v1/events, in bytes. /v1/ingestions streams and has no such limit.',
    option: undefined,
  },
  HEADWATER_BODY_EVENTS_MAX: {
    form: wholeNumber(1, 1_000_000),
    default: '10000',
    about: 'Most events in one request to /v1/events.',
    option: undefined,
  },
  HEADWATER_REQUESTS_PER_MINUTE_MAX: {
    form: wholeNumber(1, 1_000_000_000),
    default: '60000',
    about: 'Requests a minute of one key, or of one address where no key is sent.',
    option: undefined,
  },
  HEADWATER_SHUTDOWN_SECONDS_MAX: {
    form: wholeNumber(1, 3_600),
    default: '30',
    about:
      'How long `serve` waits for running requests, and `worker` for its brokers, after SIGTERM before it cuts them off.',
    option: undefined,
  },
  HEADWATER_IDENTITY_MEMORY_BYTES_MAX: {
    form: wholeNumber(mebibyte, 2 ** 40),
    default: String(256 * mebibyte),
    about: 'Memory that the index of event identities may take, in bytes.',
    option: undefined,
  },
  HEADWATER_SNAPSHOT_EVENTS: {
    form: wholeNumber(1, 1_000_000_000),
    default: '10000',
    about: 'Registry events after which a snapshot is kept, so that a start replays no more than these.',
    option: undefined,
  },
  HEADWATER_KAFKA_BROKERS: {
    form: listOf(/^[^\s,/]+:[0-9]{1,5}$/, 'HOST:PORT'),
    default: undefined,
    about:
      'Kafka brokers to ask first, as HOST:PORT with commas between them: `worker` and `lag` read there, `serve` sends events there.',
    option: '--brokers',
  },
  HEADWATER_KAFKA_TOPICS: {
    form: listOf(topicName, 'the name of a topic'),
    default: undefined,
    about: 'Topics that `worker` takes in, with commas between them.',
    option: '--topics',
  },
  HEADWATER_KAFKA_GROUP: {
    form: z.string().min(1).max(255),
    default: 'headwater',
    about: 'Consumer group of the workers.',
    option: '--group',
  },
  HEADWATER_KAFKA_DEAD_LETTER_TOPIC: {
    form: z.string().regex(topicName, 'must be the name of a topic'),
    default: 'headwater.dead-letter',
    about: 'Topic that refused events go to, beside the refused list. Made where it is missing.',
    option: '--dead-letter',
  },
  HEADWATER_KAFKA_CALLS_TOPIC: {
    form: z.string().regex(topicName, 'must be the name of a topic'),
    default: 'calls',
    about: 'Topic that a server sends calls to. Made where it is missing.',
    option: undefined,
  },
  HEADWATER_KAFKA_CALLS_PARTITIONS: {
    form: wholeNumber(1, 10_000),
    default: '8',
    about: 'Partitions of that topic, where the server makes it; one that is there keeps its own.',
    option: undefined,
  },
  HEADWATER_KAFKA_REGISTRY_TOPIC: {
    form: z.string().regex(topicName, 'must be the name of a topic'),
    default: 'registry',
    about: 'Topic of one partition that a server sends registry events to. Made where it is missing.',
    option: undefined,
  },
  HEADWATER_KAFKA_SESSION_SECONDS: {
    form: wholeNumber(1, 1_800),
    default: '10',
    about: 'How long a worker may be silent before the group gives its partitions to others.',
    option: undefined,
  },
  HEADWATER_KAFKA_STALL_SECONDS: {
    form: wholeNumber(1, 86_400),
    default: '60',
    about: 'A partition that has lag and gets no further for so long makes a worker start its consumer anew.',
    option: undefined,
  },
  HEADWATER_KAFKA_TLS: {
    form: z.enum(['true', 'false']).transform((text) => text === 'true'),
    default: 'false',
    about: 'Whether brokers are met over TLS.',
    option: undefined,
  },
  HEADWATER_KAFKA_TLS_CA_FILE: {
    form: z.string().min(1),
    default: undefined,
    about:
      'File with the authorities, as PEM, that may have signed their certificates. None: those that Node knows.',
    option: undefined,
  },
  HEADWATER_KAFKA_SASL_MECHANISM: {
    form: z.enum(['plain', 'scram-sha-256', 'scram-sha-512']),
    default: undefined,
    about: 'How to log in to the brokers: plain, scram-sha-256 or scram-sha-512. None: not at all.',
    option: undefined,
  },
  HEADWATER_KAFKA_SASL_USERNAME: {
    form: z.string().min(1).max(256),
    default: undefined,
    about: 'User to log in as.',
    option: undefined,
  },
  HEADWATER_KAFKA_SASL_PASSWORD: {
    form: z.string().min(1).max(1_024),
    default: undefined,
    about: 'Password of that user. A secret: there is no option for it.',
    option: undefined,
  },
  OTEL_EXPORTER_OTLP_ENDPOINT: {
    form: z.url({ protocol: /^https?$/ }),
    default: undefined,
    about:
      'Send traces to this OpenTelemetry collector, over OTLP/HTTP: http(s)://host:4318. None: no traces.',
    option: undefined,
  },
  OTEL_SERVICE_NAME: {
    form: z.string().min(1).max(255),
    default: 'headwater',
    about: 'What this process is called in traces.',
    option: undefined,
  },
  OTEL_TRACES_SAMPLER_ARG: {
    form: z
      .string()
      .regex(/^(0|1|0?\.[0-9]{1,9}|[01]\.0*)$/, 'must be a fraction from 0 to 1')
      .transform(Number),
    default: '1',
    about: 'Part of the traces begun here that is kept. Of one begun elsewhere, whoever began it decides.',
    option: undefined,
  },
} as const

export type SettingName = keyof typeof settings

/** The ClickHouse server that has the usage store. `url` holds no user or password. */
interface ClickHouseConfig {
  readonly url: string
  readonly user: string | undefined
  readonly password: string | undefined
  readonly cluster: string | undefined
}

/** How brokers are met. `ca` is the text of the file. */
interface KafkaSecurityConfig {
  readonly tls: { readonly ca?: string } | undefined
  readonly sasl:
    | {
        readonly mechanism: z.infer<typeof settings.HEADWATER_KAFKA_SASL_MECHANISM.form>
        readonly username: string
        readonly password: string
      }
    | undefined
}

export interface Config {
  readonly data: string
  readonly url: string | undefined
  readonly apiKey: string | undefined
  /** Undefined: the usage store is in the data folder. */
  readonly clickhouse: ClickHouseConfig | undefined
  readonly eventstore: string | undefined
  readonly host: string
  readonly port: number
  readonly keys: readonly ApiKey[]
  readonly logLevel: z.infer<typeof settings.HEADWATER_LOG_LEVEL.form>
  readonly bodyBytesMax: number
  readonly bodyEventsMax: number
  readonly requestsPerMinuteMax: number
  readonly shutdownSecondsMax: number
  readonly identityMemoryBytesMax: number
  readonly snapshotEvents: number
  readonly kafkaBrokers: readonly string[]
  readonly kafkaTopics: readonly string[]
  readonly kafkaGroup: string
  readonly kafkaDeadLetterTopic: string
  readonly kafkaCallsTopic: string
  readonly kafkaCallsPartitions: number
  readonly kafkaRegistryTopic: string
  readonly kafkaSessionSeconds: number
  readonly kafkaStallSeconds: number
  readonly kafkaSecurity: KafkaSecurityConfig
  /** Base address of the collector of traces; undefined: none are kept. */
  readonly otlpUrl: string | undefined
  readonly traceServiceName: string
  readonly traceSampleRatio: number
  /** Variables that begin with HEADWATER_ and mean nothing: misspelt, most likely. */
  readonly unknownVariables: readonly string[]
}

type Environment = Readonly<Record<string, string | undefined>>

/**
 * @param overrides settings given as command-line options, as text
 * @throws HeadwaterError `config.invalid`, naming every fault
 */
export function loadConfig(
  overrides: Partial<Record<SettingName, string>> = {},
  environment: Environment = process.env,
): Config {
  const faults: string[] = []
  const read = <Name extends SettingName>(name: Name) =>
    readSetting(name, overrides[name], environment[name], faults)
  const config: Config = {
    data: read('HEADWATER_DATA')!,
    url: read('HEADWATER_URL'),
    apiKey: read('HEADWATER_API_KEY'),
    clickhouse: readClickHouse(
      {
        url: read('HEADWATER_CLICKHOUSE_URL'),
        user: read('HEADWATER_CLICKHOUSE_USER'),
        password: read('HEADWATER_CLICKHOUSE_PASSWORD'),
        cluster: read('HEADWATER_CLICKHOUSE_CLUSTER'),
      },
      overrides.HEADWATER_CLICKHOUSE_URL !== undefined,
      faults,
    ),
    eventstore: read('HEADWATER_EVENTSTORE_URL'),
    host: read('HEADWATER_HOST')!,
    port: read('HEADWATER_PORT')!,
    keys: readKeys(read('HEADWATER_API_KEYS'), read('HEADWATER_KEYS_FILE'), faults),
    logLevel: read('HEADWATER_LOG_LEVEL')!,
    bodyBytesMax: read('HEADWATER_BODY_BYTES_MAX')!,
    bodyEventsMax: read('HEADWATER_BODY_EVENTS_MAX')!,
    requestsPerMinuteMax: read('HEADWATER_REQUESTS_PER_MINUTE_MAX')!,
    shutdownSecondsMax: read('HEADWATER_SHUTDOWN_SECONDS_MAX')!,
    identityMemoryBytesMax: read('HEADWATER_IDENTITY_MEMORY_BYTES_MAX')!,
    snapshotEvents: read('HEADWATER_SNAPSHOT_EVENTS')!,
    kafkaBrokers: read('HEADWATER_KAFKA_BROKERS') ?? [],
    kafkaTopics: read('HEADWATER_KAFKA_TOPICS') ?? [],
    kafkaGroup: read('HEADWATER_KAFKA_GROUP')!,
    kafkaDeadLetterTopic: read('HEADWATER_KAFKA_DEAD_LETTER_TOPIC')!,
    kafkaCallsTopic: read('HEADWATER_KAFKA_CALLS_TOPIC')!,
    kafkaCallsPartitions: read('HEADWATER_KAFKA_CALLS_PARTITIONS')!,
    kafkaRegistryTopic: read('HEADWATER_KAFKA_REGISTRY_TOPIC')!,
    kafkaSessionSeconds: read('HEADWATER_KAFKA_SESSION_SECONDS')!,
    kafkaStallSeconds: read('HEADWATER_KAFKA_STALL_SECONDS')!,
    kafkaSecurity: readKafkaSecurity(
      {
        tls: read('HEADWATER_KAFKA_TLS'),
        caFile: read('HEADWATER_KAFKA_TLS_CA_FILE'),
        mechanism: read('HEADWATER_KAFKA_SASL_MECHANISM'),
        username: read('HEADWATER_KAFKA_SASL_USERNAME'),
        password: read('HEADWATER_KAFKA_SASL_PASSWORD'),
      },
      faults,
    ),
    otlpUrl: read('OTEL_EXPORTER_OTLP_ENDPOINT'),
    traceServiceName: read('OTEL_SERVICE_NAME')!,
    traceSampleRatio: read('OTEL_TRACES_SAMPLER_ARG')!,
    unknownVariables: Object.keys(environment).filter(
      (name) => name.startsWith('HEADWATER_') && !(name in settings),
    ),
  }
  if (faults.length > 0) {
    fail('config.invalid', `The configuration has ${count(faults.length)}: ${faults.join('; ')}.`, {
      data: { faults },
    })
  }
  return Object.freeze(config)
}

/** Undefined where it is not set and has no default, or is faulty (then a fault is added). Empty counts as not set. */
function readSetting<Name extends SettingName>(
  name: Name,
  override: string | undefined,
  variable: string | undefined,
  faults: string[],
): z.output<(typeof settings)[Name]['form']> | undefined {
  const setting = settings[name]
  const given = override ?? variable
  const text = given === '' || given === undefined ? setting.default : given
  if (text === undefined) return undefined
  const result = setting.form.safeParse(text)
  if (result.success) return result.data as z.output<(typeof settings)[Name]['form']>
  const shown = override === undefined ? name : setting.option
  faults.push(`${shown}: ${result.error.issues.map((issue) => issue.message).join(', ')}`)
  return undefined
}

/** An address from the environment may hold user and password; one from the command line stands in the list of processes. */
function readClickHouse(
  given: Omit<ClickHouseConfig, 'url'> & { readonly url: string | undefined },
  isOption: boolean,
  faults: string[],
): ClickHouseConfig | undefined {
  if (given.url === undefined) return undefined
  const name = isOption ? '--clickhouse' : 'HEADWATER_CLICKHOUSE_URL'
  const url = new URL(given.url)
  const { username, password } = url
  if (isOption && (username !== '' || password !== '')) {
    faults.push(
      `${name}: leave user and password out; they are HEADWATER_CLICKHOUSE_USER and HEADWATER_CLICKHOUSE_PASSWORD`,
    )
  }
  if (url.search !== '' || url.hash !== '' || !/^\/[A-Za-z0-9_-]*$/.test(url.pathname)) {
    faults.push(`${name}: is host, port and database (letters, digits, _ and -) alone`)
  }
  url.username = ''
  url.password = ''
  try {
    return Object.freeze({
      url: url.href,
      user: given.user ?? (username === '' ? undefined : decodeURIComponent(username)),
      password: given.password ?? (password === '' ? undefined : decodeURIComponent(password)),
      cluster: given.cluster,
    })
  } catch {
    faults.push(`${name}: user or password are not percent-encoded as they should be`)
    return undefined
  }
}

function readKafkaSecurity(
  given: {
    readonly tls: boolean | undefined
    readonly caFile: string | undefined
    readonly mechanism: z.infer<typeof settings.HEADWATER_KAFKA_SASL_MECHANISM.form> | undefined
    readonly username: string | undefined
    readonly password: string | undefined
  },
  faults: string[],
): KafkaSecurityConfig {
  const { tls, caFile, mechanism, username, password } = given
  let ca: string | undefined
  if (caFile !== undefined) {
    if (!tls) faults.push('HEADWATER_KAFKA_TLS_CA_FILE: is of use with HEADWATER_KAFKA_TLS=true only')
    try {
      ca = readFileSync(caFile, 'utf8')
    } catch (error) {
      faults.push(`HEADWATER_KAFKA_TLS_CA_FILE: ${(error as Error).message}`)
    }
  }
  const parts = [mechanism, username, password]
  if (parts.some((part) => part !== undefined) && parts.includes(undefined)) {
    faults.push(
      'HEADWATER_KAFKA_SASL_MECHANISM, HEADWATER_KAFKA_SASL_USERNAME and HEADWATER_KAFKA_SASL_PASSWORD: go together',
    )
  }
  const sasl = mechanism && username && password ? { mechanism, username, password } : undefined
  return Object.freeze({ tls: tls ? { ...(ca !== undefined && { ca }) } : undefined, sasl })
}

function readKeys(text: string | undefined, file: string | undefined, faults: string[]): readonly ApiKey[] {
  if (text !== undefined && file !== undefined) {
    faults.push('HEADWATER_API_KEYS and a keys file are both given; keep one')
    return []
  }
  if (file !== undefined) {
    try {
      return parseKeys(readFileSync(file, 'utf8'), `keys file ${file}`, faults)
    } catch (error) {
      faults.push(`keys file ${file}: ${(error as Error).message}`)
      return []
    }
  }
  return text === undefined ? [] : parseKeys(text, 'HEADWATER_API_KEYS', faults)
}

/** The text is never repeated in a fault: someone may have put a key where its hash belongs. */
function parseKeys(text: string, from: string, faults: string[]): readonly ApiKey[] {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    faults.push(`${from}: is no JSON`)
    return []
  }
  const result = keysSchema.safeParse(value)
  if (!result.success) {
    for (const issue of result.error.issues)
      faults.push(`${from}: ${['', ...issue.path].join('/')} ${issue.message}`)
    return []
  }
  if (result.data.length === 0) faults.push(`${from}: lists no key`)
  return result.data.map((key) => Object.freeze(key))
}

function count(faults: number): string {
  return faults === 1 ? 'a fault' : `${faults} faults`
}

/** Whether `error` is the fault of the configuration alone. */
export function isConfigFault(error: unknown): error is HeadwaterError {
  return error instanceof HeadwaterError && error.code === 'config.invalid'
}
