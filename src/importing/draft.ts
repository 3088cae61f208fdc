/** The lineage under construction: assets and versions by id, and every edge that a document states. */
import { compareUtf8 } from '../base/utf8.ts'
import type { AssetKind, LineageFormat, Reading, StatedEdge, StatedNode, Terms } from './model.ts'
import type { Policy } from './policy.ts'
import type { ImportReport, LeftOutReason } from './report.ts'
import { type Resolved, resolve } from './resolve.ts'

/** A file that was read. */
export interface LineageDocument {
  readonly file: string
  readonly format: LineageFormat
  readonly reading: Reading
}

/** What one file says about one fact of an asset or a version. */
export interface Said {
  readonly value: string
  readonly file: string
  readonly at: string
}

export interface DraftAsset {
  readonly asset: string
  readonly kind: AssetKind
  /** Names that documents use for it, in the order read. */
  readonly names: Set<string>
  /** A document describes it, or lists its sources. */
  described: boolean
  /** The policy lists a name of it. */
  listed: boolean
  readonly licences: Said[]
  readonly owners: Said[]
  readonly titles: Said[]
  readonly uris: Said[]
  /** Nodes that describe it, each with the version that it states. */
  readonly nodes: { readonly node: StatedNode; readonly version: string | undefined; readonly file: string }[]
  readonly versions: Map<string, DraftVersion>
}

export interface DraftVersion {
  readonly asset: DraftAsset
  readonly version: string
  readonly dates: Said[]
  readonly digests: Said[]
  /** Records by agent, as each file counts them. */
  readonly contributors: {
    readonly records: ReadonlyMap<string, number>
    readonly file: string
    readonly at: string
  }[]
  readonly edges: DraftEdge[]
  /** Why it can't be released. */
  readonly reasons: Set<string>
}

/** An edge of a document between two assets that are known by id. */
export interface ResolvedEdge {
  readonly stated: StatedEdge
  readonly file: string
  readonly from: Resolved
  readonly to: Resolved
}

/** An edge that counts, with all statements that say the same. */
export interface DraftEdge {
  readonly from: DraftVersion
  readonly to: DraftAsset
  /** Undefined where the release pins it. */
  readonly toVersion: string | undefined
  readonly stated: ResolvedEdge[]
  relation?: string
  policy?: 'relative' | 'absolute'
  /** Parts per billion. */
  share?: number
  until?: string | undefined
  caps?: Terms['caps']
}

type Mutable<List> = List extends readonly (infer Item)[] ? Item[] : never

/** Reasons that say why a version can't be released, unless the policy releases incomplete ones. */
const holding: ReadonlySet<LeftOutReason> = new Set([
  'unusableName',
  'unknownName',
  'unknownKind',
  'noRelation',
  'noTerms',
  'inferredRelation',
  'contradiction',
  'cycle',
])

export class Draft {
  readonly assets = new Map<string, DraftAsset>()
  readonly edges: ResolvedEdge[] = []
  /** Edges whose source is no asset, by the derived asset and the version that they state. */
  readonly lost: { readonly from: Resolved; readonly why: string }[] = []
  readonly leftOut: Mutable<ImportReport['leftOut']> = []
  readonly notes: Mutable<ImportReport['notes']> = []
  readonly contradictions: Mutable<ImportReport['contradictions']> = []
  readonly policy: Policy
  /** Statements that are in `leftOut`. */
  readonly leftOutStatements = new Set<StatedEdge>()
  /** Every statement of an edge. */
  readonly statements = new Set<StatedEdge>()

  constructor(policy: Policy, documents: readonly LineageDocument[]) {
    this.policy = policy
    for (const { file, reading } of documents) {
      for (const note of reading.notes) this.notes.push({ file, note })
      for (const node of reading.nodes) this.#addNode(node, file)
    }
    for (const { file, reading } of documents) for (const edge of reading.edges) this.#addEdge(edge, file)
  }

  /** Assets in the order of their ids. */
  sorted(): DraftAsset[] {
    return [...this.assets.values()].sort((one, other) => compareUtf8(one.asset, other.asset))
  }

  leaveOut(edge: ResolvedEdge, reason: LeftOutReason, message: string): void {
    this.#report(edge.stated, edge.file, { reason, message, from: shown(edge.from), to: shown(edge.to) })
  }

  holds(reason: LeftOutReason): boolean {
    return holding.has(reason) && this.policy.incomplete === 'hold'
  }

  #addNode(node: StatedNode, file: string): void {
    const resolved = resolve(this.policy, node.reference)
    if ('reason' in resolved) {
      if (!node.mentioned) this.notes.push({ file, note: `${node.at} was not read: ${resolved.message}` })
      return
    }
    const asset = this.assetOf(resolved, node.reference.name)
    const said = (value: string | undefined): Said[] =>
      value === undefined ? [] : [{ value, file, at: node.at }]
    asset.licences.push(...said(node.licence))
    asset.owners.push(...said(node.owner))
    asset.titles.push(...said(node.title))
    asset.uris.push(...said(node.uri))
    if (node.mentioned) return
    asset.described = true
    asset.nodes.push({ node, version: resolved.version, file })
  }

  assetOf(resolved: Resolved, name: string): DraftAsset {
    const known = this.assets.get(resolved.asset)
    const asset: DraftAsset = known ?? {
      asset: resolved.asset,
      kind: resolved.kind,
      names: new Set(),
      described: false,
      listed: false,
      licences: [],
      owners: [],
      titles: [],
      uris: [],
      nodes: [],
      versions: new Map(),
    }
    this.assets.set(resolved.asset, asset)
    asset.names.add(name)
    asset.listed ||= resolved.listed
    return asset
  }

  #addEdge(stated: StatedEdge, file: string): void {
    this.statements.add(stated)
    const from = resolve(this.policy, stated.from)
    const to = resolve(this.policy, stated.to)
    if ('reason' in from || 'reason' in to) {
      const { reason, message } = 'reason' in from ? from : (to as Exclude<typeof to, Resolved>)
      // What is no derivation anyway needs no name.
      const weak = stated.weak !== undefined
      this.#report(stated, file, {
        reason: weak ? 'weak' : reason,
        message: weak ? stated.weak! : message,
        from: stated.from.name,
        to: stated.to.name,
      })
      if (!('reason' in from)) {
        if (stated.weak === undefined) this.assetOf(from, stated.from.name).described = true
        if (!weak && stated.job === undefined && this.holds(reason))
          this.lost.push({ from, why: `${stated.to.name}: ${message}` })
      }
      return
    }
    this.assetOf(from, stated.from.name)
    this.assetOf(to, stated.to.name)
    this.edges.push({ stated, file, from, to })
  }

  #report(
    stated: StatedEdge,
    file: string,
    entry: { reason: LeftOutReason; message: string; from: string; to: string },
  ): void {
    this.leftOutStatements.add(stated)
    this.leftOut.push({ ...entry, label: stated.label, file, at: stated.at })
  }
}

export function shown({
  asset,
  version,
}: {
  readonly asset: string
  readonly version?: string | undefined
}): string {
  return version === undefined ? asset : `${asset}@${version}`
}

/** The version under construction, made when it is first named. */
export function versionIn(asset: DraftAsset, name: string): DraftVersion {
  const known = asset.versions.get(name)
  const version: DraftVersion = known ?? {
    asset,
    version: name,
    dates: [],
    digests: [],
    contributors: [],
    edges: [],
    reasons: new Set(),
  }
  asset.versions.set(name, version)
  return version
}
