/** How the registry handles one event type: decides it, applies it, and writes its fact. */

import type { RegistryEventType, RegistryWireEventOf } from '../events/index.ts'
import type { Micros } from '../events/time.ts'
import { formatShare, parseShare, type Share } from '../money/share.ts'
import type { FactOf } from './fact.ts'
import type { Registry } from './model.ts'
import type { Reach } from './paying.ts'
import type { RegistryState } from './state.ts'

export type Json = { [key: string]: unknown }

/** What an event is decided under, besides the registry. It is read at the edge, so that deciders read no clock. */
export interface Recording {
  /** When an account that is bound now can be paid; left out where the ledger has no notice for accounts. */
  readonly payableFrom?: Micros
}

export interface RegistryDefinition<Type extends RegistryEventType> {
  /**
   * Returns the fact that the event becomes. Changes nothing.
   * @throws HeadwaterError with the JSON pointer of the field that contradicts what is recorded
   */
  readonly decide: (
    event: RegistryWireEventOf<Type>,
    registry: Registry,
    recording: Recording,
  ) => FactOf<Type>
  /** Calls that the event reaches back over; left out for a type that never changes money of earlier calls. */
  readonly reach?: (event: RegistryWireEventOf<Type>, registry: Registry, now: Micros) => Reach | undefined
  /** Applies the fact, which is event number `revision` of the registry stream. Never refuses one. */
  readonly evolve: (state: RegistryState, fact: FactOf<Type>, revision: number) => void
  /** The fact's own fields in JSON. */
  readonly payload: (data: FactOf<Type>['data']) => Json
  /**
   * The fields of the payload in JSON, without the braces around them, for types that come by the million; left out where
   * `payload` serves. A test compares the two.
   */
  readonly text?: {
    /** In the order in which `payload` has them. */
    readonly stored: (data: FactOf<Type>['data']) => string
    /** With the keys of each object in their order, as RFC 8785 wants them. */
    readonly sorted: (data: FactOf<Type>['data']) => string
  }
  /** Reads what `payload` wrote. */
  readonly read: (payload: Json) => FactOf<Type>['data']
  /** The data as it was sent, if the fact has more. */
  readonly asSent?: (data: FactOf<Type>['data']) => RegistryWireEventOf<Type>['data']
}

/** For data that is JSON already. */
export const plainPayload = {
  payload: (data: object): Json => ({ ...data }),
  // biome-ignore lint/suspicious/noExplicitAny: the data had this shape when it was recorded
  read: (payload: Json): any => payload,
} as const

/** Reads a recorded share. */
export function readShare(share: unknown, zeroAllowed = false): Share {
  return parseShare(share as string, undefined, zeroAllowed)
}

/** `{…, share}` with its share as text, and back. */
export function writeSharing<Item extends { readonly share: Share }>(item: Item) {
  return { ...item, share: formatShare(item.share) }
}
export function readSharing(item: Json): Json {
  return { ...item, share: readShare(item.share) }
}
