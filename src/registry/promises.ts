/** Checks that a release does not promise more than it receives: stack(n) + Σ relative shares ≤ 1. */
import { fail } from '../errors.ts'
import { formatShare, sharePartsWhole } from '../money/share.ts'
import type { FactEdge } from './fact.ts'
import type { Registry, Version } from './model.ts'

/** The message about a release that promises too much names at most this many edges. */
const edgesNamedMax = 20
/** And for each of these at most this many of the edges behind it. */
const furtherNamedMax = 3

type PromisingEdge = Pick<FactEdge, 'asset' | 'version' | 'policy' | 'share'>

/** @throws HeadwaterError `release.overPromised` */
export function checkPromises(release: string, edges: readonly FactEdge[], registry: Registry): void {
  const total = edges.reduce((sum, edge) => sum + promised(edge, registry), 0)
  if (total <= sharePartsWhole) return
  const excess = formatShare(total - sharePartsWhole)
  const texts = edges
    .map((edge) => ({ parts: promised(edge, registry), text: describePromise(edge, registry) }))
    .sort((a, b) => b.parts - a.parts)
    .map(({ text }) => text)
  const named = texts.slice(0, edgesNamedMax)
  const message = `${release} promises ${formatShare(total)} of what it receives, ${excess} too much: ${listed(texts, edgesNamedMax)}.`
  fail('release.overPromised', message, {
    path: '/data/derivedFrom',
    data: { total: formatShare(total), excess, edges: named },
  })
}

/**
 * What one edge takes of a release, in parts per billion: its share, and for an absolute edge also what its source
 * promises in turn. The registry knows the source.
 */
export function promised(edge: PromisingEdge, registry: Registry): number {
  return edge.policy === 'relative' ? edge.share : edge.share + sourceOf(edge, registry).stack
}

function describePromise(edge: FactEdge, registry: Registry): string {
  const text = `${edge.policy} to ${edge.asset} ${edge.version}: ${formatShare(promised(edge, registry))}`
  const { stack, derivedFrom } = sourceOf(edge, registry)
  if (edge.policy === 'relative' || stack === 0) return text
  const onwards = derivedFrom
    .filter(({ policy }) => policy === 'absolute')
    .map(({ share, source }) => ({ version: registry.versions.at(source)!, share }))
    .map(({ version, share }) => ({ version, parts: share + version.stack }))
    .sort((a, b) => b.parts - a.parts)
    .map(({ version, parts }) => `${version.asset} ${version.version} ${formatShare(parts)}`)
  const further = `${formatShare(stack)} further on, over ${listed(onwards, furtherNamedMax)}`
  return `${text} (${formatShare(edge.share)} of its own and ${further})`
}

function sourceOf(edge: PromisingEdge, registry: Registry): Version {
  return registry.versions.at(registry.assets.get(edge.asset)!.versionIndex(edge.version)!)!
}

function listed(texts: readonly string[], max: number): string {
  const more = texts.length > max ? `; and ${texts.length - max} more` : ''
  return texts.slice(0, max).join('; ') + more
}
