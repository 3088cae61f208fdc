/** Releases: immutable versions with their lineage and terms. */
import { z } from 'zod'
import { fail } from '../errors.ts'
import { formatShare, sharePartsWhole } from '../money/share.ts'
import { optional } from './coded.ts'
import { defineEvent, notList, notObject } from './definition.ts'
import { writeEdgeEnds } from './edgeEnds.ts'
import { checkEdge, edgeTermSchemas, writeEdgeTerms } from './edgeTerms.ts'
import * as field from './fields.ts'
import { checkPayeesOnce } from './rules.ts'
import { weightedPayees, writeWeighted } from './weighted.ts'

export const versionReleased = defineEvent({
  schema: z
    .object(
      {
        asset: field.asset,
        version: field.version,
        releasedAt: optional(field.time),
        contentDigest: optional(field.text),
        holders: optional(z.array(z.object({ payee: field.payee, share: field.share }, notObject), notList)),
        contributorShare: optional(field.share),
        contributors: optional(weightedPayees),
        derivedFrom: optional(
          z.array(
            z.object({ asset: field.asset, version: optional(field.version), ...edgeTermSchemas }, notObject),
            notList,
          ),
        ),
      },
      notObject,
    )
    .describe(
      'An immutable release with its lineage and terms. Holder shares and contributorShare add up to 1.',
    ),
  check: (data) => {
    checkPayeesOnce(data.holders, 'holders')
    checkPayeesOnce(data.contributors, 'contributors')
    checkSharesWhole(data)
    data.derivedFrom?.forEach((edge, index) => {
      checkEdge(edge, `/data/derivedFrom/${index}`)
    })
  },
  content: (bytes, data) => {
    const { holders = [], contributorShare, contributors = [], derivedFrom = [] } = data
    bytes.texts(data.asset, data.version)
    bytes.time(data.releasedAt ?? -1)
    bytes.text(data.contentDigest)
    bytes.u32(holders.length)
    for (const { payee, share } of holders) bytes.texts(payee, formatShare(share))
    bytes.text(contributorShare === undefined ? undefined : formatShare(contributorShare))
    writeWeighted(bytes, contributors)
    bytes.u32(derivedFrom.length)
    for (const edge of derivedFrom) {
      bytes.texts(edge.asset, edge.version)
      writeEdgeTerms(bytes, edge)
    }
    derivedFrom.forEach((edge, index) => {
      writeEdgeEnds(bytes, edge, `derivedFrom/${index}`)
    })
  },
})

interface Shares {
  readonly holders?: readonly { readonly share: number }[]
  readonly contributorShare?: number
  readonly contributors?: readonly unknown[]
}

function checkSharesWhole({ holders, contributorShare, contributors }: Shares): void {
  if (contributors !== undefined && contributorShare === undefined) {
    fail(
      'release.contributorsWithoutShare',
      'The release lists contributors but has no contributorShare for them.',
      { path: '/data/contributors' },
    )
  }
  // Without holders and contributorShare, the owner holds the whole.
  if (holders === undefined && contributorShare === undefined) return
  const total = (holders ?? []).reduce((sum, { share }) => sum + share, 0) + (contributorShare ?? 0)
  if (total !== sharePartsWhole) {
    fail(
      'release.sharesNotWhole',
      `Holder shares and contributorShare add up to ${formatShare(total)}, not to 1.`,
      {
        path: holders === undefined ? '/data/contributorShare' : '/data/holders',
        data: { total: formatShare(total) },
      },
    )
  }
}
