/** Publishes roots to the distributors of the chains file, and reads claims back. One chain that is down holds up no other. */
import { setTimeout } from 'node:timers/promises'
import { openDistributor } from '../chain/distributor/index.ts'
import { readPublisherKey } from '../chain/keys/publisherKey.ts'
import { type EvmChain, readChains } from '../config/chainsFile.ts'
import type { Config } from '../config.ts'
import { fail, HeadwaterError } from '../errors.ts'
import type { Headwater } from '../service/headwater.ts'
import type { DistributorPlace, PublishResult, ServedPublishing } from '../service/publishing.ts'
import { describeStep, describeWait, formatSeconds } from '../settlement/publish/describe.ts'
import { type Followed, followClaims } from '../settlement/publish/followClaims.ts'
import type { UnsignedTransaction } from '../settlement/publish/port.ts'
import {
  type Published,
  type PublishedLedger,
  type PublishOptions,
  publishRoot,
  rootKey,
  writeUnsigned,
} from '../settlement/publish/publishRoot.ts'
import { Pools } from './pools.ts'

export interface PublishAsked {
  readonly epoch?: number | undefined
  /** Only these chains, as CAIP-2; default: all that have a distributor. */
  readonly chains?: readonly string[] | undefined
  readonly again: boolean
  readonly fund: boolean
  readonly wait: boolean
  readonly unsigned: boolean
  readonly timeoutSeconds: number
  readonly bumpSeconds: number
  /** Hears of each step, as a sentence. */
  readonly onStep?: ((place: DistributorPlace, step: string) => void) | undefined
}

type Fault = Pick<Extract<PublishResult, { fault: object }>, 'fault'>

const gwei = 1_000_000_000

interface Place extends DistributorPlace {
  readonly config: EvmChain
  readonly from: number
  readonly tokens: readonly string[] | undefined
  /** Tokens that other distributors of the chain pay. */
  readonly others: readonly string[]
}

export { safeBatch } from '../settlement/publish/unsigned.ts'

/** @throws HeadwaterError `chain.file*`, `publish.noDistributor`, `key.*`, `keystore.*` */
export async function publish(
  headwater: Headwater,
  config: Config,
  asked: PublishAsked,
): Promise<PublishResult[]> {
  const places = await placesOf(config, asked.chains)
  const key = asked.unsigned ? undefined : await readPublisherKey(config.publisher)
  const pools = new Pools()
  return eachChain(places, async (place) => {
    const adapter = openDistributor(...poolOf(pools, place), key)
    const ledger = ledgerOf(headwater, place)
    const options = optionsOf(asked, place)
    if (!asked.unsigned) return resultOf(place, await publishRoot(ledger, adapter, options))
    const written = await writeUnsigned(ledger, adapter, options)
    return resultOf(place, written, written.transactions)
  })
}

/** How long a server looks on while a transaction of its own command is under way. */
const servedSecondsMax = 30

/** What a server does to publish: it signs nothing, and says which transactions are left. */
export function openPublishing(headwater: Headwater, config: Config): ServedPublishing {
  return {
    transactions: ({ epoch, chain, fund, again }) =>
      publish(headwater, config, {
        ...{ epoch, fund, again, wait: false, unsigned: true },
        chains: chain === undefined ? undefined : [chain],
        ...{ timeoutSeconds: servedSecondsMax, bumpSeconds: servedSecondsMax },
      }),
  }
}

export type ClaimsResult = DistributorPlace & (Followed | Fault)

/** Reads claims of all distributors back into the ledger. @throws HeadwaterError `chain.file*`, `publish.noDistributor` */
export async function updateClaims(
  headwater: Headwater,
  config: Config,
  {
    chains,
    pools = new Pools(),
  }: { readonly chains?: readonly string[] | undefined; readonly pools?: Pools } = {},
): Promise<ClaimsResult[]> {
  const places = await placesOf(config, chains)
  return eachChain(places, async (place) => {
    const { chain, distributor } = place
    const reader = openDistributor(...poolOf(pools, place), undefined)
    const ledger = {
      totals: () => headwater.claimTotals({ chain, distributor }),
      record: (record: Omit<Parameters<Headwater['recordClaims']>[0], keyof DistributorPlace>) =>
        headwater.recordClaims({ chain, distributor, ...record }),
      leaves: () => leavesOf(headwater, { chain, distributor }),
    }
    const { events } = await headwater.publication({ chain, distributor })
    const tokens = new Set(
      events.flatMap(({ type, data }) =>
        type === 'RootPlanned' ? (data.totals as { token: string }[]).map(({ token }) => token) : [],
      ),
    )
    return { chain, distributor, ...(await followClaims(reader, ledger, place.from, [...tokens])) }
  })
}

function poolOf(pools: Pools, { chain, distributor, config }: Place) {
  return [pools.of(chain, config), distributor, config.confirmations] as const
}

async function* leavesOf(headwater: Headwater, { chain, distributor }: DistributorPlace) {
  let cursor: string | null | undefined
  do {
    const page = await headwater.claims({ chain, ...(cursor != null && { cursor }) })
    for (const line of page.items) if (line.distributor === distributor) yield line
    cursor = page.next
  } while (cursor !== null)
}

