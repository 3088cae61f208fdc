/** What one run of a command works with: its settings, its output, and the service, on a folder or through a server. */
import type { Readable, Writable } from 'node:stream'
import type { Command } from 'commander'
import { type Config, loadConfig, type OptionValues, settingsOf } from '../config.ts'
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

/** Options that override settings, and `--json` of every command. */
type CommonOptions = OptionValues & { readonly json?: boolean }

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
