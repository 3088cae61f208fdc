/** What operators see of watched chains, and the command by which they accept a branch. */
import { randomBytes } from 'node:crypto'
import { openEndpoints } from '../chain/rpc/endpoints.ts'
import { type AcceptedPartition, acceptBranch, type RecordedPort } from '../chain/source/acceptBranch.ts'
import { Heads } from '../chain/source/heads.ts'
import { type ListedEntry, readListed } from '../chain/source/listed.ts'
import { partitionName } from '../chain/source/track.ts'
import { type Chains, readChains } from '../config/chainsFile.ts'
import type { Config } from '../config.ts'
import { fail, HeadwaterError } from '../errors.ts'
import { openHeadwater, readCheckpoints, withEvents } from '../ledger/open.ts'
import { isWatched, watchedOn } from './decoders.ts'
import { type Reason, readWatchNote, removeWatchNote, type WatchNote } from './watchNote.ts'

export interface ChainStatus {
  readonly chain: string
  readonly watched: string
  /** The first block that is not durable; null where nothing was taken in, or where that is not known. */
  readonly next: number | null
  /** The newest final block; null where no endpoint answers. */
  readonly final: number | null
  /** Final blocks that are not taken in. */
  readonly lag: number | null
  /** Seconds since the newest final block. */
  readonly age: number | null
  /**
   * `stopped`: until an operator does something. `waiting`: the watch that runs can not go on now. `unknown`: another
   * process has the folder, and does not say.
   */
  readonly state: 'ok' | 'behind' | 'unreachable' | 'unknown' | 'waiting' | 'stopped'
  /** What stands in the way; null where it is `ok`. */
  readonly why: string | null
}

async function chainsOf(config: Config): Promise<Chains> {
  if (config.remote.url !== undefined)
    fail('usage.invalid', 'This command works on a folder: leave `--url` out, and unset HEADWATER_URL.')
  const { evm, cosmos } = await readChains({ file: config.chains.file, folder: config.data.folder })
  return { evm: new Map([...evm].filter(([, chain]) => isWatched(chain))), cosmos }
}

interface Watched {
  readonly chain: string
  readonly watched: readonly { readonly watched: string; readonly from: number }[]
  readonly lagMax: number
  /** The newest final block, its time in seconds since 1970; undefined where the nodes do not say. */
  readonly head: () => Promise<{ readonly number: number; readonly time: number } | undefined>
}

async function watchedIn(config: Config): Promise<Watched[]> {
  const { evm, cosmos } = await chainsOf(config)
  const { cosmosDecoders } = await import('../chain/cosmos/decoders.ts')
  const { finalHead } = await import('../chain/cosmos/head.ts')
  return [
    ...[...evm].map(([chain, of]) => ({
      chain,
      watched: watchedOn(of),
      lagMax: of.lagMax,
      async head() {
        const heads = new Heads(openEndpoints(chain, of), of.finality)
        await heads.look()
        return heads.final && { number: Number(heads.final.number), time: Number(heads.final.timestamp) }
      },
    })),
    ...[...cosmos].map(([chain, of]) => ({
      chain,
      watched: cosmosDecoders(of),
      lagMax: of.lagMax,
      head: () => finalHead(openEndpoints(chain, of)),
    })),
  ]
}

/** @throws HeadwaterError `chain.file…`, `data.*` */
export async function chainStatus(config: Config, now = Date.now()): Promise<ChainStatus[]> {
  const chains = await watchedIn(config)
  const names = chains.flatMap(({ chain, watched }) =>
    watched.map((one) => partitionName(chain, one.watched)),
  )
  const known = await knownOf(config, names)
  const statuses = await Promise.all(
    chains.map(async ({ chain, watched: all, lagMax, head }) => {
      const final = await head().catch(() => undefined)
      const age = final && Math.max(0, Math.round(now / 1_000 - final.time))
      const late = age !== undefined && age * 1_000 > lagMax
      return all.map(({ watched, from }): ChainStatus => {
        const next = known.next(chain, watched)
        const lag =
          final === undefined || next === undefined
            ? undefined
            : Math.max(0, final.number + 1 - (next ?? from))
        const standing = standingOf(known, { chain, isKnown: next !== undefined, final, late })
        return {
          chain,
          watched,
          next: next ?? null,
          final: final?.number ?? null,
          lag: lag ?? null,
          age: age ?? null,
          ...standing,
        }
      })
    }),
  )
  return statuses.flat()
}

interface Look {
  readonly chain: string
  readonly isKnown: boolean
  readonly final: object | undefined
  readonly late: boolean
}

function standingOf(
  { reasons, unknown }: Known,
  { chain, isKnown, final, late }: Look,
): Pick<ChainStatus, 'state' | 'why'> {
  const { stopped, waiting } = reasons(chain)
  if (stopped) return { state: 'stopped', why: stopped.message }
  if (final === undefined) return { state: 'unreachable', why: waiting?.message ?? 'No endpoint answers.' }
  if (!isKnown) return { state: 'unknown', why: unknown }
  if (waiting) return { state: 'waiting', why: waiting.message }
  if (late) return { state: 'behind', why: 'The newest final block is older than `lagMax`.' }
  return { state: 'ok', why: null }
}

