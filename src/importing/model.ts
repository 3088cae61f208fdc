/**
 * What documents say about lineage, in one form for all formats. A reader of a format states nodes and edges with the
 * names that the document uses. The policy decides afterwards which assets the names are, and which edges count.
 */

import type { Relation } from '../events/edgeNames.ts'
import type { EdgeTerms } from '../events/edgeTerms.ts'

export const assetKinds = ['dataset', 'model', 'agent', 'tool'] as const
export type AssetKind = (typeof assetKinds)[number]

/** How documents say it. */
export const lineageFormats = [
  'card',
  'hub',
  'adapterConfig',
  'config',
  'croissant',
  'openlineage',
  'mlbom',
  'spdx',
  'prov',
] as const
export type LineageFormat = (typeof lineageFormats)[number]

/** A dataset, model, agent or tool as a document names it. */
export interface Reference {
  readonly name: string
  readonly kind?: AssetKind
  readonly version?: string
  /** The id, where the document has it because Headwater wrote the document. */
  readonly asset?: string
  /** Why the text names nothing: a path on a machine, `Not disclosed`. */
  readonly unusable?: string
}

/** What one document says about one thing. */
export interface StatedNode {
  readonly reference: Reference
  readonly licence?: string
  readonly title?: string
  /** Who publishes it, as the document says. */
  readonly owner?: string
  /** As written: a day or a time. */
  readonly releasedAt?: string
  readonly digest?: string
  readonly uri?: string
  /** Records by the agent to whom they are attributed. */
  readonly contributors?: ReadonlyMap<string, number>
  /** The document only mentions it, as the source of something else. */
  readonly mentioned?: true
  /** Where in the document. */
  readonly at: string
}

/** The terms of an edge as texts. */
export interface Terms {
  readonly policy: EdgeTerms['policy']
  readonly share: string
  readonly until?: string | undefined
  readonly caps?: readonly { readonly currency: string; readonly amount: string }[] | undefined
}

/** The same text for the same terms. */
export function shownTerms(terms: Terms): string {
  return `${terms.policy} ${terms.share}${shownEnds(terms)}`
}

/** Likewise for the end and the caps, each with a blank before it. */
export function shownEnds({ until, caps = [] }: Pick<Terms, 'until' | 'caps'>): string {
  const end = until === undefined ? '' : ` until ${until}`
  return end + caps.map(({ currency, amount }) => ` cap ${amount} ${currency}`).join('')
}

/** One document says that `from` was derived from `to`. */
export interface StatedEdge {
  readonly from: Reference
  readonly to: Reference
  /** What the document calls it, after the name of the format: `prov.wasDerivedFrom`. */
  readonly label: string
  readonly relation?: Relation
  /** Why the reader takes this relation, where the document does not say it. */
  readonly inferred?: string
  /** The list of sources to which it belongs, where the document lists all of them: `bases`, `datasets`. */
  readonly list?: string
  /** The job or activity that read `to` and wrote `from`; nothing says that `to` went into `from`. */
  readonly job?: string
  /** Why it is no derivation, unless the policy gives it a relation. */
  readonly weak?: string
  /** Terms that an export of Headwater states. */
  readonly terms?: Terms
  readonly at: string
}

/** What one document says. */
export interface Reading {
  readonly nodes: StatedNode[]
  readonly edges: StatedEdge[]
  /** What a person should know: parts that were not read, and why. */
  readonly notes: string[]
}

export function emptyReading(): Reading {
  return { nodes: [], edges: [], notes: [] }
}

/** A file as a reader gets it. */
export interface Source {
  /** As the user named it, with `/`. */
  readonly file: string
  readonly text: string
  /** The folders by which the file is named: those below the folder that the user gave, else those of its path. */
  readonly folders: readonly string[]
  /** What the policy says that the file describes. */
  readonly described?: Reference
  /** What the columns hold that `wantedColumns` names, of the data files that are beside the document. */
  readonly columns?: ColumnTallies
}

/** Columns of a data file that say where each record comes from. */
export interface WantedColumns {
  /** Below the folder of the document, with `/`. */
  readonly path: string
  /** The sign between the columns of CSV; undefined for JSON. */
  readonly delimiter: string | undefined
  readonly columns: readonly string[]
}

/** How many records have each value, by path and column. */
export type ColumnTallies = ReadonlyMap<string, ReadonlyMap<string, ReadonlyMap<string, number>>>
