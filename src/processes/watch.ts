/** Takes chains in, into a data folder, until a signal stops it or it has caught up with what is final. */
import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { PaymentsView } from '../chain/payments/view.ts'
import type { Endpoints } from '../chain/rpc/endpoints.ts'
import { ChainSource, type Standing } from '../chain/source/source.ts'
import { type Chains, readChains } from '../config/chainsFile.ts'
import type { Config } from '../config.ts'
import { fail, HeadwaterError } from '../errors.ts'
import type { EventStore } from '../eventstore/port.ts'
import type { Lanes } from '../ingest/lanes/lanes.ts'
import { openHeadwater } from '../ledger/open.ts'
import { openTelemetry } from '../telemetry/telemetry.ts'
import { decodersOf, isWatched, storyOf } from './decoders.ts'
import { createLogger } from './logger.ts'
import { Pools } from './pools.ts'
import { restarting } from './restarting.ts'
import { stopSignal } from './stopSignal.ts'
import { watchClaims } from './watchClaims.ts'
import { keepWatchNote, type WatchNote } from './watchNote.ts'

export interface ChainReport extends Standing {
  /** Why nothing more of the chain is taken in; null where nothing stands in the way. */
  readonly stopped: { readonly code: string; readonly message: string } | null
}

export interface WatchReport {
  readonly accepted: number
  readonly duplicate: number
  readonly conflict: number
  readonly rejected: number
  readonly chains: readonly ChainReport[]
}

interface WatchOptions {
  /** Whether to end once all that was final at the start is durable. */
  readonly once: boolean
  /** What the chains file says of Story alone. */
  readonly storyOnly: boolean
  readonly onStarted: (started: { data: string; chains: readonly string[] }) => Promise<void>
}

/** A chain that another process took over is looked at again after this time, and taken back if nothing moved. */
const standbyMs = 90_000
/** A watch that ends once it has caught up gives a chain up that could not be read so often, one look after the other. */
const onceTriesMax = 5

/** @throws HeadwaterError `chain.*` where every chain has stopped, `data.*`, `config.invalid` */
export async function watch(config: Config, options: WatchOptions): Promise<WatchReport> {
  const { chains, paying } = await watchedIn(config, options.storyOnly)
  const log = createLogger(config)
  const stop = new AbortController()
  void stopSignal().then(() => stop.abort())
  const telemetry = await openTelemetry(config.telemetry, log)
  const { observer } = telemetry
  const headwater = await openHeadwater(config, { command: 'watch', make: true, observer })
  const total = { accepted: 0, duplicate: 0, conflict: 0, rejected: 0 }
  const pools = new Pools()
  const states = statesOf(chains, pools, () => headwater.paymentsView())
  const endNote = keepWatchNote(
    headwater.path,
    () => states.map(({ noted }) => noted),
    ({ message }) => log.warn({ message }, 'the note for `chain status` was not written'),
  )
  try {
    const watched = new Set([...states.map(({ chain }) => chain), ...paying])
    await options.onStarted({ data: headwater.path, chains: [...watched] })
    const consume = () =>
      headwater.consume(async (lanes, events) => {
        const before = { ...lanes.counts }
        try {
          const run = (state: WatchedChain) =>
            state.run({ lanes, events, log, signal: stop.signal, once: options.once })
          const ended = new AbortController()
          const signal = states.length > 0 ? AbortSignal.any([stop.signal, ended.signal]) : stop.signal
          const claims =
            paying.length === 0
              ? undefined
              : watchClaims(headwater, config, { log, signal, pools, once: options.once })
          await Promise.all([Promise.all(states.map(run)).finally(() => ended.abort()), claims])
          if (lanes.stopped) throw lanes.stopped
          await lanes.drain()
        } finally {
          for (const name of Object.keys(total) as (keyof typeof total)[])
            total[name] += lanes.counts[name] - before[name]
        }
      })
    await restarting(stop.signal, consume, (error) => {
      observer.restarted(error)
      log.warn({ code: error.code, message: error.message }, 'starting again from the checkpoints')
    })
    return { ...total, chains: states.map(({ report }) => report) }
  } finally {
    await endNote()
    await headwater.shutdown()
    await telemetry.shutdown()
  }
}

/** Chains on which something is watched, and those that pay, whose claims are followed. @throws HeadwaterError `chain.nothingWatched`, `chain.file…`, `usage.invalid` */
async function watchedIn(config: Config, storyOnly: boolean): Promise<{ chains: Chains; paying: string[] }> {
  if (config.remote.url !== undefined)
    fail('usage.invalid', 'A watch works on a folder: leave `--url` out, and unset HEADWATER_URL.')
  const chains = await readChains({ file: config.chains.file, folder: config.data.folder })
  const asked = [...chains.evm].map(([name, chain]) => [name, storyOnly ? storyOf(chain) : chain] as const)
  const evm = new Map(asked.filter(([, chain]) => isWatched(chain)))
  const cosmos = new Map(
    [...chains.cosmos].filter(
      ([, { events, transfers }]) => !storyOnly && events.length + transfers.length > 0,
    ),
  )
  const paying = [...chains.evm]
    .filter(([, { distributors }]) => !storyOnly && distributors.length > 0)
    .map(([chain]) => chain)
  if (evm.size + cosmos.size + paying.length === 0)
    fail('chain.nothingWatched', 'The chains file names nothing to watch.')
  return { chains: { evm, cosmos }, paying }
}

