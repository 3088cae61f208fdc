/** Edges as answers show them. */
import type { Answer } from '../base/answers.ts'
import { formatEdgeTerms, type lineageEdge } from '../events/edgeTerms.ts'
import { formatAmount } from '../money/ledgerUnits.ts'
import type { LineageEdge, Registry, Version } from './model.ts'
import { recorded } from './require.ts'

/** An edge with one of its ends: its terms as texts, caps in major units. */
export function edgeAnswer(
  { currencies }: Pick<Registry, 'currencies'>,
  edge: LineageEdge,
  { asset, version }: Pick<Version, 'asset' | 'version'>,
): Answer<typeof lineageEdge> {
  const texts = formatEdgeTerms(edge, { asset, version })
  if (edge.caps === undefined) return texts
  const caps = edge.caps.map(({ currency, amount }) => ({
    currency,
    amount: formatAmount(amount, recorded(currencies, currency).decimals),
  }))
  return { ...texts, caps }
}

/** The edge between two versions; a version names a source once. */
export function edgeBetween(derived: Version, source: Version): LineageEdge {
  return derived.derivedFrom.find((edge) => edge.source === source.index)!
}
