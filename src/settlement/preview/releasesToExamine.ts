/**
 * Which releases may concern calls that happened before them. Most do not, and a ledger may have a hundred thousand, so
 * this asks for all of them at once.
 */
import type { LedgerUnits } from '../../money/ledgerUnits.ts'
import { currencyDecimalsMax } from '../../money/ledgerUnits.ts'
import type { Version } from '../../registry/index.ts'
import type { SettlementWindow, UsageReader } from '../../usage/reader.ts'
import type { RegistryAt } from '../registryAt.ts'
import type { EarlierCalls } from './earlierCalls.ts'
import type { Recorded } from './recordedSince.ts'

interface Release {
  readonly event: Recorded
  readonly version: Version
}

interface Waiting {
  /** The earliest call. */
  first: number
  /** Comparable over currencies. */
  amount: bigint
}

interface Question {
  readonly usage: UsageReader
  readonly window: SettlementWindow
  readonly registry: RegistryAt
  readonly earlier: EarlierCalls
}

/** @returns those with the largest amounts in waiting calls first */
export async function releasesToExamine(
  question: Question,
  releases: readonly Recorded[],
): Promise<Release[]> {
  if (releases.length === 0) return []
  const { registry, earlier } = question
  const first = Math.min(...releases.map(({ revision }) => revision))
  const indexes = new Map(
    Array.from(registry.releasedAfter(first - 1), (release) => [release.revision, release.index]),
  )
  const waiting = await waitingCalls(question)
  const of = ({ version: { asset, version } }: Release) => [
    waiting.get(`${asset} `),
    waiting.get(`${asset} ${version}`),
  ]
  const amountOf = (release: Release) => of(release).reduce((sum, keys) => sum + (keys?.amount ?? 0n), 0n)
  const older = releases
    .map((event) => ({ event, version: registry.versions.at(indexes.get(event.revision)!)! }))
    .filter((release) => of(release).some((keys) => keys && keys.first < release.event.recordedAt))
  const alone: Release[] = []
  const candidates: Release[] = []
  for (const release of older) {
    const { size } = await earlier.batchesBefore(release.event)
    if (size === 0) alone.push(release)
    else candidates.push(release)
  }
  candidates.push(...(await withCallsSince(question, alone)))
  const amounts = new Map(candidates.map((release) => [release, amountOf(release)]))
  return candidates.sort((one, other) => {
    const [left, right] = [amounts.get(one)!, amounts.get(other)!]
    return left === right ? one.event.revision - other.event.revision : left > right ? -1 : 1
  })
}

async function waitingCalls({ usage, window, registry }: Question): Promise<Map<string, Waiting>> {
  const scales = new Map(
    registry.currencies.map(({ code, decimals }) => [code, 10n ** BigInt(currencyDecimalsMax - decimals)]),
  )
  const scaled = (units: LedgerUnits, scale: bigint) => units * scale
  const waiting = new Map<string, Waiting>()
  for (const { asset, version, currency, amount, first } of await usage.waitingKeys(window)) {
    const name = `${asset} ${version}`
    const known = waiting.get(name) ?? { first, amount: 0n }
    waiting.set(name, {
      first: Math.min(first, known.first),
      amount: known.amount + scaled(amount, scales.get(currency)!),
    })
  }
  return waiting
}

/** Before these releases no call was recorded: they concern only calls that happened since the ledger began. */
async function withCallsSince(
  { usage, window, earlier }: Question,
  releases: readonly Release[],
): Promise<Release[]> {
  if (releases.length === 0) return []
  const reaches = releases.map(({ event, version }) => ({
    assets: [version.asset],
    calls: 'all' as const,
    from: earlier.began,
    before: Math.min(event.recordedAt, window.until),
  }))
  const found = await usage.reachedCalls(reaches, undefined)
  return releases.filter((_, at) => found[at] !== undefined)
}
