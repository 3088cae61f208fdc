/** A file of an agent under construction: texts as they are typed, and what the page does not edit as it was loaded. */
import type { CompositionPreview } from 'headwater/client'

export type AgentFile = NonNullable<CompositionPreview['composition']>
export type Fault = CompositionPreview['faults'][number]

interface Cap {
  readonly currency: string
  readonly amount: string
}

export interface Source {
  /** Of this page alone, so that a row keeps its place in the page. */
  readonly key: number
  readonly asset: string
  readonly version: string
  readonly relation: string
  readonly policy: string
  readonly share: string
  /** A day, or empty. */
  readonly until: string
  readonly caps: readonly Cap[]
}

interface HolderDraft {
  readonly key: number
  readonly payee: string
  readonly share: string
}

/** Prices of a call and of a million tokens of each class; empty: none. */
export interface PriceDraft {
  readonly currency: string
  /** A time, or a day; empty: that of the events. */
  readonly effectiveFrom: string
  readonly perCall: string
  readonly input: string
  readonly output: string
  readonly cacheRead: string
  readonly cacheWrite: string
}

export interface CostDraft extends PriceDraft {
  readonly key: number
  readonly payee: string
  readonly share: string
}

interface ContributorDraft {
  readonly key: number
  readonly payee: string
  readonly units: string
}

export interface Draft {
  readonly asset: string
  readonly version: string
  readonly owner: string
  readonly name: string
  readonly license: string
  readonly metadataUri: string
  readonly uses: readonly Source[]
  readonly holders: readonly HolderDraft[]
  readonly contributorShare: string
  readonly contributors: readonly ContributorDraft[]
  readonly rate: PriceDraft
  readonly costs: readonly CostDraft[]
  /** A time, or a day. */
  readonly releasedAt: string
  readonly contentDigest: string
  /** Of the events; empty: composer. */
  readonly source: string
  /** Of the events, a time or a day; empty: now. */
  readonly time: string
}

export interface CallDraft {
  readonly amount: string
  readonly currency: string
}

const noPrices: PriceDraft = {
  ...{ currency: '', effectiveFrom: '', perCall: '', input: '', output: '', cacheRead: '', cacheWrite: '' },
}

export const emptyDraft: Draft = {
  ...{ asset: 'agent:', version: '1.0.0', owner: '', name: '', license: '', metadataUri: '' },
  ...{ uses: [], holders: [], contributorShare: '', contributors: [], rate: noPrices, costs: [] },
  ...{ releasedAt: '', contentDigest: '', source: '', time: '' },
}

let lastKey = 0
export function nextKey(): number {
  lastKey++
  return lastKey
}

export function sourceOf(asset: string): Source {
  return {
    ...{ key: nextKey(), asset, version: '', relation: 'composedOf', policy: 'relative', share: '0.1' },
    ...{ until: '', caps: [] },
  }
}

export function costOf(): CostDraft {
  return { key: nextKey(), payee: '', share: '', ...noPrices }
}

/** The fields of the file. What is empty is left out. */
export function fieldsOf(draft: Draft): Record<string, unknown> {
  const { asset, version, owner, name, license, metadataUri, uses, holders } = draft
  const { contributorShare, contributors, costs, releasedAt, contentDigest, source, time } = draft
  const rate = pricesOf(draft.rate)
  return {
    asset,
    version,
    ...given({
      owner,
      name,
      license,
      metadataUri,
      releasedAt,
      contentDigest,
      contributorShare,
      source,
      time,
    }),
    ...(uses.length > 0 && {
      uses: uses.map(({ key: _, caps, ...use }) => ({ ...given(use), ...(caps.length > 0 && { caps }) })),
    }),
    ...(holders.length > 0 && { holders: holders.map(({ payee, share }) => ({ payee, share })) }),
    ...(contributors.length > 0 && {
      contributors: contributors.map(({ payee, units }) => ({ payee, units })),
    }),
    // A currency alone is no rate card yet.
    ...((rate.perCall ?? rate.perMillion) !== undefined && { rate }),
    ...(costs.length > 0 && {
      costs: costs.map((cost) => ({
        payee: cost.payee,
        ...pricesOf(cost),
        ...given({ share: cost.share }),
      })),
    }),
  }
}

function pricesOf({ currency, effectiveFrom, perCall, ...classes }: PriceDraft) {
  const { input, output, cacheRead, cacheWrite } = classes
  const perMillion = given({ input, output, cacheRead, cacheWrite })
  return {
    currency,
    ...(effectiveFrom !== '' && { effectiveFrom }),
    ...(perCall !== '' && { perCall }),
    ...(Object.keys(perMillion).length > 0 && { perMillion }),
  }
}

function given(fields: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).filter(
      (field): field is [string, string] => field[1] !== undefined && field[1] !== '',
    ),
  )
}

type Prices = NonNullable<AgentFile['rate']>

function priceDraft({ currency, effectiveFrom = '', perCall = '', perMillion = {} }: Prices): PriceDraft {
  const { input = '', output = '', cacheRead = '', cacheWrite = '' } = perMillion
  return { currency, effectiveFrom, perCall, input, output, cacheRead, cacheWrite }
}

export function draftOf(file: AgentFile): Draft {
  const { asset, version, owner = '', name = '', license = '', metadataUri = '', ...others } = file
  const { uses = [], holders = [], contributorShare = '', contributors = [], rate, costs = [] } = others
  const { releasedAt = '', contentDigest = '', source = '', time = '' } = others
  return {
    ...{ asset, version, owner, name, license, metadataUri, contributorShare },
    uses: uses.map(({ version: named = '', until = '', caps = [], ...use }) => ({
      ...use,
      ...{ key: nextKey(), version: named, until, caps },
    })),
    holders: holders.map((holder) => ({ key: nextKey(), ...holder })),
    contributors: contributors.map(({ payee, units }) => ({ key: nextKey(), payee, units: String(units) })),
    rate: rate === undefined ? noPrices : priceDraft(rate),
    costs: costs.map((cost) => ({
      ...{ key: nextKey(), payee: cost.payee, share: cost.share ?? '' },
      ...priceDraft(cost),
    })),
    ...{ releasedAt, contentDigest, source, time },
  }
}
