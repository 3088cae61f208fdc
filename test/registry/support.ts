/** What registry tests share: short ways to write events, and to say given / when / then. */
import { expect } from 'vitest'
import { HeadwaterError } from '../../src/errors.ts'
import { parseEvent } from '../../src/events/parse.ts'
import { type CallEvent, isCall, type RegistryWireEvent } from '../../src/events/types.ts'
import type { RegistryFact } from '../../src/registry/fact.ts'
import {
  createRegistry,
  decide,
  evolve,
  factData,
  factFromRecorded,
  type Recording,
  type RegistryState,
} from '../../src/registry/index.ts'

export type Json = { [key: string]: unknown }

let events = 0

/** A CloudEvent; `type` without `io.headwater.`. */
export function event(type: string, data: unknown, attributes: Json = {}): Json {
  events += 1
  return {
    specversion: '1.0',
    id: `event-${events}`,
    source: 'test',
    type: `io.headwater.${type}`,
    time: '2025-01-01T00:00:00Z',
    data,
    ...attributes,
  }
}

export function registryEvent(type: string, data: unknown, attributes: Json = {}): RegistryWireEvent {
  return parseEvent(event(type, data, attributes)) as RegistryWireEvent
}

export function call(data: Json, attributes: Json = {}): CallEvent {
  const parsed = parseEvent(event('call.metered', { asset: 'model:a/m', ...data }, attributes))
  if (!isCall(parsed)) throw new Error('a call is a call')
  return parsed
}

/** Decides and applies events in their order, each through its recorded JSON. */
export function given(
  ...given: readonly (readonly [type: string, data: unknown, attributes?: Json])[]
): RegistryState {
  const state = createRegistry()
  for (const [type, data, attributes] of given) apply(state, type, data, attributes)
  return state
}

export function apply(
  state: RegistryState,
  type: string,
  data: unknown,
  attributes: Json = {},
): RegistryFact {
  return applyUnder({}, state, registryEvent(type, data, attributes))
}

/** The same under what is given at the edge. */
export function applyUnder(
  recording: Recording,
  state: RegistryState,
  wire: RegistryWireEvent,
): RegistryFact {
  const fact = decide(wire, state, recording)
  const recorded = JSON.parse(JSON.stringify(factData(fact))) as unknown
  evolve(state, factFromRecorded(fact.type, recorded), state.count)
  return fact
}

/** The failure that `action` ends in. */
export function failure(action: () => unknown): HeadwaterError {
  try {
    action()
  } catch (error) {
    if (error instanceof HeadwaterError) return error
    throw error
  }
  throw new Error('it was expected to be refused')
}

/** What the event is refused with, by its shape or by the registry. */
export function refusal(
  state: RegistryState,
  type: string,
  data: unknown,
  attributes: Json = {},
): HeadwaterError {
  return failure(() => decide(registryEvent(type, data, attributes), state))
}

export function expectRefused(action: () => unknown, code: string, path?: string): void {
  const error = failure(action)
  expect({ code: error.code, ...(path !== undefined && { path: error.path }) }).toEqual({
    code,
    ...(path !== undefined && { path }),
  })
}

export const usd = ['currency.registered', { currency: 'USD', decimals: 6 }] as const
export const model = ['asset.registered', { asset: 'model:a/m', owner: 'owner' }] as const
export const dataset = ['asset.registered', { asset: 'dataset:a/d', owner: 'curator' }] as const
