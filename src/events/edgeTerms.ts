/**
 * The terms of a lineage edge, one row for each. Events, their content, recorded facts, stored versions of the registry and
 * answers all follow from this table: a term is written here and nowhere else.
 */
import { z } from 'zod'
import { type Answer, shareText } from '../base/answers.ts'
import { formatShare, parseShare, type Share } from '../money/share.ts'
import type { ByteWriter } from './byteWriter.ts'
import { checkEdgeEnds, edgeEndAnswers, edgeEndSchemas, type WrittenEdgeEnds } from './edgeEnds.ts'
import { policies, relations } from './edgeNames.ts'
import * as field from './fields.ts'
import { formatTime, type Micros, parseTime } from './time.ts'

function named<const Names extends readonly [string, ...string[]]>(names: Names, what: string) {
  return {
    schema: field.choice(names, what),
    answer: z.enum(names),
    stored: 'text',
    format: (value: Names[number]): Names[number] => value,
    parse: (text: string): Names[number] => text,
  } as const
}

const edgeTerms = {
  /** How the version came from its source. */
  relation: named(relations, 'relation'),
  /** `relative`: a share of what the version receives. `absolute`: a share of its base. */
  policy: named(policies, 'policy'),
  /** Parts per billion. */
  share: {
    schema: field.share,
    answer: shareText,
    stored: 'int',
    format: formatShare,
    parse: (text: string): Share => parseShare(text),
  },
} as const

type Terms = typeof edgeTerms
type TermName = keyof Terms

export type EdgeTerms = { readonly [Name in TermName]: z.output<Terms[Name]['schema']> } & {
  /** The edge carries nothing of calls with a time ≥ `until`, which is at 00:00 UTC. */
  readonly until?: Micros
}
/** The same as texts. */
type EdgeTermTexts = { readonly [Name in TermName]: ReturnType<Terms[Name]['format']> } & {
  readonly until?: string
}

/** The forms of one term. */
interface AnyTerm {
  /** In an event. */
  readonly schema: z.ZodType
  /** In an answer. */
  readonly answer: z.ZodType
  /** Whether records of a store hold the term as its text or as a whole number. */
  readonly stored: 'text' | 'int'
  /** For content, facts and answers. */
  readonly format: (value: unknown) => string
  readonly parse: (text: string) => unknown
}
const rows = Object.entries(edgeTerms) as unknown as readonly (readonly [TermName, AnyTerm])[]

/** Fields of a zod object. */
export const edgeTermSchemas = {
  ...(Object.fromEntries(rows.map(([name, { schema }]) => [name, schema])) as {
    readonly [Name in TermName]: Terms[Name]['schema']
  }),
  ...edgeEndSchemas,
} as const

/** Fields of a zod object of an answer. */
const edgeTermAnswers = Object.fromEntries(rows.map(([name, { answer }]) => [name, answer])) as {
  readonly [Name in TermName]: Terms[Name]['answer']
}

/** A lineage edge as answers show it: its source, with the version pinned, and its terms. */
export const lineageEdge = z
  .object({ asset: z.string(), version: z.string(), ...edgeTermAnswers, ...edgeEndAnswers })
  .meta({ id: 'LineageEdge' })

/** The terms in one line, for people. */
export function describeEdgeTerms({
  relation,
  share,
  policy,
  until,
  caps = [],
}: Omit<Answer<typeof lineageEdge>, 'asset' | 'version'>): string {
  const ends = until === undefined ? '' : `, until ${until}`
  const capped = caps.map(({ currency, amount }) => `, at most ${amount} ${currency}`).join('')
  return `${relation} ${share} ${policy}${ends}${capped}`
}

/** The rules between the terms of an edge. @throws HeadwaterError `release.capsOfAbsolute`, `release.capTwice` */
export function checkEdge(edge: Pick<EdgeTerms, 'policy'> & WrittenEdgeEnds, path: string): void {
  checkEdgeEnds(edge, edge.policy === 'relative', path)
}

// The functions below run for every edge of a ledger at every start, so they fill an object that the caller made.

/** Gives `to` the terms of `edge`. */
export function copyEdgeTerms<To extends object>(edge: EdgeTerms, to: To): To & EdgeTerms {
  const filled = to as Record<TermName, unknown>
  for (const [name] of rows) filled[name] = edge[name]
  if (edge.until !== undefined) (to as { until?: Micros }).until = edge.until
  return to as To & EdgeTerms
}

/** Gives `to` the terms of `edge` as texts, for facts and answers. */
export function formatEdgeTerms<To extends object>(
  edge: EdgeTerms,
  to: To,
): Omit<To, TermName> & EdgeTermTexts {
  const filled = to as unknown as Record<TermName, unknown>
  for (const [name, { format }] of rows) filled[name] = format(edge[name])
  if (edge.until !== undefined) (to as { until?: string }).until = formatTime(edge.until)
  return filled as Omit<To, TermName> & EdgeTermTexts
}

/** Gives `to` the terms that `formatEdgeTerms` wrote to `texts`. */
export function parseEdgeTerms<To extends object>(
  texts: { readonly [name: string]: unknown },
  to: To,
): Omit<To, TermName> & EdgeTerms {
  const filled = to as unknown as Record<TermName, unknown>
  for (const [name, { parse }] of rows) filled[name] = parse(texts[name] as string)
  if (texts.until !== undefined) (to as { until?: Micros }).until = parseTime(texts.until as string)
  return filled as unknown as Omit<To, TermName> & EdgeTerms
}

/**
 * Writes the terms' part of a content: each term as its text. What came later is written by `writeEdgeEnds`, behind
 * everything else.
 */
export function writeEdgeTerms(bytes: ByteWriter, edge: EdgeTerms): void {
  for (const [name, { format }] of rows) bytes.text(format(edge[name]))
}

/** Writes the terms to a record of a store. */
export function saveEdgeTerms(
  writer: { text(value: string): void; int(value: number): void },
  edge: EdgeTerms,
): void {
  for (const [name, { stored }] of rows) {
    if (stored === 'int') writer.int(edge[name] as number)
    else writer.text(edge[name] as string)
  }
  // 0 for an edge that does not end: midnights are far above.
  writer.int(edge.until ?? 0)
}

/** Gives `edge` the terms that `saveEdgeTerms` wrote. */
export function loadEdgeTerms<Edge extends object>(
  reader: { text(): string; int(): number },
  edge: Edge,
): Edge & EdgeTerms {
  const filled = edge as Record<TermName, unknown>
  for (const [name, { stored }] of rows) filled[name] = stored === 'int' ? reader.int() : reader.text()
  const until = reader.int()
  if (until > 0) (edge as { until?: Micros }).until = until
  return edge as Edge & EdgeTerms
}
