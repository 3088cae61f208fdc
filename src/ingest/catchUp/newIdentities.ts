/** Finds which of the recorded identities an index does not have yet. */
import { type IdentityIndex, identitySeen, identitySize } from '../../identities/port.ts'

/** 16 bytes each. */
export interface Identities {
  readonly identity: Uint8Array
  readonly content: Uint8Array
  readonly count: number
}

/** If two processes accepted one identity, the first one that the index learned of stays. */
export function newIdentities(
  index: Pick<IdentityIndex, 'check'>,
  identity: Uint8Array,
  content: Uint8Array,
): Identities {
  const count = identity.length / identitySize
  const seen = new Uint8Array(count)
  index.check(identity, content, count, seen)
  if (seen.every((status) => status === identitySeen.new)) return { identity, content, count }
  const fresh = [...seen.keys()].filter((at) => seen[at] === identitySeen.new)
  return { identity: pick(identity, fresh), content: pick(content, fresh), count: fresh.length }
}

function pick(bytes: Uint8Array, places: readonly number[]): Uint8Array {
  const picked = new Uint8Array(places.length * identitySize)
  for (const [to, from] of places.entries())
    picked.set(bytes.subarray(from * identitySize, (from + 1) * identitySize), to * identitySize)
  return picked
}
