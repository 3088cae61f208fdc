/** `RootDisabled`: the guardian took the root back. It is never active again. */
import { z } from 'zod'
import { OwnEvent } from '../ownEvent.ts'
import { count } from './fields.ts'

export const rootDisabled = new OwnEvent(
  'RootDisabled',
  z.object({ index: z.int().positive(), block: count }),
)
