/** Checks one event by itself: its fields, and whether its sender may send it. */
import { withMappingKey } from '../decoding/formats/mappingKeys.ts'
import { formatByTells } from '../decoding/input/tells.ts'
import { type Fault, faultOf } from '../errors.ts'
import { isEventType, isRegistryEvent, parseEvent, scopeOf, type WireEvent } from '../events/index.ts'
import type { EventPermissions } from './answers.ts'
import { boundsOf } from './bounds.ts'
import { chainSourceFault } from './chainSources.ts'

interface RefusedEvent {
  readonly fault: Fault
  /** Where the event has them, so that its sender finds it. */
  readonly source?: string
  readonly id?: string
  /** Whether it is a registry event, as far as its type says. */
  readonly registry?: boolean
}

export type CheckedEvent =
  | {
      readonly event: WireEvent
      /** The asset whose owner must be one of the sender's; `checkOwner` decides that. */
      readonly ownedAsset?: string | undefined
    }
  | RefusedEvent

/** @param format label of the format that the event came in */
export function checkFields(value: unknown, allowed: EventPermissions, format = 'cloudevents'): CheckedEvent {
  let event: WireEvent
  try {
    event = parseEvent(value)
  } catch (error) {
    return { fault: withShape(withMappingKey(faultOf(error), format), value), ...namesOf(value) }
  }
  const { source, id } = event
  const scope = scopeOf(event)
  if (!allowed[scope]) {
    const message = `The sender may not send ${event.type}: it lacks the scope ${scope}.`
    return { fault: { code: 'auth.scope', message, path: '/type' }, source, id }
  }
  const bounds = boundsOf(allowed.bounds)
  const fault = chainSourceFault(source, allowed) ?? bounds?.fault(event)
  if (fault) return { fault, source, id }
  return bounds === undefined ? { event } : { event, ownedAsset: bounds.ownedAsset(event) }
}

/** @param owner of `ownedAsset`; undefined where the asset is not registered */
export function checkOwner(
  asset: string,
  owner: string | undefined,
  allowed: EventPermissions,
): Fault | undefined {
  return boundsOf(allowed.bounds)?.ownerFault(asset, owner)
}

/** Says so where a record that is no CloudEvent is one of a gateway. */
function withShape(fault: Fault, value: unknown): Fault {
  if (fault.code !== 'event.missing' || fault.path !== '/specversion') return fault
  const found = formatByTells(value)
  if (found === undefined || found === 'cloudevents') return fault
  const message = `${fault.message} This is no CloudEvent; it looks like a record of the format ${found}: name it with --format ${found}, over HTTP with ?format=${found}.`
  return { ...fault, message }
}

function namesOf(value: unknown): Omit<RefusedEvent, 'fault'> {
  if (value === null || typeof value !== 'object') return {}
  const { source, id, type } = value as { source?: unknown; id?: unknown; type?: unknown }
  return {
    ...(isRegistryType(type) && { registry: true }),
    ...(typeof source === 'string' && { source: source.slice(0, 1_024) }),
    ...(typeof id === 'string' && { id: id.slice(0, 1_024) }),
  }
}

function isRegistryType(type: unknown): boolean {
  if (typeof type !== 'string' || !type.startsWith('io.headwater.')) return false
  return !isEventType(type) || isRegistryEvent({ type } as WireEvent)
}
