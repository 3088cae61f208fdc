/** Gives each edge its terms, by the first rule of the policy that applies. */
import { parseShare } from '../money/share.ts'
import { agreed } from './contradictions.ts'
import type { Draft, DraftEdge } from './draft.ts'
import { shownTerms, type Terms } from './model.ts'
import type { TermsPattern } from './policy.ts'
import { shownVersion } from './versions.ts'

/** Edges of one version that divide a pool. */
interface Pool {
  readonly rule: TermsPattern
  readonly edges: DraftEdge[]
}

/**
 * @param licences of assets by id
 * @returns the edges that have terms; the others are reported
 */
export function giveTerms(
  draft: Draft,
  edges: readonly DraftEdge[],
  licences: ReadonlyMap<string, string>,
): DraftEdge[] {
  const pools = new Map<string, Pool>()
  const kept: DraftEdge[] = []
  for (const edge of edges) {
    const own = draft.policy.statedTerms === 'use' ? statedTerms(draft, edge) : undefined
    if (own !== undefined) {
      kept.push(Object.assign(edge, { ...own, share: parseShare(own.share) }))
      continue
    }
    const place = draft.policy.terms.findIndex((rule) => applies(rule, edge, licences.get(edge.to.asset)))
    const rule = draft.policy.terms[place]
    if (rule === undefined) {
      const licence = licences.get(edge.to.asset)
      leaveOut(
        draft,
        edge,
        'noTerms',
        `no terms of the policy cover ${edge.relation} of ${edge.to.asset} (${licence === undefined ? 'no licence' : `licence ${licence}`})`,
      )
    } else if (rule.none) leaveOut(draft, edge, 'noRoyalty', 'by the policy it earns nothing')
    else {
      edge.policy = rule.policy
      kept.push(edge)
      if (rule.share !== undefined) edge.share = parseShare(rule.share)
      else {
        const key = `${shownVersion(edge.from)} ${place}`
        const pool = pools.get(key) ?? { rule, edges: [] }
        pool.edges.push(edge)
        pools.set(key, pool)
      }
    }
  }
  for (const pool of pools.values()) divide(pool)
  return kept.filter((edge) => {
    if (edge.share! > 0) return true
    leaveOut(draft, edge, 'noTerms', 'the pool is too small to be divided among so many edges')
    return false
  })
}

/** The terms that documents state, which must be the same in all of them. */
function statedTerms(draft: Draft, edge: DraftEdge): Terms | undefined {
  const said = edge.stated.flatMap(({ stated: { terms, at }, file }) =>
    terms === undefined ? [] : [{ value: shownTerms(terms), file, at, terms }],
  )
  const about = { subject: `${shownVersion(edge.from)} from ${edge.to.asset}`, about: 'terms' }
  if (agreed(draft, about, said).contradicted)
    edge.from.reasons.add(`files differ on its terms with ${edge.to.asset}`)
  return said[0]?.terms
}

function leaveOut(draft: Draft, edge: DraftEdge, reason: 'noTerms' | 'noRoyalty', message: string): void {
  for (const stated of edge.stated) draft.leaveOut(stated, reason, message)
  if (draft.holds(reason)) edge.from.reasons.add(message)
}

function applies(
  rule: TermsPattern,
  { relation, from, to }: DraftEdge,
  licence: string | undefined,
): boolean {
  return (
    (rule.relations === undefined || rule.relations.has(relation!)) &&
    (rule.kind === undefined || rule.kind === to.kind) &&
    (rule.licence === undefined || (licence !== undefined && rule.licence.match(licence) !== undefined)) &&
    (rule.source === undefined || rule.source.match(to.asset) !== undefined) &&
    (rule.asset === undefined || rule.asset.match(from.asset.asset) !== undefined)
  )
}

/** Each gets the same share: what does not divide stays with the derived version. */
function divide({ rule, edges }: Pool): void {
  const each = Math.floor(parseShare(rule.pool!) / edges.length)
  for (const edge of edges) edge.share = each
}
