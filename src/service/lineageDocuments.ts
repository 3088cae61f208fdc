/** What imports and exports of lineage read through the interface, in a folder or from a server. */
import { fail, HeadwaterError } from '../errors.ts'
import type { ExportedVersion } from '../importing/export/index.ts'
import type { RegisteredAsset, RegistryView } from '../importing/index.ts'
import { type AssetView, type Headwater, pageItemsMax, type VersionView } from './headwater.ts'

/** The assets of these that the ledger has, with their versions. */
export async function registryView(headwater: Headwater, assets: readonly string[]): Promise<RegistryView> {
  const found = new Map<string, RegisteredAsset>()
  for (const id of assets) {
    const asset = await assetOf(headwater, id)
    if (asset === undefined) continue
    const versions = new Map<string, VersionView>()
    for await (const version of versionsOf(headwater, id)) versions.set(version.version, version)
    found.set(id, { ...asset, versions })
  }
  return found
}

async function assetOf(headwater: Headwater, id: string): Promise<AssetView | undefined> {
  try {
    return await headwater.asset(id)
  } catch (error) {
    if (error instanceof HeadwaterError && error.code === 'asset.unknown') return undefined
    throw error
  }
}

async function* versionsOf(headwater: Headwater, asset: string): AsyncGenerator<VersionView> {
  let cursor: string | null = ''
  while (cursor !== null) {
    const page: Awaited<ReturnType<Headwater['versions']>> = await headwater.versions(asset, {
      limit: pageItemsMax,
      ...(cursor !== '' && { cursor }),
    })
    yield* page.items
    cursor = page.next
  }
}

interface ExportQuery {
  readonly asset?: string | undefined
  readonly version?: string | undefined
  /** More versions are refused; default: no limit. Only with an asset. */
  readonly versionsMax?: number
}

/**
 * All versions, or with an asset one version of it and everything that it was derived from; the oldest releases first.
 * @throws HeadwaterError `asset.unknown`, `version.unknown`, `lineage.tooLong`
 */
export async function exportedLineage(headwater: Headwater, query: ExportQuery): Promise<ExportedVersion[]> {
  const { asset } = query
  const versions =
    asset === undefined ? await allVersions(headwater) : await upstreamOf(headwater, asset, query)
  return versions.sort(
    (one, other) =>
      order(one.releasedAt, other.releasedAt) ||
      order(one.asset, other.asset) ||
      order(one.version, other.version),
  )
}

function order(one: string, other: string): number {
  if (one === other) return 0
  return one < other ? -1 : 1
}

async function allVersions(headwater: Headwater): Promise<ExportedVersion[]> {
  const exported: ExportedVersion[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const page: Awaited<ReturnType<Headwater['assets']>> = await headwater.assets({
      limit: pageItemsMax,
      ...(cursor !== '' && { cursor }),
    })
    for (const asset of page.items) {
      for await (const version of versionsOf(headwater, asset.asset)) exported.push(exportOf(asset, version))
    }
    cursor = page.next
  }
  return exported
}

async function upstreamOf(
  headwater: Headwater,
  asset: string,
  { version, versionsMax = Number.POSITIVE_INFINITY }: ExportQuery,
): Promise<ExportedVersion[]> {
  const named = new Map<string, { readonly asset: string; readonly version: string }>()
  let cursor: string | null = ''
  while (cursor !== null) {
    const page: Awaited<ReturnType<Headwater['lineage']>> = await headwater.lineage({
      asset,
      limit: pageItemsMax,
      ...(version !== undefined && { version }),
      ...(cursor !== '' && { cursor }),
    })
    if (page.total >= versionsMax)
      fail(
        'lineage.tooLong',
        `The lineage of ${asset} has ${page.total + 1} versions, and a document has at most ${versionsMax}.`,
      )
    for (const each of [page, ...page.nodes]) named.set(`${each.asset} ${each.version}`, each)
    cursor = page.next
  }
  const assets = new Map<string, AssetView>()
  const exported: ExportedVersion[] = []
  for (const each of named.values()) {
    const known = assets.get(each.asset) ?? (await headwater.asset(each.asset))
    assets.set(each.asset, known)
    exported.push(exportOf(known, await headwater.version(each.asset, each.version)))
  }
  return exported
}

function exportOf(asset: AssetView, version: VersionView): ExportedVersion {
  return {
    asset: asset.asset,
    version: version.version,
    owner: asset.owner,
    name: asset.name,
    license: asset.license,
    metadataUri: asset.metadataUri,
    releasedAt: version.releasedAt,
    contentDigest: version.contentDigest,
    derivedFrom: version.derivedFrom,
  }
}
