/** Holdings: a share of what versions retain goes from one holder to another. */
import { z } from 'zod'
import { fail } from '../errors.ts'
import { formatShare } from '../money/share.ts'
import { optional } from './coded.ts'
import { defineEvent, notObject } from './definition.ts'
import * as field from './fields.ts'

export const holdingTransferred = defineEvent({
  schema: z
    .object(
      {
        asset: field.asset,
        version: optional(field.version),
        from: field.payee,
        to: field.payee,
        share: field.share,
        effectiveFrom: field.time,
      },
      notObject,
    )
    .describe(
      'A share of what a version retains, from one holder to another. Without a version: of every version of the asset in which `from` holds.',
    ),
  check: ({ from, to }) => {
    if (from === to) {
      fail('holding.toItself', `${JSON.stringify(from)} can't transfer a share to itself.`, {
        path: '/data/to',
      })
    }
  },
  content: (bytes, { asset, version, from, to, share, effectiveFrom }) => {
    bytes.texts(asset, version, from, to, formatShare(share))
    bytes.time(effectiveFrom)
  },
})
