/**
 * Judges a well-formed event against everything recorded before it. A refusal says what is wrong, where, and how to fix
 * it. Deciding changes nothing.
 */
import type { RegistryWireEvent } from '../events/index.ts'
import type { Recording } from './definition.ts'
import type { RegistryFact } from './fact.ts'
import type { Registry } from './model.ts'
import { definitionOf } from './types.ts'

/**
 * Returns the fact that the event becomes. The identity must be new: the caller has looked for duplicates.
 * @throws HeadwaterError `currency.*`, `asset.*`, `version.*`, `release.*`, `amount.tooPrecise`, with the JSON pointer
 */
export function decide(
  event: RegistryWireEvent,
  registry: Registry,
  recording: Recording = {},
): RegistryFact {
  return definitionOf(event.type).decide(event, registry, recording)
}
