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

export interface Draft {
  readonly asset: string
  readonly version: string
  readonly owner: string
  readonly name: string
  readonly uses: readonly Source[]
  readonly holders: readonly HolderDraft[]
  readonly rate: {
    readonly currency: string
    readonly perCall: string
    readonly input: string
    readonly output: string
  }
  /** Fields of a loaded file that the page does not edit. */
  readonly kept: Partial<AgentFile>
}

export interface CallDraft {
  readonly amount: string
  readonly currency: string
}

export const emptyDraft: Draft = {
  ...{ asset: 'agent:', version: '1.0.0', owner: '', name: '', uses: [], holders: [], kept: {} },
  rate: { currency: '', perCall: '', input: '', output: '' },
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

/** The fields of the file. What is empty is left out. */
export function fieldsOf({
  asset,
  version,
  owner,
  name,
  uses,
  holders,
  rate,
  kept,
}: Draft): Record<string, unknown> {
  const priced = rateOf(rate, kept.rate)
  return {
    ...kept,
    asset,
    version,
    ...given({ owner, name }),
    ...(uses.length > 0 && {
      uses: uses.map(({ key: _, caps, ...use }) => ({ ...given(use), ...(caps.length > 0 && { caps }) })),
    }),
    ...(holders.length > 0 && { holders: holders.map(({ payee, share }) => ({ payee, share })) }),
    ...(priced && { rate: priced }),
  }
}

function rateOf({ currency, perCall, input, output }: Draft['rate'], kept: AgentFile['rate']) {
  const perMillion = given({ ...kept?.perMillion, input, output })
  const prices = { ...given({ perCall }), ...(Object.keys(perMillion).length > 0 && { perMillion }) }
  if (Object.keys(prices).length === 0) return undefined
  return { ...(kept?.effectiveFrom && { effectiveFrom: kept.effectiveFrom }), currency, ...prices }
}

function given(fields: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).filter(
      (field): field is [string, string] => field[1] !== undefined && field[1] !== '',
    ),
  )
}

export function draftOf(file: AgentFile): Draft {
  const { asset, version, owner = '', name = '', uses = [], holders = [], rate, ...rest } = file
  return {
    ...{ asset, version, owner, name },
    uses: uses.map(({ version: named = '', until = '', caps = [], ...use }) => ({
      ...use,
      ...{ key: nextKey(), version: named, until, caps },
    })),
    holders: holders.map((holder) => ({ key: nextKey(), ...holder })),
    rate: {
      currency: rate?.currency ?? '',
      perCall: rate?.perCall ?? '',
      input: rate?.perMillion?.input ?? '',
      output: rate?.perMillion?.output ?? '',
    },
    kept: { ...rest, ...(rate && { rate }) },
  }
}
