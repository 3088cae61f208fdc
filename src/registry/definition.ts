/** What the registry does with one type of event: decides it, applies it, and writes its fact. */

import type { RegistryEventType, RegistryWireEventOf } from '../events/index.ts'
import { formatShare, parseShare, type Share } from '../money/share.ts'
import type { FactOf } from './fact.ts'
import type { Registry } from './model.ts'
import type { RegistryState } from './state.ts'

export type Json = { [key: string]: unknown }

export interface RegistryDefinition<Type extends RegistryEventType> {
  /**
   * The fact that the event becomes. Nothing is changed here.
   * @throws HeadwaterError with the JSON pointer of what does not fit what is recorded
   */
  readonly decide: (event: RegistryWireEventOf<Type>, registry: Registry) => FactOf<Type>
  /** Applies the fact, the event number `revision` of the registry stream. Total: it never refuses. */
  readonly evolve: (state: RegistryState, fact: FactOf<Type>, revision: number) => void
  /** The fact's own fields in JSON. */
  readonly payload: (data: FactOf<Type>['data']) => Json
  /** The data that `payload` wrote. */
  readonly read: (payload: Json) => FactOf<Type>['data']
  /** The data as it was sent, where the fact says more. */
  readonly asSent?: (data: FactOf<Type>['data']) => RegistryWireEventOf<Type>['data']
}

/** For data that is JSON as it is. */
export const plainPayload = {
  payload: (data: object): Json => ({ ...data }),
  // biome-ignore lint/suspicious/noExplicitAny: what was recorded of this type had its shape
  read: (payload: Json): any => payload,
} as const

/** A share as recorded. */
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
