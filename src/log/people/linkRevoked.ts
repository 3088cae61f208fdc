import { z } from 'zod'
import { OwnEvent } from '../ownEvent.ts'
import { actor, linkId } from './fields.ts'

/** An operator took a link back. Sessions that it began are over, too. */
export const linkRevoked = new OwnEvent('LinkRevoked', z.object({ link: linkId, by: actor }))
