/** What a close or a preview warns of. It refuses nothing. */
import { z } from 'zod'
import type { Answer } from '../../base/answers.ts'

export const closeWarning = z
  .object({
    code: z.enum(['untilFarAhead']),
    message: z.string(),
  })
  .meta({ id: 'CloseWarning' })

export type CloseWarning = Answer<typeof closeWarning>
