/** The edges of releases: as facts, and as the registry has them. */
import { copyEdgeTerms, formatEdgeTerms, parseEdgeTerms } from '../events/edgeTerms.ts'
import { invariant } from '../invariant.ts'
import { amountUnits, checkAmount } from './amounts.ts'
import type { Cut } from './contractModel.ts'
import type { Json } from './definition.ts'
import type { FactEdge } from './fact.ts'
import type { LineageEdge, Registry } from './model.ts'
import { readAmount } from './prices.ts'
import { knownCurrency, recorded } from './require.ts'
import type { RegistryState } from './state.ts'

/** @throws HeadwaterError `currency.unknown`, `amount.tooPrecise`, `amount.tooLarge` */
export function checkCaps(edges: readonly FactEdge[], registry: Registry): void {
  edges.forEach(({ caps }, index) => {
    caps?.forEach(({ currency, amount }, place) => {
      const path = `/data/derivedFrom/${index}/caps/${place}`
      checkAmount(amount, knownCurrency(registry, currency, `${path}/currency`), `${path}/amount`)
    })
  })
}

export function edgePayload({ caps, ...edge }: FactEdge): Json {
  const texts = caps?.map(({ currency, amount }) => ({ currency, amount: amount.text }))
  return { ...formatEdgeTerms(edge, { ...edge }), ...(texts && { caps: texts }) }
}

export function readEdge(payload: Json): Json {
  const edge = parseEdgeTerms(payload, { ...payload })
  if (edge.caps === undefined) return edge
  const caps = (edge.caps as Json[]).map(({ currency, amount }) => ({ currency, amount: readAmount(amount) }))
  return { ...edge, caps }
}

export function edgeOf(state: RegistryState, edge: FactEdge): LineageEdge {
  const copied: LineageEdge = copyEdgeTerms(edge, { source: versionIndexOf(state, edge) })
  if (edge.caps === undefined) return copied
  const caps = edge.caps.map(({ currency, amount }) => ({
    currency,
    amount: amountUnits(amount, recorded(state.currencies, currency).decimals),
  }))
  return { ...copied, caps }
}

/** Edges mostly end at few instants: the first release that names one counts. */
export function addCut({ cuts }: RegistryState, cut: Cut): void {
  if (!cuts.some(({ until }) => until === cut.until)) cuts.push(cut)
}

function versionIndexOf(state: RegistryState, { asset, version }: FactEdge): number {
  const index = recorded(state.assets, asset).versionIndex(version)
  invariant(index !== undefined, `the registry knows ${asset} ${version}, which a recorded fact names`)
  return index
}
