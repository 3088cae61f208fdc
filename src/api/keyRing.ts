/** The keys that a server accepts. They may change while it runs; whether it has keys at all may not. */
import { createHash, timingSafeEqual } from 'node:crypto'
import type { ApiKey, Scope } from '../config.ts'
import { scopes } from '../config.ts'
import type { EventPermissions } from '../service/headwater.ts'

/** A caller, by its key. */
export interface Principal {
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
  /** With an empty list no key is accepted any more. */
  replace(keys: readonly ApiKey[]): void
}

export const loopbackCaller: Principal = {
  name: 'loopback',
  scopes: new Set(scopes),
  allowed: { calls: true, registry: true },
  payees: [],
}

export function createKeyRing(keys: readonly ApiKey[]): KeyRing {
  const open = keys.length === 0
  let known = keys.map(entryOf)
  return {
    open,
    /** The time does not depend on which entry it is, or how much of a hash agrees. */
    identify(key) {
      const hash = createHash('sha256').update(key).digest()
      let found: Principal | null = null
      for (const entry of known) {
        if (timingSafeEqual(entry.hash, hash)) found = entry.principal
      }
      return found
    },
    replace(given) {
      if (!open) known = given.map(entryOf)
    },
  }
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
    principal: { name: key.name, scopes: has, allowed, payees },
  }
}
