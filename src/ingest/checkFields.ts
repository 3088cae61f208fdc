/** Checks one event by itself: its fields, and whether its sender may send events of its type. */
import { type Fault, faultOf } from '../errors.ts'
import { isCall, parseEvent, type WireEvent } from '../events/index.ts'
import type { EventPermissions } from './answers.ts'

export type CheckedEvent =
  | { readonly event: WireEvent }
  /** With source and id where the event has them, so that its sender finds it. */
  | { readonly fault: Fault; readonly source?: string; readonly id?: string }

export function checkFields(value: unknown, allowed: EventPermissions): CheckedEvent {
  let event: WireEvent
  try {
    event = parseEvent(value)
  } catch (error) {
    return { fault: faultOf(error), ...namesOf(value) }
  }
  const scope = isCall(event) ? 'calls' : 'registry'
  if (allowed[scope]) return { event }
  const message = `The sender may not send ${event.type}: it lacks the scope ${scope}.`
  return { fault: { code: 'auth.scope', message, path: '/type' }, source: event.source, id: event.id }
}

function namesOf(value: unknown): { source?: string; id?: string } {
  if (value === null || typeof value !== 'object') return {}
  const { source, id } = value as { source?: unknown; id?: unknown }
  return {
    ...(typeof source === 'string' && { source: source.slice(0, 1_024) }),
    ...(typeof id === 'string' && { id: id.slice(0, 1_024) }),
  }
}
