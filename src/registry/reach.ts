/**
 * What an event that is recorded now changes of calls that were recorded before it. A rate changes none of them, but
 * calls of the same time that come later would get another price.
 */
import type { RegistryWireEvent } from '../events/index.ts'
import type { Micros } from '../events/time.ts'
import type { Registry } from './model.ts'
import type { Reach } from './paying.ts'
import { definitionOf } from './types.ts'

/**
 * Judges an event by the registry before it.
 * @returns undefined where it reaches back over nothing, whatever calls there are
 */
export function reachOf(event: RegistryWireEvent, registry: Registry, now: Micros): Reach | undefined {
  const reach = definitionOf(event.type).reach?.(event, registry, now)
  return reach && reach.from < reach.before ? reach : undefined
}
