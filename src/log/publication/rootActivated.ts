/** `RootActivated`: payees claim against this root. */
import { z } from 'zod'
import { OwnEvent } from '../ownEvent.ts'
import { count } from './fields.ts'

export const rootActivated = new OwnEvent(
  'RootActivated',
  z.object({ index: z.int().positive(), block: count }),
)
