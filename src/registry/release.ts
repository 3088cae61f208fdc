/** The decision on a release: its sources are pinned, and what it promises to pass on is at most what it receives. */
import { fail } from '../errors.ts'
import { formatShare, sharePartsWhole } from '../money/share.ts'
import { knownAsset } from './decide.ts'
import type { FactEdge, ReleaseFact } from './facts.ts'
import type { Registry } from './model.ts'
import { latestVersion } from './resolve.ts'
import type { RegistryWireEventOf } from './wire/events.ts'

type Release = RegistryWireEventOf<'io.headwater.version.released'>

/** How many edges an over-promising release's message names. */
const edgesNamedMax = 20

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
  const promises = edges.map((edge) => {
    const name = `${edge.asset} ${edge.version}`
    if (edge.policy === 'relative')
      return { parts: edge.share as number, text: `relative to ${name}: ${formatShare(edge.share)}` }
    const index = registry.assets.get(edge.asset)!.versionIndexes.get(edge.version)!
    const { stack } = registry.versions[index]!
    const own = `absolute to ${name}: ${formatShare(edge.share + stack)}`
    if (stack === 0) return { parts: edge.share as number, text: own }
    return {
      parts: edge.share + stack,
      text: `${own} (${formatShare(edge.share)} of its own and ${formatShare(stack)} on to its sources)`,
    }
  })
  const total = promises.reduce((sum, { parts }) => sum + parts, 0)
  if (total <= sharePartsWhole) return
  const excess = formatShare(total - sharePartsWhole)
  const texts = promises.toSorted((a, b) => b.parts - a.parts).map(({ text }) => text)
  const named = texts.slice(0, edgesNamedMax).join('; ')
  const more = texts.length > edgesNamedMax ? `; and ${texts.length - edgesNamedMax} more` : ''
  fail(
    'release.overPromised',
    `${release} promises ${formatShare(total)} of what it receives, ${excess} too much: ${named}${more}.`,
    {
      path: '/data/derivedFrom',
      data: { total: formatShare(total), excess, edges: texts.slice(0, edgesNamedMax) },
    },
  )
}
