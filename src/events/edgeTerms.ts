/**
 * The terms of a lineage edge, one row a term. Events, their content, recorded facts, snapshots of the registry and
 * answers are made of this table: a term is spelled here and nowhere else.
 */
import type { z } from 'zod'
import { formatShare, parseShare, type Share } from '../money/share.ts'
import type { ByteWriter } from './byteWriter.ts'
import * as field from './fields.ts'

/** How one term is written. `snapshot` says whether snapshots hold the term as its text or as a whole number. */
interface TermForm<Schema extends z.ZodType> {
  readonly schema: Schema
  readonly snapshot: 'text' | 'int'
  /** For content, facts and answers. */
  readonly format: (value: z.output<Schema>) => string
  readonly parse: (text: string) => z.output<Schema>
}

/** Graphs number relations by this order: it is only ever appended to. */
export const relations = [
  'trainedOn',
  'finetunedFrom',
  'mergedFrom',
  'adapterOf',
  'quantizedFrom',
  'distilledFrom',
  'composedOf',
  'subsetOf',
] as const
export type Relation = (typeof relations)[number]

export const policies = ['absolute', 'relative'] as const
export type Policy = (typeof policies)[number]

function named<Schema extends z.ZodType<string>>(schema: Schema): TermForm<Schema> {
  return { schema, snapshot: 'text', format: (value) => value, parse: (text) => text as z.output<Schema> }
}

export const edgeTerms = {
  /** How the version came from its source. */
  relation: named(field.choice(relations, 'relation')),
  /** `relative`: a share of what the version receives. `absolute`: a share of its base. */
  policy: named(field.choice(policies, 'policy')),
  /** Parts per billion. */
  share: {
    schema: field.share,
    snapshot: 'int',
    format: formatShare,
    parse: (text: string): Share => parseShare(text),
  },
} as const

type Terms = typeof edgeTerms
type TermName = keyof Terms

export type EdgeTerms = { readonly [Name in TermName]: z.output<Terms[Name]['schema']> }
/** The same as texts. */
export type EdgeTermTexts = { readonly [Name in TermName]: Name extends 'share' ? string : EdgeTerms[Name] }

interface AnyTerm {
  readonly schema: z.ZodType
  readonly snapshot: 'text' | 'int'
  readonly format: (value: unknown) => string
  readonly parse: (text: string) => unknown
}
const rows = Object.entries(edgeTerms) as unknown as readonly (readonly [TermName, AnyTerm])[]

/** Fields of a zod object. */
export const edgeTermSchemas = Object.fromEntries(rows.map(([name, { schema }]) => [name, schema])) as {
  readonly [Name in TermName]: Terms[Name]['schema']
}

/** The terms alone, of whatever carries them. */
export function termsOf(edge: EdgeTerms): EdgeTerms {
  return Object.fromEntries(rows.map(([name]) => [name, edge[name]])) as unknown as EdgeTerms
}

/** The terms as texts, for facts and answers. */
export function formatEdgeTerms(edge: EdgeTerms): EdgeTermTexts {
  return Object.fromEntries(rows.map(([name, { format }]) => [name, format(edge[name])])) as EdgeTermTexts
}

/** What `formatEdgeTerms` wrote. */
export function parseEdgeTerms(texts: { readonly [name: string]: unknown }): EdgeTerms {
  return Object.fromEntries(
    rows.map(([name, { parse }]) => [name, parse(texts[name] as string)]),
  ) as unknown as EdgeTerms
}

/** The terms' part of a content: each as its text. */
export function writeEdgeTerms(bytes: ByteWriter, edge: EdgeTerms): void {
  for (const [name, { format }] of rows) bytes.text(format(edge[name]))
}

/** Writes a snapshot's values of the terms. */
export function saveEdgeTerms(
  writer: { text(value: string): void; int(value: number): void },
  edge: EdgeTerms,
): void {
  for (const [name, { snapshot }] of rows) {
    if (snapshot === 'int') writer.int(edge[name] as number)
    else writer.text(edge[name] as string)
  }
}

/** What `saveEdgeTerms` wrote. */
export function loadEdgeTerms(reader: { text(): string; int(): number }): EdgeTerms {
  return Object.fromEntries(
    rows.map(([name, { snapshot }]) => [name, snapshot === 'int' ? reader.int() : reader.text()]),
  ) as unknown as EdgeTerms
}
