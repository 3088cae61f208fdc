/** Decides for each edge which relation it is: by a rule of the policy, by the document, or by the kinds of both ends. */
import type { Relation } from '../events/edgeNames.ts'
import { type Draft, type ResolvedEdge, shown } from './draft.ts'
import type { Policy } from './policy.ts'
import type { LeftOutReason } from './report.ts'

export interface RelatedEdge extends ResolvedEdge {
  readonly relation: Relation
  /** Why the relation is taken, where the document does not say it. */
  readonly inferred?: string
}

type Decision =
  | { readonly relation: Relation; readonly inferred?: string }
  | { readonly reason: LeftOutReason; readonly message: string }

/** Reports each edge that has no relation, and returns the others. */
export function relate(draft: Draft): RelatedEdge[] {
  const related: RelatedEdge[] = []
  for (const edge of draft.edges) {
    const decision = relationOf(draft.policy, edge)
    if (!('reason' in decision)) {
      related.push({ ...edge, ...decision })
      continue
    }
    draft.leaveOut(edge, decision.reason, decision.message)
    if (!draft.holds(decision.reason)) continue
    draft.assets.get(edge.from.asset)!.described = true
    draft.lost.push({ from: edge.from, why: `${shown(edge.to)}: ${decision.message}` })
  }
  return related
}

function relationOf(policy: Policy, { stated, from, to }: ResolvedEdge): Decision {
  const { label, relation, inferred, weak, job } = stated
  const rule = policy.relations.find(
    (each) =>
      each.label.match(label) !== undefined &&
      (each.kind === undefined || each.kind === from.kind) &&
      (each.of === undefined || each.of === to.kind),
  )
  if (rule?.none) return { reason: 'noDerivation', message: `the policy says that ${label} is no derivation` }
  if (rule?.relation !== undefined) return { relation: rule.relation }
  if (weak !== undefined) return { reason: 'weak', message: weak }
  if (job !== undefined) return ofJob(policy, { stated, from, to }, job)
  if (relation !== undefined && inferred === undefined) return { relation }
  const guess = relation !== undefined ? { relation, because: inferred! } : byKinds(from.kind, to.kind)
  if (guess === undefined) {
    return {
      reason: 'noRelation',
      message: `${label} of a ${from.kind} from a ${to.kind} may be any relation: add a rule to relations of the policy`,
    }
  }
  if (policy.inferred === 'hold') {
    return {
      reason: 'inferredRelation',
      message: `the document does not say that it is ${guess.relation}, and the policy takes no inferred relation`,
    }
  }
  return { relation: guess.relation, inferred: guess.because }
}

function ofJob(
  policy: Policy,
  { stated, from, to }: Pick<ResolvedEdge, 'stated' | 'from' | 'to'>,
  job: string,
): Decision {
  const rule = policy.jobs.find((each) => each.job.match(job) !== undefined)
  const relation =
    rule?.relation ??
    (rule === undefined ? undefined : (stated.relation ?? byKinds(from.kind, to.kind)?.relation))
  if (relation !== undefined) return { relation }
  return {
    reason: 'inputsTimesOutputs',
    message:
      rule === undefined
        ? `${job} read the one and wrote the other, and nothing says that the one went into the other: add column lineage, or the job to jobs of the policy`
        : `the rule of the policy for the job ${job} gives no relation between a ${from.kind} and a ${to.kind}`,
  }
}

/** A model that comes from a model may do so in five ways, so there is none for those. */
function byKinds(kind: string, of: string): { relation: Relation; because: string } | undefined {
  if (kind === 'model' && of === 'dataset')
    return { relation: 'trainedOn', because: 'a model comes from a dataset' }
  if (kind === 'dataset' && of === 'dataset')
    return { relation: 'composedOf', because: 'a dataset comes from a dataset' }
  if (kind === 'agent' || kind === 'tool')
    return { relation: 'composedOf', because: `a ${kind} comes from a ${of}` }
  return undefined
}