type SourceParts = Omit<ConstructorParameters<typeof ChainSource>[0], 'config' | 'decoders'>
/** What reads a chain; a new one for each run. */
type MakeSource = (parts: SourceParts) => Promise<Pick<ChainSource, 'run' | 'standing'>>

function statesOf(
  { evm, cosmos }: Chains,
  pools: Pools,
  payments: () => Promise<PaymentsView>,
): WatchedChain[] {
  const ofEvm = [...evm].map(([chain, config]) => {
    const make: MakeSource = async (parts) =>
      new ChainSource({ ...parts, config, decoders: await decodersOf(parts.endpoints, config, payments) })
    return new WatchedChain(pools.of(chain, config), make)
  })
  const ofCosmos = [...cosmos].map(([chain, config]) => {
    const make: MakeSource = async (parts) => {
      const { cosmosDecoders } = await import('../chain/cosmos/decoders.ts')
      const { CosmosSource } = await import('../chain/cosmos/source.ts')
      return new CosmosSource({ ...parts, config, decoders: cosmosDecoders(config) })
    }
    return new WatchedChain(pools.of(chain, config), make)
  })
  return [...ofEvm, ...ofCosmos]
}

interface RunOptions {
  readonly lanes: Lanes
  readonly events: EventStore
  readonly log: Logger
  readonly signal: AbortSignal
  readonly once: boolean
}

/** One chain of the process. Where it stops, the others go on. */
class WatchedChain {
  readonly chain: string
  readonly #makeSource: MakeSource
  readonly #endpoints: Endpoints
  #standing: Standing
  #source: Pick<ChainSource, 'standing'> | undefined
  #stopped: HeadwaterError | undefined
  #waiting: HeadwaterError | undefined
  #isStandby = false

  constructor(pool: Endpoints, makeSource: MakeSource) {
    const { chain } = pool
    this.chain = chain
    this.#makeSource = makeSource
    this.#endpoints = pool
    const endpoints = pool.all.map(({ name }) => ({ name, trouble: undefined }))
    this.#standing = {
      chain,
      latest: -1,
      final: -1,
      finalTime: undefined,
      next: -1,
      partitions: [],
      endpoints,
    }
  }

  get report(): ChainReport {
    const { standing } = this.#source ?? {}
    const opened = standing !== undefined && standing.partitions.length > 0
    return { ...(opened ? standing : this.#standing), stopped: reasonOf(this.#stopped) }
  }

  /** For `chain status` beside this process. */
  get noted(): WatchNote['chains'][number] {
    const { chain, partitions } = this.report
    const watched = partitions.map((one) => ({ watched: one.watched, next: one.checkpoint ?? null }))
    // A watch that ends after some tries has not stopped the chain.
    const isStopped = this.#stopped?.retry === false
    const waiting = isStopped ? undefined : (this.#stopped ?? this.#waiting)
    return {
      chain,
      stopped: reasonOf(isStopped ? this.#stopped : undefined),
      waiting: reasonOf(waiting),
      watched,
    }
  }

  /** @throws whatever stopped the lanes */
  async run(options: RunOptions): Promise<void> {
    const { log, signal } = options
    if (this.#stopped) return
    while (!signal.aborted) {
      if (this.#isStandby) await sleep(standbyMs, undefined, { signal }).catch(() => {})
      if (signal.aborted) return
      try {
        return await this.#read(options)
      } catch (error) {
        if (options.lanes.stopped || !(error instanceof HeadwaterError)) throw error
        if (error.code !== 'chain.taken') {
          this.#stopped = error
          log.error({ chain: this.chain, code: error.code, message: error.message }, 'the chain has stopped')
          return
        }
        this.#isStandby = true
        log.warn({ chain: this.chain }, error.message)
      }
    }
  }

  async #read({ lanes, events, log, signal, once }: RunOptions): Promise<void> {
    const { chain } = this
    let trouble: string | undefined
    let tries = 0
    const givenUp = new AbortController()
    const source = await this.#makeSource({
      chain,
      endpoints: this.#endpoints,
      lanes,
      events,
      randomBytes: (count) => randomBytes(count),
      signal: AbortSignal.any([signal, givenUp.signal]),
      once,
      onTrouble: (error) => {
        this.#waiting = error
        tries = error === undefined ? 0 : tries + 1
        if (error !== undefined && once && tries >= onceTriesMax) {
          this.#stopped = error
          givenUp.abort()
        }
        if (error?.message === trouble) return
        trouble = error?.message
        if (error) log.warn({ chain, code: error.code, message: error.message }, 'waiting')
        else log.info({ chain }, 'reading again')
      },
      onStanding: (standing) => {
        this.#standing = standing
      },
    })
    this.#source = source
    await source.run()
  }
}

function reasonOf(error: HeadwaterError | undefined): { code: string; message: string } | null {
  return error === undefined ? null : { code: error.code, message: error.message }
}