/** Chains run beside each other; the distributors of one take turns, because their transactions share the signer's nonces. */
async function eachChain<Result>(
  places: readonly Place[],
  work: (place: Place) => Promise<Result>,
): Promise<(Result | (DistributorPlace & Fault))[]> {
  const byChain = Map.groupBy(places, ({ chain }) => chain)
  const results = await Promise.all(
    [...byChain.values()].map(async (ofChain) => {
      const done = []
      for (const place of ofChain) {
        const { chain, distributor } = place
        done.push(await work(place).catch((error) => ({ chain, distributor, fault: withFix(error) })))
      }
      return done
    }),
  )
  return results.flat()
}

/** Faults are for people; a bug goes on. */
function withFix(error: unknown): Fault['fault'] {
  if (!(error instanceof HeadwaterError)) throw error
  const { code, message, fix } = error
  return { code, message, fix }
}

function resultOf(
  { chain, distributor }: Place,
  { waitsFor, epoch, root, stage, index, sameAs }: Published,
  transactions?: readonly UnsignedTransaction[],
): PublishResult {
  const wait = waitsFor?.do === 'wait' ? waitsFor : undefined
  const missing = wait?.missing?.map(({ token, amount }) => ({ token, amount: amount.toString() })) ?? []
  return {
    ...{ chain, distributor, epoch, root, stage },
    ...(index !== undefined && { index }),
    ...(sameAs !== undefined && { sameAs }),
    waitsFor: wait?.for ?? null,
    ...(wait?.until !== undefined && { until: formatSeconds(wait.until) }),
    ...(missing.length > 0 && { missing }),
    ...(transactions && { transactions: [...transactions] }),
  }
}

/** What a result waits for, as a sentence. */
export function describeWaiting({
  waitsFor,
  until,
  missing,
}: Extract<PublishResult, { fault?: undefined }>): string {
  if (waitsFor === null) return ''
  return describeWait(waitsFor, until, missing)
}

async function placesOf(config: Config, wanted: readonly string[] | undefined): Promise<Place[]> {
  const { evm } = await readChains({ file: config.chains.file, folder: config.data.folder })
  const places: Place[] = []
  for (const [chain, chainConfig] of evm) {
    if (wanted !== undefined && !wanted.includes(chain)) continue
    const { distributors } = chainConfig
    requireEachTokenOnce(chain, distributors)
    for (const { address, from, tokens } of distributors) {
      const others = distributors.filter((one) => one.address !== address).flatMap((one) => one.tokens ?? [])
      places.push({ chain, distributor: address, config: chainConfig, from, tokens, others })
    }
  }
  const missing = wanted?.find((chain) => !places.some((place) => place.chain === chain))
  if (places.length === 0 || missing !== undefined)
    fail('publish.noDistributor', `The chains file names no distributor${missing ? ` on ${missing}` : ''}.`)
  return places
}

/** @throws HeadwaterError `publish.tokenMoved` */
function requireEachTokenOnce(chain: string, distributors: EvmChain['distributors']): void {
  const named = distributors.flatMap(({ tokens }) => tokens ?? [])
  const twice = named.find((token, i) => named.indexOf(token) !== i)
  if (twice !== undefined) fail('publish.tokenMoved', `Two distributors of ${chain} pay ${twice}.`)
  if (distributors.filter(({ tokens }) => tokens === undefined).length > 1)
    fail('publish.tokenMoved', `Two distributors of ${chain} pay every token: name the tokens of each.`)
}

function ledgerOf(headwater: Headwater, { chain, distributor, tokens, others }: Place): PublishedLedger {
  const place = { chain, distributor }
  return {
    log: () => headwater.publication(place),
    record: (revision, event) => headwater.recordPublication({ ...place, revision, event }),
    plan: (epoch) => headwater.planPublication({ ...place, epoch, tokens, others }),
    async epochs() {
      const epochs = new Map<string, number>()
      for await (const { epoch, manifestHash, trees } of headwater.epochs()) {
        const tree = trees.find((one) => one.chain === chain && one.format === undefined)
        if (tree !== undefined) epochs.set(rootKey({ root: tree.root, manifestHash }), epoch)
      }
      return epochs
    },
  }
}

function optionsOf(asked: PublishAsked, { chain, distributor, config }: Place): PublishOptions {
  const { feeMax, poll } = config
  return {
    epoch: asked.epoch,
    again: asked.again,
    fund: asked.fund,
    waits: asked.wait,
    timeoutMs: asked.timeoutSeconds * 1_000,
    bumpSeconds: asked.bumpSeconds,
    pollMs: poll,
    maxFeePerGas: feeMax === undefined ? undefined : BigInt(Math.round(feeMax * gwei)),
    clock: () => new Date(),
    sleep: (milliseconds) => setTimeout(milliseconds),
    onStep: asked.onStep && ((step) => asked.onStep?.({ chain, distributor }, describeStep(step))),
  }
}
