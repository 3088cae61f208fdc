/**
 * From documents to events for review. Nothing is recorded here: `headwater ingest` takes the events in after a person
 * has looked at them. Each edge that a document states is used, repeated, held or reported as left out.
 */
import { compareUtf8 } from '../base/utf8.ts'
import { invariant } from '../invariant.ts'
import { agreedLicence, compareLists } from './contradictions.ts'
import { Draft, type DraftEdge, type DraftVersion, type LineageDocument } from './draft.ts'
import type { ProposedEvent } from './events.ts'
import { mergeEdges } from './merge.ts'
import type { StatedEdge } from './model.ts'
import { breakCycles } from './order.ts'
import type { Policy } from './policy.ts'
import type { RegistryView } from './registryView.ts'
import { type RelatedEdge, relate } from './relations.ts'
import { type Released, release } from './release.ts'
import type { ImportReport } from './report.ts'
import { settleSources } from './sources.ts'
import { giveTerms } from './terms.ts'
import { placeVersions } from './versions.ts'

/** The part of the report that follows from the documents that were read. */
type PlanReport = Omit<ImportReport, 'files' | 'skipped' | 'faults'>

interface ImportPlan {
  /** In an order that `ingest` accepts: sources before what is derived from them. */
  readonly events: readonly ProposedEvent[]
  readonly report: PlanReport
}

interface LineageImport {
  /** Assets that the documents name, to be looked up in the registry at hand. */
  readonly assets: readonly string[]
  /** @param registry the assets that it has of these; undefined where there is none at hand. Called once */
  plan(registry?: RegistryView): ImportPlan
}

export function importLineage(policy: Policy, documents: readonly LineageDocument[]): LineageImport {
  const draft = new Draft(policy, documents)
  return { assets: draft.sorted().map(({ asset }) => asset), plan: (registry) => planOf(draft, registry) }
}

function planOf(draft: Draft, registry: RegistryView | undefined): ImportPlan {
  const related = relate(draft)
  const placed = compareLists(draft, placeVersions(draft, related))
  const { placed: known, unknown } = settleSources(draft, placed, registry)
  const licences = licencesOf(draft, registry)
  for (const edge of giveTerms(draft, mergeEdges(draft, known), licences)) edge.from.edges.push(edge)
  for (const { versions } of draft.assets.values()) {
    for (const { edges } of versions.values())
      edges.sort((one, other) => compareUtf8(keyOf(one), keyOf(other)))
  }
  const cycles = breakCycles(draft)
  const released = release(draft, { registry, licences })
  return {
    events: released.events,
    report: {
      events: released.events.length,
      edges: countEdges(draft, released),
      added: released.added,
      there: released.there,
      differs: released.differs,
      cycles,
      unknown,
      contradictions: draft.contradictions,
      alike: alikeAssets([...draft.assets.keys()]),
      leftOut: draft.leftOut,
      inferred: inferredOf(related),
      held: [...released.held].map(([version, reasons]) => ({
        asset: version.asset.asset,
        version: version.version,
        reasons: [...reasons],
      })),
      notes: draft.notes,
    },
  }
}

function keyOf({ to, toVersion }: DraftEdge): string {
  return `${to.asset} ${toVersion ?? ''}`
}

/** What the documents say, else what the ledger has. */
function licencesOf(draft: Draft, registry: RegistryView | undefined): Map<string, string> {
  const licences = new Map<string, string>()
  for (const asset of draft.sorted()) {
    const licence = agreedLicence(draft, asset) ?? registry?.get(asset.asset)?.license ?? undefined
    if (licence !== undefined) licences.set(asset.asset, licence)
  }
  return licences
}

/** Every statement counts once, and none is lost without a word. */
function countEdges(draft: Draft, { held }: Released): ImportReport['edges'] {
  const used = new Set<StatedEdge>()
  const repeated = new Set<StatedEdge>()
  const waiting = new Set<StatedEdge>()
  for (const asset of draft.assets.values()) {
    for (const version of asset.versions.values()) countVersion(version)
  }
  for (const statement of draft.statements) {
    const counted = used.has(statement) || repeated.has(statement) || waiting.has(statement)
    invariant(
      counted || draft.leftOutStatements.has(statement),
      'each edge of a document is used or reported',
    )
  }
  const [usedCount, heldCount] = [used.size, [...waiting].filter((each) => !used.has(each)).length]
  const repeatedCount = [...repeated].filter((each) => !used.has(each) && !waiting.has(each)).length
  const stated = draft.statements.size
  return {
    stated,
    used: usedCount,
    repeated: repeatedCount,
    held: heldCount,
    leftOut: stated - usedCount - repeatedCount - heldCount,
  }

  function countVersion(version: DraftVersion): void {
    for (const {
      stated: [first, ...others],
    } of version.edges) {
      ;(held.has(version) ? waiting : used).add(first!.stated)
      for (const { stated } of others) repeated.add(stated)
    }
  }
}

function alikeAssets(assets: readonly string[]): string[][] {
  const groups = Map.groupBy(assets, (asset) => asset.toLowerCase())
  return [...groups.values()].filter(({ length }) => length > 1).map((group) => group.sort(compareUtf8))
}

function inferredOf(related: readonly RelatedEdge[]): ImportReport['inferred'] {
  return related.flatMap(({ from, to, relation, inferred, file }) =>
    inferred === undefined ? [] : [{ from: from.asset, to: to.asset, relation, because: inferred, file }],
  )
}
