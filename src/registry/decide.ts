/**
 * Judges an event of good shape against what is recorded before it. Each refusal says what is wrong, where, and what
 * would fix it; nothing is changed here.
 */
import type { RegistryWireEvent } from '../events/index.ts'
import type { RegistryFact } from './fact.ts'
import type { Registry } from './model.ts'
import { definitionOf } from './types.ts'

/**
 * The fact that the event becomes. Its identity must be new: the caller looks for duplicates first.
 * @throws HeadwaterError `currency.*`, `asset.*`, `version.*`, `release.*`, `amount.tooPrecise`, with the JSON pointer
 */
export function decide(event: RegistryWireEvent, registry: Registry): RegistryFact {
  return definitionOf(event.type).decide(event, registry)
}
