/** The platform fee. */
import { z } from 'zod'
import { formatShare } from '../money/share.ts'
import { defineEvent, notObject } from './definition.ts'
import * as field from './fields.ts'

export const feeSet = defineEvent({
  schema: z
    .object({ share: field.shareFromZero, payee: field.payee, effectiveFrom: field.time }, notObject)
    .describe('The platform fee on direct revenue from a moment on.'),
  content: (bytes, { share, payee, effectiveFrom }) => {
    bytes.texts(formatShare(share), payee)
    bytes.time(effectiveFrom)
  },
})
