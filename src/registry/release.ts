/** The decision on a release: its sources are pinned, and what it promises to pass on is at most what it receives. */
import { fail } from '../errors.ts'
import type { RegistryWireEventOf } from '../events/types.ts'
import { formatShare, sharePartsWhole } from '../money/share.ts'
import type { FactEdge, ReleaseFact } from './facts.ts'
import type { Registry, Version } from './model.ts'
import { knownAsset } from './require.ts'
import { latestVersion } from './resolve.ts'

type Release = RegistryWireEventOf<'io.headwater.version.released'>

/** How many edges an over-promising release's message names. */
const edgesNamedMax = 20
/** And of each of them, how many of the edges behind it. */
const furtherNamedMax = 3

/** @throws HeadwaterError `asset.unknown`, `version.exists`, `version.unknown`, `release.*` */
export function decideRelease(event: Release, registry: Registry): ReleaseFact {
  const { asset: id, version, derivedFrom, ...rest } = event.data
  const asset = knownAsset(registry, id)
  if (asset.versionIndexes.has(version)) {
    fail('version.exists', `The version ${version} of ${id} is released already.`, { path: '/data/version' })
  }
  if (
    rest.contributorShare !== undefined &&
    rest.contributors === undefined &&
    asset.contributionCount === 0
  ) {
    fail(
      'release.noContributors',
      `No contribution to ${id} is recorded and none is listed: nobody shares contributorShare.`,
      {
        path: '/data/contributorShare',
      },
    )
  }
  const data = { asset: id, version, ...rest }
  if (derivedFrom === undefined) return { ...event, data }
  const edges = derivedFrom.map((edge, index) => pin(edge, registry, `/data/derivedFrom/${index}`))
  checkSourcesOnce(edges)
  checkPromises(`${id} ${version}`, edges, registry)
  return { ...event, data: { ...data, derivedFrom: edges } }
}

function pin(
  edge: NonNullable<Release['data']['derivedFrom']>[number],
  registry: Registry,
  path: string,
): FactEdge {
  const source = knownAsset(registry, edge.asset, `${path}/asset`)
  if (edge.version === undefined) {
    const latest = latestVersion(registry, source.id)
    if (latest === undefined) {
      fail('version.unknown', `The source ${source.id} has no version to pin.`, { path: `${path}/asset` })
    }
    return { ...edge, version: latest.version, pinned: true }
  }
  if (!source.versionIndexes.has(edge.version)) {
    fail('version.unknown', `The source ${source.id} has no version ${edge.version}.`, {
      path: `${path}/version`,
    })
  }
  return { ...edge, version: edge.version }
}

function checkSourcesOnce(edges: readonly FactEdge[]): void {
  const seen = new Set<string>()
  edges.forEach((edge, index) => {
    // A space is in neither an asset id nor a version.
    const key = `${edge.asset} ${edge.version}`
    if (seen.has(key)) {
      const how = edge.pinned ? ' (pinned, as its version is left out)' : ''
      fail('release.sourceTwice', `The release names the source ${key}${how} twice.`, {
        path: `/data/derivedFrom/${index}`,
      })
    }
    seen.add(key)
  })
}

/** stack(n) + Σ relative shares ≤ 1. */
function checkPromises(release: string, edges: readonly FactEdge[], registry: Registry): void {
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

/** What one edge takes of a release: its share and, over an absolute edge, what the source owes further. */
function promised(edge: FactEdge, registry: Registry): number {
  return edge.policy === 'relative' ? edge.share : edge.share + sourceOf(edge, registry).stack
}

function describePromise(edge: FactEdge, registry: Registry): string {
  const text = `${edge.policy} to ${edge.asset} ${edge.version}: ${formatShare(promised(edge, registry))}`
  const { stack, derivedFrom } = sourceOf(edge, registry)
  if (edge.policy === 'relative' || stack === 0) return text
  const onwards = derivedFrom
    .filter(({ policy }) => policy === 'absolute')
    .map(({ share, source }) => ({ version: registry.versions[source]!, share }))
    .map(({ version, share }) => ({ version, parts: share + version.stack }))
    .sort((a, b) => b.parts - a.parts)
    .map(({ version, parts }) => `${version.asset} ${version.version} ${formatShare(parts)}`)
  const further = `${formatShare(stack)} further on, over ${listed(onwards, furtherNamedMax)}`
  return `${text} (${formatShare(edge.share)} of its own and ${further})`
}

function sourceOf(edge: FactEdge, registry: Registry): Version {
  return registry.versions[registry.assets.get(edge.asset)!.versionIndexes.get(edge.version)!]!
}

function listed(texts: readonly string[], max: number): string {
  const more = texts.length > max ? `; and ${texts.length - max} more` : ''
  return texts.slice(0, max).join('; ') + more
}
