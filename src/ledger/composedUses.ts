/** What the registry has of an agent and of the sources that its file names. */
import { type AgentFile, type ComposeOptions, instant } from '../composing/index.ts'
import { HeadwaterError } from '../errors.ts'
import type { AssetId, CurrencyCode, VersionName } from '../events/ids.ts'
import { type Micros, parseTime } from '../events/time.ts'
import { normaliseAmountText } from '../money/ledgerUnits.ts'
import { formatShare, parseShare } from '../money/share.ts'
import { assetNamed, costAt, latestVersion, promised, type Registry, rateAt } from '../registry/index.ts'
import type { AssetView, CompositionPreview } from '../service/headwater.ts'
import { viewRate } from './registryViews.ts'

type Uses = Pick<CompositionPreview, 'uses' | 'promised'>
type PricesView = Pick<AssetView['rates'][number], 'perCall' | 'perMillion'>
type GivenPrices = Pick<NonNullable<AgentFile['rate']>, 'perCall' | 'perMillion'>

/** What no event has to say again. @param time of the events */
export function recordedOf(registry: Registry, file: AgentFile, time: string): ComposeOptions['recorded'] {
  const { asset, rate, costs = [] } = file
  return {
    asset: assetNamed(registry, asset) !== undefined && assetDifference(registry, file) === undefined,
    rate: rate !== undefined && isRate(registry, asset, rate, time),
    cost: (at) => isCost(registry, asset, costs[at]!, time),
  }
}

/** What the file says otherwise of a registered asset. */
export function assetDifference(registry: Registry, file: AgentFile) {
  const known = assetNamed(registry, file.asset)
  if (known === undefined) return undefined
  const field = assetFields.find((name) => file[name] !== undefined && file[name] !== known[name])
  return field && { field, recorded: known[field] }
}

const assetFields = ['owner', 'name', 'license', 'metadataUri'] as const

/** Each source that the registry knows, and what its edge takes. */
export function usesOf(registry: Registry, { uses = [] }: AgentFile): Uses {
  let total = 0
  let isWhole = true
  const shown = uses.map(({ asset, version: named, policy, share }) => {
    const source = assetNamed(registry, asset)
    const version = named ?? (source && latestVersion(registry, source.id)?.version)
    const isKnown = source !== undefined && version !== undefined
    const known = isKnown && source.versionIndex(version as VersionName) !== undefined
    const parts = attempt(() => parseShare(share))
    const isPolicy = policy === 'relative' || policy === 'absolute'
    const takes =
      known && parts !== undefined && isPolicy
        ? promised({ asset: source.id, version: version as VersionName, policy, share: parts }, registry)
        : undefined
    if (takes === undefined) isWhole = false
    else total += takes
    return {
      asset,
      version: known ? (version ?? null) : null,
      pinned: named === undefined,
      owner: source?.owner ?? null,
      promised: takes === undefined ? null : formatShare(takes),
    }
  })
  return { uses: shown, promised: isWhole ? formatShare(total) : null }
}

function isRate(
  registry: Registry,
  asset: string,
  { currency, effectiveFrom, ...prices }: NonNullable<AgentFile['rate']>,
  time: string,
): boolean {
  const at = micros(effectiveFrom ?? time)
  const rate = at === undefined ? undefined : rateAt(registry, asset as AssetId, at)
  if (rate === undefined || rate.currency !== currency) return false
  return samePrices(viewRate(rate, registry.currencies.get(rate.currency)!), prices)
}

function isCost(
  registry: Registry,
  asset: string,
  { payee, currency, effectiveFrom, share, ...prices }: NonNullable<AgentFile['costs']>[number],
  time: string,
): boolean {
  const at = micros(effectiveFrom ?? time)
  if (at === undefined) return false
  const card = costAt(registry, { asset: asset as AssetId, currency: currency as CurrencyCode, time: at })
  if (card === undefined || card.payee !== payee) return false
  const parts = share === undefined ? 0 : attempt(() => parseShare(share, undefined, true))
  if (parts !== card.share) return false
  return samePrices(viewRate(card, registry.currencies.get(card.currency)!), prices)
}

function samePrices({ perCall, perMillion }: PricesView, given: GivenPrices): boolean {
  const { input = '0', output = '0', cacheRead = input, cacheWrite = input } = given.perMillion ?? {}
  const same = (recorded: string, text: string) => normaliseAmountText(text) === recorded
  return (
    same(perCall, given.perCall ?? '0') &&
    same(perMillion.input, input) &&
    same(perMillion.output, output) &&
    same(perMillion.cacheRead, cacheRead) &&
    same(perMillion.cacheWrite, cacheWrite)
  )
}

function micros(text: string): Micros | undefined {
  return attempt(() => parseTime(instant(text)))
}

function attempt<Result>(parse: () => Result): Result | undefined {
  try {
    return parse()
  } catch (error) {
    if (error instanceof HeadwaterError) return undefined
    throw error
  }
}
