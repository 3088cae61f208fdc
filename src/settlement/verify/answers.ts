/** Shapes of what a verification answers. */
import { z } from 'zod'
import type { Answer } from '../../base/answers.ts'
import type { CloseProgress } from '../progress.ts'

const verifyCheck = z.object({ name: z.string(), ok: z.boolean(), detail: z.string() })

export const verifyReport = z
  .object({
    epoch: z.number().int().positive(),
    ok: z.boolean(),
    checks: z.array(verifyCheck),
  })
  .meta({ id: 'VerifyReport' })

/** A line of a verification that is read while it runs. */
export const verifyLine = z
  .union([z.object({ check: verifyCheck }), z.object({ report: verifyReport })])
  .meta({ id: 'VerifyLine', description: 'Each check when it has ended; last the report.' })

export type VerifyReport = Answer<typeof verifyReport>
export type VerifyCheck = Answer<typeof verifyCheck>
export type VerifyLine = Answer<typeof verifyLine>

export interface VerifyOptions {
  /** Sums all calls ever recorded again, and takes no checkpoint of an earlier epoch. Default: no. */
  readonly full?: boolean | undefined
  /** A verification by a server reports none. */
  readonly onProgress?: ((progress: CloseProgress) => void) | undefined
  /** Called with what each check found, when it has ended; in the order in which they end. */
  readonly onCheck?: ((epoch: number, check: VerifyCheck) => void) | undefined
}
