/** Releases in the registry: a decision pins their sources, and a version keeps its terms for ever. */

import { fail } from '../errors.ts'
import { formatTime, parseTime } from '../events/time.ts'
import { formatShare, type Share, sharePartsWhole, zeroShare } from '../money/share.ts'
import type { AssetState } from './assetState.ts'
import { type Json, type RegistryDefinition, readShare, readSharing, writeSharing } from './definition.ts'
import { addCut, checkCaps, edgeOf, edgePayload, readEdge } from './edges.ts'
import type { FactEdge, ReleaseFact, WireEdge } from './fact.ts'
import type { Registry } from './model.ts'
import { namePayee } from './payee.ts'
import { checkPromises } from './promises.ts'
import { checkPayees, knownAsset } from './require.ts'
import { latestVersion } from './resolve.ts'
import type { RegistryState } from './state.ts'
import { type ContributorSource, noContributors, stackOf, unitsOf, VersionState } from './versionState.ts'

export const versionReleased: RegistryDefinition<'io.headwater.version.released'> = {
  decide(event, registry) {
    const { asset: id, version, derivedFrom, ...rest } = event.data
    const asset = knownAsset(registry, id)
    if (asset.versionIndex(version) !== undefined) {
      fail('version.exists', `The version ${version} of ${id} is released already.`, {
        path: '/data/version',
      })
    }
    if (rest.contributorShare !== undefined && rest.contributors === undefined && asset.work.length === 0) {
      fail(
        'release.noContributors',
        `No contribution to ${id} is recorded and none is listed, so no one shares contributorShare.`,
        { path: '/data/contributorShare' },
      )
    }
    checkPayees(registry, rest.holders, '/data/holders')
    checkPayees(registry, rest.contributors, '/data/contributors')
    const data = { asset: id, version, ...rest }
    if (derivedFrom === undefined) return { ...event, data }
    const edges = derivedFrom.map((edge, index) => pin(edge, registry, `/data/derivedFrom/${index}`))
    checkSourcesOnce(edges)
    checkCaps(edges, registry)
    checkPromises(`${id} ${version}`, edges, registry)
    return { ...event, data: { ...data, derivedFrom: edges } }
  },
  /** Calls that name the version are in suspense so far, and those of an asset without a version: no one loses them. */
  reach({ time, data: { asset, releasedAt = time } }, { assets, versions }, now) {
    const byTime = assets.get(asset)?.versionsByTime.map((index) => versions.at(index)!.releasedAt) ?? []
    if (byTime.length === 0) return undefined
    const next = byTime.find((other) => other > releasedAt)
    // The earliest version has the calls before it too.
    const from = releasedAt < byTime[0]! ? 0 : releasedAt
    return { kind: 'release', assets: [asset], calls: 'unnamed', from, before: Math.min(next ?? now, now) }
  },
  evolve: release,
  payload(data) {
    const { releasedAt, holders, contributorShare, derivedFrom, ...rest } = data
    return {
      ...rest,
      ...(releasedAt !== undefined && { releasedAt: formatTime(releasedAt) }),
      ...(holders && { holders: holders.map(writeSharing) }),
      ...(contributorShare !== undefined && { contributorShare: formatShare(contributorShare) }),
      ...(derivedFrom && { derivedFrom: derivedFrom.map(edgePayload) }),
    }
  },
  read: ({ releasedAt, holders, contributorShare, derivedFrom, ...rest }: Json) =>
    ({
      ...rest,
      ...(releasedAt !== undefined && { releasedAt: parseTime(releasedAt as string) }),
      ...(holders !== undefined && { holders: (holders as Json[]).map(readSharing) }),
      ...(contributorShare !== undefined && { contributorShare: readShare(contributorShare) }),
      ...(derivedFrom !== undefined && {
        derivedFrom: (derivedFrom as Json[]).map(readEdge),
      }),
    }) as unknown as ReleaseFact['data'],
  /** Takes the pinned versions out again. */
  asSent({ derivedFrom, ...data }) {
    if (derivedFrom === undefined) return data
    const edges = derivedFrom.map(
      ({ pinned, version, ...edge }): WireEdge => (pinned ? edge : { ...edge, version }),
    )
    return { ...data, derivedFrom: edges }
  },
}

function pin(edge: WireEdge, registry: Registry, path: string): FactEdge {
  const source = knownAsset(registry, edge.asset, `${path}/asset`)
  if (edge.version === undefined) {
    const latest = latestVersion(registry, source.id)
    if (latest === undefined) {
      fail('version.unknown', `The source ${source.id} has no version to pin.`, { path: `${path}/asset` })
    }
    return { ...edge, version: latest.version, pinned: true }
  }
  if (source.versionIndex(edge.version) === undefined) {
    fail('version.unknown', `The source ${source.id} has no version ${edge.version}.`, {
      path: `${path}/version`,
    })
  }
  return { ...edge, version: edge.version }
}

function checkSourcesOnce(edges: readonly FactEdge[]): void {
  const seen = new Set<string>()
  edges.forEach((edge, index) => {
    // Neither an asset id nor a version has a space.
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

function release(state: RegistryState, fact: ReleaseFact, revision: number): void {
  const { data } = fact
  const asset = state.changing(data.asset)
  const index = state.versions.length
  const derivedFrom = (data.derivedFrom ?? []).map((edge) => edgeOf(state, edge))
  const noTerms = data.holders === undefined && data.contributorShare === undefined
  const holders = noTerms ? [{ payee: asset.owner, share: sharePartsWhole as Share }] : (data.holders ?? [])
  for (const { payee } of holders) namePayee(state, payee)
  for (const { payee } of data.contributors ?? []) namePayee(state, payee)
  const source = contributorSource(asset, data)
  const version = new VersionState({
    index,
    asset: data.asset,
    version: data.version,
    releasedAt: data.releasedAt ?? fact.time,
    revision,
    ...(data.contentDigest !== undefined && { contentDigest: data.contentDigest }),
    holders,
    transfers: [],
    contributorShare: data.contributorShare ?? zeroShare,
    contributorUnits: source.type === 'listed' ? unitsOf(source.contributors) : asset.work.total,
    derivedFrom,
    stack: stackOf(derivedFrom, state.versions),
    source,
  })
  state.versions.push(version)
  asset.addVersion(version, state.versions)
  for (const { until, caps } of derivedFrom) {
    if (until !== undefined) addCut(state, { until, revision })
    if (until !== undefined || caps !== undefined) state.contractsFrom ??= revision
  }
}

function contributorSource(asset: AssetState, data: ReleaseFact['data']): ContributorSource {
  if (data.contributorShare === undefined) return noContributors
  if (data.contributors === undefined) return { type: 'recorded', log: asset.work, count: asset.work.length }
  return {
    type: 'listed',
    contributors: data.contributors.map(({ payee, units }) => ({ payee, units: BigInt(units) })),
  }
}
