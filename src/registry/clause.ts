/** Clauses in the registry. */
import { fail } from '../errors.ts'

import type { RegistryWireEventOf, WrittenAmount } from '../events/index.ts'
import { formatTime, parseTime } from '../events/time.ts'
import { formatShare, type Share } from '../money/share.ts'
import { amountUnits, checkAmount } from './amounts.ts'
import { circleWith } from './circles.ts'
import type { Clause, ClauseTier } from './contractModel.ts'
import { type Json, type RegistryDefinition, readShare } from './definition.ts'
import { namePayee } from './payee.ts'
import { readAmount } from './prices.ts'
import { checkPayee, knownAsset, knownCurrency, recorded } from './require.ts'

type ClauseData = RegistryWireEventOf<'io.headwater.clause.agreed'>['data']

const rankDefault = 500

export const clauseAgreed: RegistryDefinition<'io.headwater.clause.agreed'> = {
  decide(event, registry) {
    const { data } = event
    const { clause, payee, to, tiers = [], cap, assets } = data
    if (registry.clauses.has(clause)) {
      fail('clause.exists', `The clause ${JSON.stringify(clause)} is agreed already.`, {
        path: '/data/clause',
      })
    }
    const currency = knownCurrency(registry, data.currency)
    tiers.forEach(({ upTo }, index) => {
      checkAmount(upTo, currency, `/data/tiers/${index}/upTo`)
    })
    checkAmount(cap, currency, '/data/cap')
    assets?.forEach((asset, index) => {
      knownAsset(registry, asset, `/data/assets/${index}`)
    })
    checkPayee(registry, payee)
    checkPayee(registry, to, '/data/to')
    const circle = circleWith(registry.clauses, clauseOf(data, currency.decimals, registry.count))
    if (circle !== undefined) {
      const names = circle.map(
        ({ clause: id, to: next }) => `${JSON.stringify(id)} to ${JSON.stringify(next)}`,
      )
      fail(
        'clause.circle',
        `${JSON.stringify(to)} leads back to ${JSON.stringify(payee)}, by ${names.join(', ')}, in closes in which all of these clauses are in force.`,
        { path: '/data/to', data: { clauses: circle.map(({ clause: id }) => id) } },
      )
    }
    return event
  },
  evolve(state, { data }, revision) {
    namePayee(state, data.payee)
    namePayee(state, data.to)
    const { decimals } = recorded(state.currencies, data.currency)
    state.clauses.add(data.clause, clauseOf(data, decimals, revision))
    state.contractsFrom ??= revision
  },
  payload: ({ tiers, share, cap, effectiveFrom, until, ...rest }) => ({
    ...rest,
    ...(tiers && {
      tiers: tiers.map((tier) => ({
        ...(tier.upTo && { upTo: tier.upTo.text }),
        share: formatShare(tier.share),
      })),
    }),
    ...(share !== undefined && { share: formatShare(share) }),
    ...(cap && { cap: cap.text }),
    effectiveFrom: formatTime(effectiveFrom),
    ...(until !== undefined && { until: formatTime(until) }),
  }),
  read: ({ tiers, share, cap, effectiveFrom, until, ...rest }: Json) =>
    ({
      ...rest,
      ...(tiers !== undefined && { tiers: (tiers as Json[]).map(readTier) }),
      ...(share !== undefined && { share: readShare(share, true) }),
      ...(cap !== undefined && { cap: readAmount(cap) }),
      effectiveFrom: parseTime(effectiveFrom as string),
      ...(until !== undefined && { until: parseTime(until as string) }),
    }) as unknown as ClauseData,
}

export const clauseEnded: RegistryDefinition<'io.headwater.clause.ended'> = {
  decide(event, registry) {
    const { clause: id } = event.data
    const clause = registry.clauses.get(id)
    if (clause === undefined) {
      fail('clause.unknown', `No clause ${JSON.stringify(id)} is agreed.`, { path: '/data/clause' })
    }
    if (clause.endedAt !== undefined) {
      fail(
        'clause.endedTwice',
        `The clause ${JSON.stringify(id)} ended at ${formatTime(clause.endedAt)} already.`,
        { path: '/data/clause' },
      )
    }
    return event
  },
  evolve(state, { data: { clause: id, at } }, revision) {
    const clause = recorded(state.clauses, id)
    state.clauses.replace(id, { ...clause, endedAt: at, endedRevision: revision })
    state.contractsFrom ??= revision
  },
  payload: ({ clause, at }) => ({ clause, at: formatTime(at) }),
  read: ({ clause, at }) => ({ clause: clause as string, at: parseTime(at as string) }),
}

function readTier({ upTo, share }: Json): { upTo?: WrittenAmount; share: Share } {
  return { ...(upTo !== undefined && { upTo: readAmount(upTo) }), share: readShare(share, true) }
}

function clauseOf(data: ClauseData, decimals: number, revision: number): Clause {
  const { tiers, share, cap, rank = rankDefault, ...rest } = data
  return {
    ...rest,
    tiers: tiers?.map((tier) => tierOf(tier, decimals)) ?? [{ share: share! }],
    ...(cap && { cap: amountUnits(cap, decimals) }),
    rank,
    revision,
  }
}

function tierOf({ upTo, share }: NonNullable<ClauseData['tiers']>[number], decimals: number): ClauseTier {
  return { ...(upTo && { upTo: amountUnits(upTo, decimals) }), share }
}
