/** The keys that a server accepts. They may change while it runs; whether it has keys at all may not. */
import { createHash, timingSafeEqual } from 'node:crypto'
import type { ApiKey, Scope } from '../config.ts'
import { scopes } from '../config.ts'
import type { EventPermissions } from '../service/headwater.ts'

/** A caller, by its key or its session. */
export interface Principal {
  /** payee: one that signed in by an account or a link. */
  readonly kind: 'loopback' | 'key' | 'payee'
  readonly name: string
  readonly scopes: ReadonlySet<Scope>
  readonly allowed: EventPermissions
  /** Of the scope payee: the payees whose own things the caller reads. */
  readonly payees: readonly string[]
}

export interface KeyRing {
  /** Whether the server began without keys: then it accepts every program of its machine. */
  readonly open: boolean
  /** Whose key it is; null if the server does not know it. */
  identify(key: string): Principal | null
  /** Likewise, by the SHA-256 of the key. */
  withHash(hash: Buffer): Principal | null
  /** With an empty list no key is accepted any more. */
  replace(keys: readonly ApiKey[]): void
}

export const loopbackCaller: Principal = {
  kind: 'loopback',
  name: 'loopback',
  scopes: new Set(scopes),
  allowed: { calls: true, registry: true },
  payees: [],
}

export function createKeyRing(keys: readonly ApiKey[]): KeyRing {
  const open = keys.length === 0
  let known = keys.map(entryOf)
  /** The time does not depend on which entry it is, or how much of a hash agrees. */
  function withHash(hash: Buffer): Principal | null {
    let found: Principal | null = null
    for (const entry of known) {
      if (timingSafeEqual(entry.hash, hash)) found = entry.principal
    }
    return found
  }
  return {
    open,
    identify: (key) => withHash(hashOfKey(key)),
    withHash,
    replace(given) {
      if (!open) known = given.map(entryOf)
    },
  }
}

export function hashOfKey(key: string): Buffer {
  return createHash('sha256').update(key).digest()
}

function entryOf(key: ApiKey): { hash: Buffer; principal: Principal } {
  const has = new Set(key.scopes)
  const { sources, assets, owners, payees = [] } = key
  const isBound = sources !== undefined || assets !== undefined || owners !== undefined
  const allowed = {
    calls: has.has('calls'),
    registry: has.has('registry'),
    ...(isBound && { bounds: { sources, assets, owners } }),
  }
  return {
    hash: Buffer.from(key.sha256, 'hex'),
    principal: { kind: 'key', name: key.name, scopes: has, allowed, payees },
  }
}
