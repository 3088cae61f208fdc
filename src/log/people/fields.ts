/** Fields that events about people share. */
import { z } from 'zod'
import { actorKinds } from '../../base/actor.ts'

export const linkId = z.string().regex(/^[0-9a-f]{16}$/)
export const actor = z.object({ kind: z.enum(actorKinds), name: z.string() })
