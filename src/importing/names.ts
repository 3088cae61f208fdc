/** Names in documents: addresses of hubs, package URLs, plain names; and the asset ids that stand for them. */
import { defined } from '../base/defined.ts'
import { sha256Hex } from '../base/sha256.ts'
import { assetName } from '../decoding/assetName.ts'
import { assetPattern } from '../events/ids.ts'
import { type AssetKind, assetKinds, type Reference } from './model.ts'

const hubAddress = /^(?:https?:\/\/(?:www\.)?(?:huggingface\.co|hf\.co)\/|hf:\/\/)([^?#]*)/i
const packageUrl = /^pkg:huggingface\/([^?#]*)/i
const headwaterUrn = /^urn:headwater:([^?#]+)$/

/** What authors write where they name nothing. */
const undisclosed =
  /^(?:none|null|n\/?a|unknown|undefined|tbd|todo|noassertion|not (?:disclosed|specified|available|provided)|undisclosed|proprietary|private|\[?more information needed\]?|see model card)\.?$/i
const localPath = /^(?:\.{0,2}[/\\]|~|[A-Za-z]:[\\/]|file:)/

/** @param kind where the place in the document says it; an address that says otherwise wins */
export function referenceOf(text: string, kind?: AssetKind, version?: string): Reference {
  const urn = headwaterUrn.exec(text)
  if (urn) return headwaterReference(urn[1]!, version) ?? { name: text, ...defined({ kind, version }) }
  const hub = hubAddress.exec(text)
  if (hub) return hubReference(hub[1]!.split('/'), kind, version)
  const purl = packageUrl.exec(text)
  if (purl) {
    const [path = '', revision] = purl[1]!.split('@')
    return hubReference(decoded(path).split('/'), kind, version ?? (revision ? decoded(revision) : undefined))
  }
  const unusable = undisclosed.test(text)
    ? 'the document does not say what it is'
    : localPath.test(text)
      ? 'a path on a machine is no name'
      : undefined
  return { name: text, ...defined({ kind, version, unusable }) }
}

/** `model:acme/base@1.0`, as Headwater's own exports write it: `@` of a version is `%40`. */
export function headwaterReference(text: string, version?: string): Reference | undefined {
  const cut = text.lastIndexOf('@')
  const whole = decoded(text)
  const [asset, stated] =
    cut > 0 && version === undefined
      ? [decoded(text.slice(0, cut)), decoded(text.slice(cut + 1))]
      : [whole, version]
  if (!assetPattern.test(asset)) return undefined
  return {
    name: asset,
    kind: asset.slice(0, asset.indexOf(':')) as AssetKind,
    asset,
    ...defined({ version: stated }),
  }
}

/** The text from which `headwaterReference` reads the same again. */
export function headwaterName(asset: string, version: string): string {
  return `${asset.replaceAll('@', '%40')}@${version.replaceAll('@', '%40')}`
}

const hubKinds: Readonly<Record<string, AssetKind>> = { datasets: 'dataset', models: 'model', spaces: 'tool' }
/** Where the path of the repository ends: a repository may be called `raw` too. */
function revisionPlace(parts: readonly string[]): number {
  const isFolder = (place: number) => revisionFolders.has(parts[place] ?? '')
  return isFolder(1) && parts.length > 2 && !isFolder(2) ? 1 : 2
}

const revisionFolders = new Set(['tree', 'blob', 'resolve', 'commit', 'raw'])

function hubReference(path: readonly string[], kind?: AssetKind, version?: string): Reference {
  const parts = path.map((part) => part.trim()).filter((part) => part !== '')
  const named = Object.hasOwn(hubKinds, parts[0] ?? '') ? hubKinds[parts.shift()!] : undefined
  const end = revisionPlace(parts)
  const name = parts.slice(0, end).join('/')
  const revision = revisionFolders.has(parts[end] ?? '') ? parts[end + 1] : undefined
  return {
    name,
    ...defined({
      kind: named ?? kind ?? 'model',
      // A branch moves, so it is no version.
      version: version ?? (revision === 'main' || revision === 'master' ? undefined : revision),
      unusable: name === '' ? 'the address names no repository' : undefined,
    }),
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** The asset that stands for a name that no rule maps, by the rule for names of models (decoding/assetName.ts). */
export function assetNamedAs(kind: AssetKind, name: string): string {
  return `${kind}:${assetName(name)}`
}

export function isAssetKind(text: string): text is AssetKind {
  return (assetKinds as readonly string[]).includes(text)
}

const versionLengthMax = 64
const digestLength = 16

/**
 * The name of a version from what a document calls it, by the same rule; `/` is no character of a version either. What
 * is too long ends in a part of its digest, so that no two versions become one.
 */
export function versionNamedAs(text: string): string | undefined {
  const name = assetName(text).replaceAll('/', '@2F@')
  if (name.length <= versionLengthMax) return name === '' ? undefined : name
  return `${name.slice(0, versionLengthMax - digestLength - 1)}-${sha256Hex(text).slice(0, digestLength)}`
}
