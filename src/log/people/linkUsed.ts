import { z } from 'zod'
import { OwnEvent } from '../ownEvent.ts'
import { linkId } from './fields.ts'

/** A payee signed in with a link. It is of no use afterwards. */
export const linkUsed = new OwnEvent('LinkUsed', z.object({ link: linkId }))
