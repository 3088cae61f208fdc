/**
 * `RootsVanished`: a reorg took the roots from this index on out of the contract, deeper than a publication waits. An
 * operator said that it goes on from there.
 */
import { z } from 'zod'
import { OwnEvent } from '../ownEvent.ts'
import { count } from './fields.ts'

export const rootsVanished = new OwnEvent(
  'RootsVanished',
  z.object({ index: z.int().positive(), block: count }),
)
