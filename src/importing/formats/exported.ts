/** Edges with their relation and terms, as Headwater's own exports add them to a document in another format. */
import { z } from 'zod'
import { defined } from '../../base/defined.ts'
import { policies, type Relation, relations } from '../../events/edgeNames.ts'
import { parseTime } from '../../events/time.ts'
import { parseShare } from '../../money/share.ts'
import { attempt } from '../attempt.ts'
import type { Reading, Reference, Terms } from '../model.ts'
import { headwaterReference } from '../names.ts'
import { fieldOf, objectsOf, textOf } from '../values.ts'

interface Exported {
  /** `{derivedFrom: [{asset, version, relation, policy, share}]}`, or anything else, which states nothing. */
  readonly stated: unknown
  readonly label: string
  readonly at: string
}

export function readExportedEdges(reading: Reading, from: Reference, { stated, label, at }: Exported): void {
  objectsOf(fieldOf(stated, 'derivedFrom')).forEach((edge, index) => {
    const to = headwaterReference((textOf(edge.asset) ?? '').replaceAll('@', '%40'))
    if (to === undefined) return
    reading.edges.push({
      from,
      to: { ...to, ...defined({ version: textOf(edge.version) }) },
      label,
      at: `${at}/headwater_lineage/derivedFrom/${index}`,
      ...defined({ relation: relationNamed(edge.relation), terms: termsOf(edge) }),
    })
  })
}

export function relationNamed(value: unknown): Relation | undefined {
  return relations.find((relation) => relation === value)
}

/** The terms of an object that has them: policy and share at least. An edge with an end or a cap that can't be read has none. */
export function termsOf(value: unknown): Terms | undefined {
  const policy = policies.find((name) => name === fieldOf(value, 'policy'))
  const share = textOf(fieldOf(value, 'share'))
  if (policy === undefined || share === undefined || 'fault' in attempt(() => parseShare(share)))
    return undefined
  const until = textOf(fieldOf(value, 'until'))
  if (until !== undefined && 'fault' in attempt(() => parseTime(until))) return undefined
  const caps = capList.safeParse(fieldOf(value, 'caps') ?? [])
  if (!caps.success) return undefined
  return { policy, share, ...defined({ until, caps: caps.data.length === 0 ? undefined : caps.data }) }
}

const capList = z.array(z.object({ currency: z.string(), amount: z.string() }))

/** What a property holds as JSON text; undefined where it is none. */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
