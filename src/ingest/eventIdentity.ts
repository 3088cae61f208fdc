/** The identity of an event and its content, as the identity index has them. */

import { contentBytes, identityBytes, isCall, type WireEvent } from '../events/index.ts'
import { identitySize } from '../identities/port.ts'
import { keccak256 } from '../keccak/index.ts'

/** 16 bytes each. */
export function eventIdentity(event: WireEvent): { identity: Uint8Array; content: Uint8Array } {
  return {
    identity: half(identityBytes(isCall(event) ? 'C' : 'R', event.source, event.id)),
    content: half(contentBytes(event)),
  }
}

function half(bytes: Uint8Array): Uint8Array {
  return keccak256(bytes).slice(0, identitySize)
}
