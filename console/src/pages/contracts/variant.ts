/** What is tried out, and the events that it stands for. */
import type { ClausePage } from 'headwater/client'

export type Clause = ClausePage['items'][number]

export interface Variant {
  readonly kind: 'clause' | 'terms' | 'rate' | 'fee' | 'cost'
  readonly payee: string
  /** Who gets it. */
  readonly to: string
  readonly currency: string
  readonly share: string
  /** Empty: none. */
  readonly cap: string
  readonly rank: string
  /** An agreed clause that gets other terms. */
  readonly clause: string
  /** Whose rate card or cost changes. */
  readonly asset: string
  /** What prices are multiplied by. */
  readonly times: string
  /** Empty: none. */
  readonly perCall: string
  /** A day. */
  readonly effectiveFrom: string
}

export const firstVariant: Variant = {
  ...{ kind: 'clause', payee: '', to: '', currency: '', share: '0.5', cap: '', rank: '500' },
  ...{ clause: '', asset: '', times: '1', perCall: '', effectiveFrom: '2020-01-01' },
}

export interface WireEvent {
  readonly type: string
  readonly time: string
  readonly data: object
}

/** @param agreed the clause that gets other terms */
export function eventsOf(variant: Variant, agreed: Clause | undefined, now: Date): WireEvent[] {
  const { kind, asset, payee, to, currency, share, cap, rank, perCall } = variant
  const time = now.toISOString()
  const effectiveFrom = `${variant.effectiveFrom}T00:00:00Z`
  if (kind === 'fee')
    return [{ type: 'io.headwater.fee.set', time, data: { share, payee: to, effectiveFrom } }]
  if (kind === 'cost') {
    const data = { asset, payee: to, currency, share, ...(perCall !== '' && { perCall }), effectiveFrom }
    return [{ type: 'io.headwater.cost.set', time, data }]
  }
  const clause = `what if ${time}`
  const terms = { ...(cap !== '' && { cap }), rank: Number(rank), effectiveFrom }
  const type = 'io.headwater.clause.agreed'
  if (agreed === undefined) return [{ type, time, data: { clause, payee, to, currency, share, ...terms } }]
  const { assets, roles, until, tiers } = agreed
  const kept = {
    ...{ clause, payee: agreed.payee, to: agreed.to, currency: agreed.currency },
    ...(hasTiers(agreed) ? { tiers } : { share }),
    ...(assets !== null && { assets }),
    ...(roles !== null && { roles }),
    ...(until !== null && { until }),
  }
  return [
    { type: 'io.headwater.clause.ended', time, data: { clause: agreed.clause, at: effectiveFrom } },
    { type, time, data: { ...kept, ...terms } },
  ]
}

export function hasTiers({ tiers }: Clause): boolean {
  return tiers.length > 1
}

/** Other terms start from those of the clause. A cap is what the clause may still take. */
export function termsOf(agreed: Clause): Partial<Variant> {
  const { clause, payee, to, currency, tiers, left, rank } = agreed
  return { clause, payee, to, currency, share: tiers[0]!.share, cap: left ?? '', rank: String(rank) }
}
