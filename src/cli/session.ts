/** What one run of a command works with: its settings, its output, and the service, on a folder or through a server. */
import type { Readable, Writable } from 'node:stream'
import type { Command } from 'commander'
import { type Config, loadConfig, type SettingName } from '../config.ts'
import type { Headwater } from '../service/headwater.ts'
import { createOutput, type Output } from './output/output.ts'
import { createProgress, type Progress } from './output/progress.ts'

export interface Streams {
  readonly stdin: Readable
  readonly stdout: Writable
  readonly stderr: Writable
}

/** `writes` makes a missing folder, `reads` says how to make one. */
type FolderAccess = 'reads' | 'writes'

export interface Session {
  /** @throws HeadwaterError `config.invalid`, when it is first looked at */
  readonly config: Config
  /** Options as given on the command line alone. */
  readonly given: CommonOptions
  readonly out: Output
  readonly streams: Streams
  progress(label: string): Progress
  /** Opens the service for as long as `use` runs. Heavy parts load here, not before. */
  with<Result>(access: FolderAccess, use: (headwater: Headwater) => Promise<Result>): Promise<Result>
}

/** Options of every command, and those of `serve`, `worker` and `lag` that override settings. */
interface CommonOptions {
  readonly data?: string
  readonly url?: string
  readonly clickhouse?: string
  readonly eventstore?: string
  readonly json?: boolean
  readonly host?: string
  readonly port?: string
  readonly keys?: string
  readonly brokers?: string
  readonly topics?: string
  readonly group?: string
  readonly deadLetter?: string
}

const settingOfOption = {
  data: 'HEADWATER_DATA',
  url: 'HEADWATER_URL',
  clickhouse: 'HEADWATER_CLICKHOUSE_URL',
  eventstore: 'HEADWATER_EVENTSTORE_URL',
  host: 'HEADWATER_HOST',
  port: 'HEADWATER_PORT',
  keys: 'HEADWATER_KEYS_FILE',
  brokers: 'HEADWATER_KAFKA_BROKERS',
  topics: 'HEADWATER_KAFKA_TOPICS',
  group: 'HEADWATER_KAFKA_GROUP',
  deadLetter: 'HEADWATER_KAFKA_DEAD_LETTER_TOPIC',
} as const satisfies Partial<Record<keyof CommonOptions, SettingName>>

function settingsOf(options: CommonOptions): Partial<Record<SettingName, string>> {
  const given: Partial<Record<SettingName, string>> = {}
  // A folder named on the command line is meant, whatever server the environment names.
  if (options.data !== undefined) given.HEADWATER_URL = ''
  for (const [option, setting] of Object.entries(settingOfOption)) {
    const value = options[option as keyof typeof settingOfOption]
    if (value !== undefined) given[setting] = value
  }
  return given
}

export function createSession(command: Command, streams: Streams): Session {
  const options = command.optsWithGlobals<CommonOptions>()
  let config: Config | undefined
  const log = {
    warn: (facts: object, message: string) =>
      void streams.stderr.write(`headwater: ${message} ${JSON.stringify(facts)}\n`),
  }
  return {
    streams,
    given: options,
    get config() {
      config ??= loadConfig(settingsOf(options))
      return config
    },
    out: createOutput(streams.stdout, options.json ?? false),
    progress: (label) => createProgress(streams.stderr, label),
    async with(access, use) {
      const headwater = await openService(this.config, access, command.name(), log)
      try {
        return await use(headwater)
      } finally {
        await headwater.shutdown()
      }
    },
  }
}

async function openService(
  config: Config,
  access: FolderAccess,
  command: string,
  log: { warn(facts: object, message: string): void },
): Promise<Headwater> {
  if (config.remote.url !== undefined) {
    const { connectRemote } = await import('../client/headwater.ts')
    return connectRemote({ url: config.remote.url, apiKey: config.remote.apiKey })
  }
  const { openHeadwater } = await import('../ledger/open.ts')
  const options = { command, make: access === 'writes' }
  if (config.telemetry.collectorUrl === undefined || access === 'reads') return openHeadwater(config, options)
  const { openTracedHeadwater } = await import('../telemetry/headwater.ts')
  return openTracedHeadwater(config.telemetry, log, (observer) =>
    openHeadwater(config, { ...options, observer }),
  )
}
