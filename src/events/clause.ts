/** Clauses: a part of what a payee earns goes to another payee, by what it earned so far. */
import { z } from 'zod'
import { fail } from '../errors.ts'
import { formatShare } from '../money/share.ts'
import { optional } from './coded.ts'
import { compareAmounts } from './compareAmounts.ts'
import { defineEvent, notList, notObject } from './definition.ts'
import * as field from './fields.ts'
import { partRoles } from './partRoles.ts'
import { formatTime } from './time.ts'

const rankMax = 999

export const clauseAgreed = defineEvent({
  schema: z
    .object(
      {
        clause: field.text,
        payee: field.payee,
        to: field.payee,
        currency: field.currency,
        tiers: optional(
          z.array(
            z.object({ upTo: optional(field.positiveAmount), share: field.shareFromZero }, notObject),
            notList,
          ),
        ),
        share: optional(field.shareFromZero),
        cap: optional(field.positiveAmount),
        assets: optional(z.array(field.asset, notList)),
        roles: optional(z.array(field.choice(partRoles, 'role'), notList)),
        rank: optional(field.whole('A rank', rankMax)),
        effectiveFrom: field.time,
        until: optional(field.time),
      },
      notObject,
    )
    .describe(
      'Diverts a part of what a payee earns in a currency: either tiers, by what it earned since the clause began, or one share.',
    ),
  check: (data) => {
    const { payee, to, effectiveFrom, until } = data
    if (payee === to) {
      fail('clause.toItself', `A clause of ${JSON.stringify(payee)} can't give to the same payee.`, {
        path: '/data/to',
      })
    }
    checkTiers(data)
    if (until !== undefined && until <= effectiveFrom) {
      fail(
        'clause.neverInForce',
        `The clause ends at ${formatTime(until)}, which is not after its effectiveFrom.`,
        { path: '/data/until' },
      )
    }
  },
  content: (bytes, data) => {
    const { tiers = [], assets = [], roles = [] } = data
    bytes.texts(data.clause, data.payee, data.to, data.currency)
    bytes.u32(tiers.length)
    for (const { upTo, share } of tiers) bytes.texts(upTo?.text, formatShare(share))
    bytes.text(data.share === undefined ? undefined : formatShare(data.share))
    bytes.text(data.cap?.text)
    bytes.u32(assets.length)
    bytes.texts(...assets)
    bytes.u32(roles.length)
    bytes.texts(...roles)
    bytes.digits(data.rank)
    bytes.time(data.effectiveFrom)
    bytes.time(data.until ?? -1)
  },
})

export const clauseEnded = defineEvent({
  schema: z
    .object({ clause: field.text, at: field.time }, notObject)
    .describe('The end of a clause: `at` is the last T in which it can be in force.'),
  content: (bytes, { clause, at }) => {
    bytes.text(clause)
    bytes.time(at)
  },
})

interface Shares {
  readonly tiers?: readonly { readonly upTo?: field.WrittenAmount }[]
  readonly share?: number
}

function checkTiers({ tiers, share }: Shares): void {
  if (tiers === undefined) {
    if (share !== undefined) return
    fail('event.missing', 'A clause has tiers or a share.', { path: '/data/tiers' })
  }
  if (share !== undefined) {
    fail('clause.shareAndTiers', 'The clause has both tiers and a share; it has one of them.', {
      path: '/data/share',
    })
  }
  const last = tiers.length - 1
  tiers.forEach(({ upTo }, index) => {
    const path = `/data/tiers/${index}/upTo`
    if (index === last && upTo !== undefined)
      fail('clause.tiers', 'The last tier is open: it has no upTo.', { path })
    if (index < last && upTo === undefined)
      fail('clause.tiers', 'Only the last tier is open; this one needs an upTo.', { path })
    const before = tiers[index - 1]?.upTo
    if (upTo && before && compareAmounts(upTo.text, before.text) <= 0) {
      fail('clause.tiers', `The tier ends at ${upTo.text}, which is not above ${before.text} before it.`, {
        path,
      })
    }
  })
}
