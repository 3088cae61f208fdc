/** What one run of a command uses: its settings, its output, and the service, in a folder or through a server. */
import type { Readable, Writable } from 'node:stream'
import type { Command } from 'commander'
import { type Config, loadConfig, type OptionValues, settingsOf } from '../config.ts'
import type { Headwater } from '../service/headwater.ts'
import { createOutput, type Output, type OutputOptions } from './output/output.ts'
import { createProgress, type Progress } from './output/progress.ts'
import { counted } from './output/table.ts'

export interface Streams {
  readonly stdin: Readable
  readonly stdout: Writable
  readonly stderr: Writable
}

/** `writes` creates a missing folder, `changes` and `reads` fail without one. `reads` needs no right to write there. */
type FolderAccess = 'reads' | 'changes' | 'writes'

export interface Session {
  /** Loaded at the first access. @throws HeadwaterError `config.invalid` */
  readonly config: Config
  /** Options of the command line alone, without the environment. */
  readonly given: CommonOptions
  readonly out: Output
  readonly streams: Streams
  /** The parser, with every command. */
  readonly program: Command
  progress(label: string): Progress
  /** Opens the service while `use` runs. Heavy parts load here, not earlier. */
  with<Result>(access: FolderAccess, use: (headwater: Headwater) => Promise<Result>): Promise<Result>
}

/** Options that override settings, and those of the output. */
type CommonOptions = OptionValues & OutputOptions

export function createSession(command: Command, streams: Streams): Session {
  const options = command.optsWithGlobals<CommonOptions>()
  let config: Config | undefined
  const log = {
    warn: (facts: object, message: string) =>
      void streams.stderr.write(`headwater: ${message} ${JSON.stringify(facts)}\n`),
  }
  return {
    streams,
    program: rootOf(command),
    given: options,
    get config() {
      config ??= loadConfig(settingsOf(options))
      return config
    },
    out: createOutput(streams.stdout, options),
    progress: (label) => createProgress(streams.stderr, label),
    async with(access, use) {
      const headwater = await openService(this.config, access, command.name(), {
        log,
        stderr: streams.stderr,
      })
      try {
        return await use(headwater)
      } finally {
        await headwater.shutdown()
      }
    },
  }
}

function rootOf(command: Command): Command {
  return command.parent === null ? command : rootOf(command.parent)
}

async function openService(
  config: Config,
  access: FolderAccess,
  command: string,
  {
    log,
    stderr,
  }: { readonly log: { warn(facts: object, message: string): void }; readonly stderr: Writable },
): Promise<Headwater> {
  if (config.remote.url !== undefined) {
    const { connectRemote } = await import('../client/remote.ts')
    return connectRemote({ url: config.remote.url, apiKey: config.remote.apiKey })
  }
  const { openHeadwater } = await import('../ledger/open.ts')
  const progress = createProgress(stderr, 'registry store')
  const onRegistry = (events: number) => progress.update({ note: counted(events, 'event') })
  const options = { command, make: access === 'writes', reads: access === 'reads', onRegistry }
  if (config.telemetry.collectorUrl === undefined || access !== 'writes')
    return openHeadwater(config, options).finally(() => progress.stop())
  const { openTracedHeadwater } = await import('../telemetry/headwater.ts')
  return openTracedHeadwater(config.telemetry, log, (observer) =>
    openHeadwater(config, { ...options, observer }),
  ).finally(() => progress.stop())
}
