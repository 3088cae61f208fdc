/** Facts about one thing on which files differ, and what each of them says. */
import type { Draft, DraftAsset, DraftEdge, DraftVersion, Said } from './draft.ts'
import { licenceKey } from './formats/licences.ts'
import { type PlacedEdge, shownVersion } from './versions.ts'

/** @returns the first thing that was said, after a report where others differ */
export function agreed(
  draft: Draft,
  about: { subject: string; about: string },
  said: readonly Said[],
  keyOf: (value: string) => string = (value) => value,
): { readonly said: Said | undefined; readonly contradicted: boolean } {
  const different = distinct(said, ({ value }) => keyOf(value))
  const contradicted = different.length > 1
  if (contradicted) draft.contradictions.push({ ...about, says: different })
  return { said: said[0], contradicted: contradicted && draft.policy.contradictions === 'hold' }
}

function distinct(said: readonly Said[], keyOf: (each: Said) => string): Said[] {
  const first = new Map<string, Said>()
  for (const each of said) if (!first.has(keyOf(each))) first.set(keyOf(each), each)
  return [...first.values()]
}

/** The licence of an asset. Licences choose terms, so a contradiction holds every version of it. */
export function agreedLicence(draft: Draft, asset: DraftAsset): string | undefined {
  const { said, contradicted } = agreed(
    draft,
    { subject: asset.asset, about: 'licence' },
    asset.licences,
    licenceKey,
  )
  if (contradicted)
    for (const version of asset.versions.values()) version.reasons.add('files differ on its licence')
  return said?.value
}

export function agreedDigest(draft: Draft, version: DraftVersion): string | undefined {
  const { said, contradicted } = agreed(
    draft,
    { subject: shownVersion(version), about: 'contentDigest' },
    version.digests,
  )
  if (contradicted) version.reasons.add('files differ on its contentDigest')
  return said?.value
}

/** Records by agent. Files that count them differently may count some of them twice. */
export function agreedContributors(draft: Draft, version: DraftVersion): ReadonlyMap<string, number> {
  const said = version.contributors.map(({ records, file, at }) => ({
    value: [...records].map(([agent, count]) => `${agent} ${count}`).join(', '),
    file,
    at,
  }))
  const { contradicted } = agreed(draft, { subject: shownVersion(version), about: 'contributors' }, said)
  if (contradicted) version.reasons.add('files differ on its contributors')
  return version.contributors[0]?.records ?? new Map()
}

/** The first date. Dates move no money by themselves, and documents mean different days by them, so none holds. */
export function agreedDate(draft: Draft, version: DraftVersion): string | undefined {
  // The runs of one file that wrote a version have a date each.
  const first = distinct(version.dates, ({ file }) => file)
  const about = { subject: shownVersion(version), about: 'releasedAt' }
  return agreed(draft, about, first, (day) => day.slice(0, 10)).said?.value
}

/** Two documents that both list the bases, or the datasets, of a version and list different ones. */
export function compareLists(draft: Draft, placed: readonly PlacedEdge[]): PlacedEdge[] {
  const lists = new Map<string, Map<string, PlacedEdge[]>>()
  for (const each of placed) {
    const { stated, file } = each.edge
    if (stated.list === undefined) continue
    for (const version of each.from) {
      const key = `${shownVersion(version)} ${stated.list}`
      const byFile = lists.get(key) ?? new Map<string, PlacedEdge[]>()
      byFile.set(file, [...(byFile.get(file) ?? []), each])
      lists.set(key, byFile)
    }
  }
  const dropped = new Set<PlacedEdge>()
  for (const [key, byFile] of lists) {
    const [subject, about] = key.split(' ') as [string, string]
    const sets = [...byFile].map(([file, edges]) => {
      const assets = [...new Set(edges.map(({ to }) => to.asset))].sort()
      return { value: assets.join(', '), file, at: edges[0]!.edge.stated.at, edges }
    })
    if (new Set(sets.map(({ value }) => value)).size < 2) continue
    draft.contradictions.push({
      subject,
      about,
      says: sets.map(({ value, file, at }) => ({ value, file, at })),
    })
    if (draft.policy.contradictions === 'first')
      for (const { edges } of sets.slice(1)) for (const edge of edges) dropped.add(edge)
    else
      for (const { edges } of sets)
        for (const { from } of edges)
          for (const version of from) version.reasons.add(`files list different ${about}`)
  }
  for (const { edge } of dropped)
    draft.leaveOut(edge, 'contradiction', 'a file named before lists other sources')
  return placed.filter((each) => !dropped.has(each))
}

/** The relation of one edge that several statements give. What a document says stands before what was inferred. */
export function agreedRelation(draft: Draft, edge: DraftEdge, placed: readonly PlacedEdge[]): string {
  const explicit = placed.filter(({ edge: { inferred } }) => inferred === undefined)
  const counting = explicit.length > 0 ? explicit : placed
  const said = counting.map(({ edge: { relation, file, stated } }) => ({
    value: relation,
    file,
    at: stated.at,
  }))
  const different = distinct(said, ({ value }) => value)
  if (different.length > 1) {
    draft.contradictions.push({
      subject: `${shownVersion(edge.from)} from ${edge.to.asset}`,
      about: 'relation',
      says: different,
    })
    if (draft.policy.contradictions === 'hold')
      edge.from.reasons.add(`files differ on its relation to ${edge.to.asset}`)
  }
  return said[0]!.value
}
