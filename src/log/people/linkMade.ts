import { z } from 'zod'
import { OwnEvent } from '../ownEvent.ts'
import { actor, linkId } from './fields.ts'

/** An operator made a link with which a payee signs in once. The log has a hash of its token alone. */
export const linkMade = new OwnEvent(
  'LinkMade',
  z.object({
    link: linkId,
    payee: z.string(),
    /** SHA-256 of the token, as 64 hex digits. */
    hash: z.string().regex(/^[0-9a-f]{64}$/),
    /** RFC 3339 in UTC. */
    expiresAt: z.string(),
    by: actor,
  }),
)
