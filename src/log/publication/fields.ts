/** Fields that events of a publication share. Amounts are decimal text in atoms or wei. */
import { z } from 'zod'

export const hash = z.string().regex(/^0x[0-9a-f]{64}$/)
export const address = z.string().regex(/^0x[0-9a-f]{40}$/)
export const amount = z.string().regex(/^(?:0|[1-9][0-9]{0,77})$/)
export const epochNumber = z.int().positive()
export const count = z.int().nonnegative()
export const sha256 = z.string().regex(/^[0-9a-f]{64}$/)

/** What a transaction is for. `fill` moves nothing: it uses a nonce that later transactions wait for. */
const purposes = ['approve', 'fund', 'submit', 'activate', 'fill'] as const
export const purpose = z.enum(purposes)
export type Purpose = z.infer<typeof purpose>