interface Known {
  /** Null where nothing was taken in; undefined where it is not known. */
  next(chain: string, watched: string): number | null | undefined
  reasons(chain: string): { readonly stopped?: Reason | null; readonly waiting?: Reason | null }
  /** Why something is not known. */
  readonly unknown: string
}

/** By the log; while another process has the folder with the log open, by what the watch has left there. */
async function knownOf(config: Config, names: readonly string[]): Promise<Known> {
  const inNote = (note: WatchNote | undefined, chain: string) =>
    note?.chains.find((one) => one.chain === chain)
  try {
    const checkpoints = await readCheckpoints(config, names)
    const note = readWatchNote(config.data.folder)
    return {
      next: (chain, watched) => checkpoints.get(partitionName(chain, watched))?.next ?? null,
      reasons: (chain) => ({ stopped: inNote(note, chain)?.stopped ?? null }),
      unknown: '',
    }
  } catch (error) {
    if (!(error instanceof HeadwaterError && error.code === 'data.held')) throw error
    const note = readWatchNote(config.data.folder)
    // Process ids repeat, those of containers above all.
    const isRunning = error.data?.command === 'watch' && note?.pid === error.data.pid
    return {
      next(chain, watched) {
        if (!(isRunning || note?.ended)) return undefined
        const of = inNote(note, chain)?.watched.find((one) => one.watched === watched)
        // A watch that begins has not opened it yet.
        return of === undefined ? undefined : of.next
      },
      reasons: (chain) =>
        isRunning ? (inNote(note, chain) ?? {}) : { stopped: inNote(note, chain)?.stopped ?? null },
      unknown: error.message,
    }
  }
}

/** What became no event, the oldest first, by partition. @throws HeadwaterError `chain.file…`, `data.*` */
export async function listedOnChains(config: Config): Promise<ListedEntry[]> {
  const chains = await watchedIn(config)
  return withEvents(config, async (events) => {
    const entries: ListedEntry[] = []
    for (const { chain, watched: all } of chains) {
      for (const { watched } of all) entries.push(...(await readListed(events, chain, watched)))
    }
    return entries
  })
}

/** @throws HeadwaterError `chain.*`, `data.*`, `usage.invalid` where the chains file does not have the chain */
export async function acceptOnChain(
  config: Config,
  chain: string,
  hash: string,
): Promise<AcceptedPartition[]> {
  if (!/^0x[0-9a-f]{64}$/.test(hash))
    fail('usage.invalid', 'A block is named by its hash: 0x and 64 hex digits in lower case.')
  const of = (await chainsOf(config)).evm.get(chain)
  if (of === undefined)
    return fail('usage.invalid', `The chains file has no watched chain ${chain.slice(0, 64)}.`)
  const headwater = await openHeadwater(config, { command: 'chain accept', make: false })
  try {
    const recorded = recordedIn(headwater)
    const accepted = await headwater.consume((_, events) =>
      acceptBranch({
        hash,
        endpoints: openEndpoints(chain, of),
        decoders: watchedOn(of),
        events,
        recorded,
        randomBytes: (count) => randomBytes(count),
      }),
    )
    removeWatchNote(headwater.path)
    return accepted
  } finally {
    await headwater.shutdown()
  }
}

type Reads = Pick<Awaited<ReturnType<typeof openHeadwater>>, 'calls' | 'callGroups' | 'disputes'>

const dayMs = 86_400_000
const pageMax = 1_000

function recordedIn(headwater: Reads): RecordedPort {
  return {
    async *calls(source, from) {
      // Calls are listed by days.
      const last = Date.now() + dayMs
      for (let at = from * 1_000 - ((from * 1_000) % dayMs); at <= last; at += dayMs) {
        const day = new Date(at).toISOString().slice(0, 10)
        for await (const call of pages((page) => headwater.calls({ ...page, day }))) {
          if (call.source === source && Date.parse(call.time) >= from * 1_000) yield call.id
        }
      }
    },
    async *openDisputes(source) {
      for await (const { call, id } of pages((page) => headwater.disputes(page)))
        if (call.source === source) yield id
    },
    async moved(asset, from) {
      const sums = new Map<string, number>()
      const amounts: string[] = []
      const since = new Date(from * 1_000).toISOString().slice(0, 10)
      for await (const group of pages((page) => headwater.callGroups({ ...page, asset }))) {
        if (group.day < since) continue
        sums.set(group.currency, (sums.get(group.currency) ?? 0) + group.calls)
        amounts.push(`${group.amount} ${group.currency} on ${group.day}`)
      }
      if (amounts.length === 0) return 'no call'
      const calls = [...sums.values()].reduce((sum, count) => sum + count, 0)
      return `${calls} calls, ${amounts.slice(0, 20).join(', ')}`
    },
  }
}

async function* pages<Item>(
  read: (page: {
    limit: number
    cursor?: string
  }) => Promise<{ items: readonly Item[]; next: string | null }>,
): AsyncGenerator<Item> {
  let cursor: string | undefined
  do {
    const { items, next } = await read({ limit: pageMax, ...(cursor !== undefined && { cursor }) })
    yield* items
    cursor = next ?? undefined
  } while (cursor !== undefined)
}
