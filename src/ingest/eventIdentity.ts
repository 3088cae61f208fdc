/** The identity of an event and its content, as the identity index has them. */

import {
  contentBytes,
  type IdentitySpace,
  identityBytes,
  isRegistryEvent,
  type WireEvent,
} from '../events/index.ts'
import { identitySize } from '../identities/port.ts'
import { keccak256 } from '../keccak/index.ts'

/** 16 bytes each. */
export function eventIdentity(event: WireEvent): { identity: Uint8Array; content: Uint8Array } {
  return {
    identity: identityOf(isRegistryEvent(event) ? 'R' : 'C', event.source, event.id),
    content: half(contentBytes(event)),
  }
}

/** Of an event by its names, 16 bytes. */
export function identityOf(space: IdentitySpace, source: string, id: string): Uint8Array {
  return half(identityBytes(space, source, id))
}

function half(bytes: Uint8Array): Uint8Array {
  return keccak256(bytes).slice(0, identitySize)
}
